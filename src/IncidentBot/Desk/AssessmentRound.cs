using IncidentBot.Actions;
using IncidentBot.Execution;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;

namespace IncidentBot.Desk;

/// <summary>Reads the incident's target and posts the finding. A declared incident is assessing from then on.</summary>
public sealed class AssessmentRound(Rounds rounds, Verifications verifications, AuditedReader reader, IncidentPolicy policy, PeopleDirectory people, TimeProvider time)
{
    private static readonly Dictionary<string, string> NoArguments = [];
    private readonly IncidentChanges changes = new(policy, people, time);

    public async Task CarryOutAsync(DueItem item, CancellationToken ct)
    {
        var incident = await rounds.FindAsync(item, ct);
        if (incident is not { IsOpen: true } || verifications.For(incident) is not { } verification)
        {
            await rounds.DropAsync(item, ct);
            return;
        }

        var report = await reader.ReadAsync(new ActionCall(verification.Assessment, incident.Target, NoArguments), by: null, ct);
        await rounds.CommitAsync(item, current => current.IsOpen ? Found(current, report) : null, ct);
    }

    private Changes Found(Incident incident, ActionReport report)
    {
        TimelineEntry[] begun = [];
        if (incident.State is IncidentState.Declared
            && IncidentLifecycle.Fire(incident, IncidentTrigger.Assess, new TransitionFacts(time.GetUtcNow())) is LifecycleResult.Moved moved)
        {
            incident = moved.Incident;
            begun = [IncidentChanges.Transition(moved, by: null, "The bot has read the target.")];
        }

        var assessed = incident with { Cause = report.Answer, Findings = incident.Findings + 1 };
        var written = changes.Of(assessed, by: null, TimelineKind.Finding, report.Answer);
        return written with
        {
            Timeline = [.. begun, .. written.Timeline],
            Say = [.. written.Say, new Outgoing.Post(incident.Channel, FindingCard.Draw(assessed, report))],
        };
    }
}
