using IncidentBot.Actions;
using IncidentBot.Desk;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Storage;
using IncidentBot.Timeline;

namespace IncidentBot.Rounds;

/// <param name="Done">What was read, the target's own read first.</param>
/// <param name="Slow">What is still being read.</param>
/// <param name="Item">Names this assessment in the keys of its buttons.</param>
internal sealed record Finding(
    AssessmentPlan Plan,
    IReadOnlyList<(AssessmentRead Read, ActionReport Report)> Done,
    IReadOnlyList<AssessmentRead> Slow,
    long Item)
{
    /// <summary>Whose answer speaks for all: the target's own, unless that sees nothing wrong and another names a failure.</summary>
    public (AssessmentRead Read, ActionReport Report) Lead => Done[0].Report.Healthy
        && Done.FirstOrDefault(one => one.Report is { Healthy: false, FailureClass: not null }) is { Report: not null } ill
        ? ill
        : Done[0];
}

/// <summary>Writes a finding: the incident, its timeline, the steps that it answers, and the one card that everyone reads.</summary>
internal sealed class FindingChanges(IncidentPolicy policy, PeopleDirectory people, TimeProvider time)
{
    private readonly IncidentChanges changes = new(policy, people, time);

    public Changes Of(Incident incident, Finding finding)
    {
        TimelineEntry[] begun = [];
        if (incident.State is IncidentState.Declared
            && IncidentLifecycle.Fire(incident, IncidentTrigger.Assess, new TransitionFacts(time.GetUtcNow())) is LifecycleResult.Moved moved)
        {
            incident = moved.Incident;
            begun = [IncidentChanges.Transition(moved, by: null, "The bot has read the target.")];
        }

        var (_, report) = finding.Lead;
        var written = Write(incident, finding, CauseAfter(incident, report), Found(FoundBy.Assessment, finding), FindingCard.Draw(incident, finding));
        return written with { Timeline = [.. begun, .. written.Timeline] };
    }

    /// <summary>What was too slow for the finding. It becomes the cause where it is the target's own read, or where there is none to name yet.</summary>
    public Changes Later(Incident incident, Finding finding)
    {
        var (read, report) = finding.Lead;
        var card = ReportCard.Draw(read.Call, report, $"assessment:{finding.Item}:{read.Call}");
        var cause = read == finding.Plan.Reads[0] ? CauseAfter(incident, report) : incident.Cause ?? CauseAfter(incident, report);
        return Write(incident, finding, cause, Found(FoundBy.LateRead, finding), card with { Title = $"{incident.Label} finding, later: {card.Title}" });
    }

    private static TimelineEvent.Found Found(FoundBy way, Finding finding)
    {
        var (read, report) = finding.Lead;
        return new(way, read.Call.ToString(), report.Answer, report.Healthy) { FailureClass = report.FailureClass, Readings = report.Readings };
    }

    /// <summary>That all is well explains no incident: what was found before stands.</summary>
    private static string? CauseAfter(Incident incident, ActionReport report) => report.Healthy ? incident.Cause : report.Answer;

    private Changes Write(Incident incident, Finding finding, string? cause, TimelineEvent.Found what, Card card)
    {
        var assessed = Answered(incident, finding) with { Cause = cause, Findings = incident.Findings + 1 };
        var written = changes.Of(assessed, by: null, what);
        return written with
        {
            Say =
            [
                .. written.Say,
                .. assessed.Runbook is null ? Array.Empty<Outgoing>() : [IncidentChanges.RefreshRunbook(assessed)],
                new Outgoing.Post(incident.Channel, card),
            ],
        };
    }

    /// <summary>A step that a person has dealt with stays as they left it.</summary>
    private Incident Answered(Incident incident, Finding finding)
    {
        if (incident.Runbook is not { } progress || progress.Hash != finding.Plan.Runbook?.Hash)
        {
            return incident;
        }

        var now = time.GetUtcNow();
        foreach (var (read, report) in finding.Done)
        {
            foreach (var step in read.Steps.Where(step => progress.Of(step.Number) is null or { State: StepState.Read }))
            {
                progress = progress.With(new StepOutcome(step.Number, StepState.Read, null, now, report.Answer));
            }
        }

        return incident with { Runbook = progress };
    }
}
