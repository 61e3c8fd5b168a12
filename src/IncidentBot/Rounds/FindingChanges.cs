using IncidentBot.Actions;
using IncidentBot.Desk;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Runbooks.Matching;
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
    /// <summary>The runbook that has an answer, where the incident follows none.</summary>
    public RunbookMatch? Offered { get; init; }

    /// <summary>
    /// Whose answer speaks for all: the one that found the worst; of several as bad, one that names its failure, and of those the
    /// target's own. A reading that is well never speaks over one that is not, and where nothing is wrong it is the target's own:
    /// that another could not be taken says nothing about it.
    /// </summary>
    public (AssessmentRead Read, ActionReport Report) Lead => Done
        .OrderBy(one => IsWrong(one.Report) ? 0 : one.Read == Plan.Reads[0] ? 1 : one.Report.Healthy ? 2 : 3)
        .ThenBy(one => IsWrong(one.Report) ? one.Report.Gravity : default)
        .ThenBy(one => one.Report is { Healthy: false, FailureClass: null })
        .First();

    /// <summary>What points to a section that reads the same; the target's own read points nowhere, for it may find anything.</summary>
    public ActionId? PointerOf(AssessmentRead read) => read == Plan.Reads[0] ? null : read.Call.Action;

    /// <summary>Whether a read saw something wrong; one that could not be taken saw nothing.</summary>
    public static bool IsWrong(ActionReport report) => report is { Healthy: false, Gravity: not Gravity.Unread };

    /// <summary>What speaks for all; where all is well, with what could not be looked at, which is never the same as being well.</summary>
    public string Answer => Lead is { Report: { Healthy: true, Answer: var well } } lead && UnseenBeside(lead.Read) is { Count: > 0 } unseen
        ? $"{well.TrimEnd('.')}; not seen: {string.Join(", ", unseen)}."
        : Lead.Report.Answer;

    /// <summary>Whether all that was asked has answered, and nothing was refused.</summary>
    public bool SawAll => Slow.Count == 0 && Done.All(one => one.Report is { IsUnread: false, NotSeen.Count: 0 });

    /// <summary>What was refused or stopped, what was too slow for this finding, and what is not read without being asked for.</summary>
    public IReadOnlyList<Unseen> NotSeen =>
    [
        .. Done.SelectMany(one => Unseen.Of($"{one.Read.Call}", one.Report)),
        .. Slow.Select(read => new Unseen($"{read.Call}", "it was still being read when the finding was written")),
        .. Plan.Left.Select(step => new Unseen(step.Call, step.Why)),
    ];

    private List<string> UnseenBeside(AssessmentRead lead) =>
        [.. Done.Where(one => one.Read != lead && one.Report.IsUnread).Select(one => one.Read).Concat(Slow).Select(read => $"{read.Call.Action}")];
}

/// <summary>Writes a finding: the incident, its timeline, the steps that it answers, and the one card that everyone reads.</summary>
internal sealed class FindingChanges(IncidentReadings readings, IncidentPolicy policy, PeopleDirectory people, TimeProvider time)
{
    private readonly IncidentChanges changes = new(policy, people, time);

    public Changes Of(Incident incident, Finding finding)
    {
        TimelineEntry[] begun = [];
        var now = time.GetUtcNow();
        if (incident.State is IncidentState.Declared
            && IncidentLifecycle.Fire(incident, IncidentTrigger.Assess, new TransitionFacts(now)) is LifecycleResult.Moved moved)
        {
            incident = changes.Promised(moved.Incident, now);
            begun = [IncidentChanges.Transition(moved, by: null, "The bot has read the target.")];
        }

        var written = Write(incident, finding, takesCause: true, Found(FoundBy.Assessment, finding), FindingCard.Draw(incident, finding));
        return written with
        {
            Timeline = [.. begun, .. written.Timeline],

            // A declared one is looked at less often.
            Schedule =
            [
                .. written.Schedule,
                .. begun.Length > 0 ? [changes.NextLook(incident, now), .. IncidentChanges.Updates(incident, now)] : Array.Empty<Appointment>(),
            ],
        };
    }

    /// <summary>What was too slow for the finding. It becomes the cause where it is the target's own read, or where there is none to name yet.</summary>
    public Changes Later(Incident incident, Finding finding)
    {
        var (read, report) = finding.Lead;
        var card = ReportCard.Draw(read.Call, report, $"assessment:{finding.Item}:{read.Call}");
        var takesCause = read == finding.Plan.Reads[0];
        return Write(incident, finding, takesCause, Found(FoundBy.LateRead, finding), card with { Title = $"{incident.Label} finding, later: {card.Title}" });
    }

    private static TimelineEvent.Found Found(FoundBy way, Finding finding)
    {
        var (read, report) = finding.Lead;
        return TimelineEvent.Found.Of(way, $"{read.Call}", report) with
        {
            Answer = finding.Answer,
            Reads = [.. finding.Done.Select(one => $"{one.Read.Call}")],
            NotSeen = finding.NotSeen,
        };
    }

    private Changes Write(Incident incident, Finding finding, bool takesCause, TimelineEvent.Found what, Card card)
    {
        var done = finding.Done.Select(one => (one.Read.Call, one.Report));
        var assessed = readings.AfterAssessment(Answered(incident, finding), done, finding.Lead.Report, takesCause, time.GetUtcNow());
        var written = changes.Of(assessed, by: null, what);
        card = card with { Blocks = [.. card.Blocks, .. IncidentReadings.Told(incident, assessed).Select(told => new CardBlock.Text(told))] };
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
