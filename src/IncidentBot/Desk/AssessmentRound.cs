using IncidentBot.Actions;
using IncidentBot.Execution;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
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

        var call = new ActionCall(verification.Assessment, incident.Target, NoArguments);
        var report = await reader.ReadAsync(call, by: null, ct);
        await rounds.CommitAsync(item, current => current.IsOpen ? Found(current, call, report, item.Id) : null, ct);
    }

    private Changes Found(Incident incident, ActionCall call, ActionReport report, long item)
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
            Say = [.. written.Say, new Outgoing.Post(incident.Channel, Announce(assessed, ReportCard.Draw(call, report, $"assessment:{item}")))],
        };
    }

    private static Card Announce(Incident incident, Card report) => report with
    {
        Title = $"{incident.Label} finding: {report.Title}",
        Buttons = incident.State is IncidentState.Assessing
            ? [.. report.Buttons, new CardButton("Start mitigating", $"/incident mitigate {incident.Label}")]
            : report.Buttons,
    };
}
