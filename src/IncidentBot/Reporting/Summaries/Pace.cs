using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Timeline;
using IncidentBot.Words;
using static IncidentBot.Reporting.SummarySentence;

namespace IncidentBot.Reporting.Summaries;

/// <summary>What went well and what was slow, by the numbers and by nothing else: nobody's opinion is in it.</summary>
internal sealed class Pace(PeopleDirectory people)
{
    /// <summary>Somebody who looks at a plan at once has read it, and answered, in less.</summary>
    private static readonly TimeSpan LongWait = TimeSpan.FromMinutes(5);

    public IEnumerable<SummarySentence> Well(SummaryFacts facts)
    {
        var timeline = facts.Timeline;
        var numbers = facts.Numbers;
        if (numbers.ToAcknowledge is { } acknowledged && !timeline.Any(entry => entry.Kind is TimelineKind.Escalated))
        {
            yield return Cite(
                $"{people.WhoOf(acknowledged.Until)} acknowledged it after {Duration.Words(acknowledged.Length)}, before anybody had to be told again.",
                acknowledged.From,
                acknowledged.Until);
        }

        foreach (var (run, waited, events) in Waits(facts).Where(wait => wait.Waited < LongWait))
        {
            yield return Cite($"{run.Label} waited {Duration.Words(waited)} for its approval by {people.NameOf(run.Approval!.By)}.", events);
        }

        var promised = Promised(timeline);
        if (promised.Count > 0 && promised.TrueForAll(IsKept))
        {
            yield return Cite(
                promised.Count == 1 ? "The update that was promised came in time." : $"All {promised.Count} updates came by the time that was promised.",
                promised);
        }

        var verified = timeline.Where(entry => entry.What is TimelineEvent.Checked { When: CheckedAt.Verification }).ToList();
        if (verified is [{ What: TimelineEvent.Checked { Results.Count: > 0 } only } first] && only.Results.All(result => result.Passed)
            && numbers is { Regressed: 0, Reopened: 0, ToMitigate: not null })
        {
            yield return Cite("The first verification passed, and service stayed.", first);
        }
    }

    public IEnumerable<SummarySentence> Slow(SummaryFacts facts)
    {
        var timeline = facts.Timeline;
        foreach (var entry in timeline.Where(entry => entry.Kind is TimelineKind.Escalated))
        {
            yield return Cite($"{Moment.Of(entry.At)}: {Sentences.End(entry.Text)}", entry);
        }

        if (facts.Numbers.ToAcknowledge is { } acknowledged && timeline.Any(entry => entry.Kind is TimelineKind.Escalated && entry.At <= acknowledged.Until.At))
        {
            yield return Cite(
                $"{people.WhoOf(acknowledged.Until)} acknowledged it after {Duration.Words(acknowledged.Length)}.", acknowledged.From, acknowledged.Until);
        }

        if (LongestPart(facts) is { } part)
        {
            yield return part;
        }

        foreach (var (run, waited, events) in Waits(facts).Where(wait => wait.Waited >= LongWait))
        {
            yield return Cite($"{run.Label} waited {Duration.Words(waited)} for its approval by {people.NameOf(run.Approval!.By)}.", events);
        }

        foreach (var run in facts.Runs.Where(run => run.State is RunState.Expired or RunState.Rejected or RunState.Failed))
        {
            if (RunSentences.EventsOf(run, timeline) is { Count: > 0 } events)
            {
                yield return Cite($"{run.Label} {RunSentences.Words(run)}.", events);
            }
        }

        var promised = Promised(timeline);
        if (promised.Where(entry => !IsKept(entry)).ToList() is { Count: > 0 } late)
        {
            yield return Cite($"{late.Count} of {Plural.Of(promised.Count, "update")} came later than promised.", late);
        }

        foreach (var failed in timeline.Where(entry =>
            entry.What is TimelineEvent.Checked { When: CheckedAt.Verification } check && check.Results.Any(result => !result.Passed)))
        {
            yield return Cite(
                $"The checks failed at {Moment.Of(failed.At)}: {CheckText.Failing(((TimelineEvent.Checked)failed.What).Results)}.", failed);
        }

        foreach (var lost in timeline.Where(entry => entry.Turn is Turn.Regressed or Turn.Reopened))
        {
            yield return Cite(
                lost.Turn is Turn.Reopened
                    ? $"It was taken up again at {Moment.Of(lost.At)}, after it had been over."
                    : $"Service was lost again at {Moment.Of(lost.At)}, after it had been back.",
                lost);
        }
    }

    /// <summary>Of the time until service was back first, the part between two steps that took longest.</summary>
    private static SummarySentence? LongestPart(SummaryFacts facts)
    {
        var numbers = facts.Numbers;
        if (numbers.Affected[0].Until is not { } back || !facts.Incident.Kind.HappensNow() || facts.Incident.State is IncidentState.Cancelled)
        {
            return null;
        }

        var steps = facts.Timeline
            .Where(entry => entry.At <= back.At)
            .Select(entry => (Entry: entry, Name: NameOf(entry)))
            .Where(step => step.Name is not null)
            .DistinctBy(step => step.Name)
            .Append((Entry: back, Name: "service was back"))
            .OrderBy(step => step.Entry.At)
            .ToList();
        var longest = steps.Zip(steps.Skip(1), (from, to) => (From: from, To: to, Length: to.Entry.At - from.Entry.At)).MaxBy(part => part.Length);
        var all = back.At - facts.Opening.At;
        return steps.Count < 3 || longest.Length < LongWait ? null : Cite(
            $"Of the {Duration.Words(all)} until service was back, {Duration.Words(longest.Length)} passed between "
                + $"“{longest.From.Name}” and “{longest.To.Name}”.",
            longest.From.Entry,
            longest.To.Entry);
    }

    private static string? NameOf(TimelineEntry entry) => entry.What switch
    {
        TimelineEvent.Opened => "opened",
        TimelineEvent.Acknowledged => "acknowledged",
        TimelineEvent.Found { Healthy: false } => "something was found",
        TimelineEvent.Moved { To: IncidentState.Mitigating } => "mitigation began",
        TimelineEvent.RunMoved { State: RunState.AwaitingApproval or RunState.AwaitingConfirmation } => "a change was planned",
        TimelineEvent.RunMoved { State: RunState.Approved } => "it was approved",
        TimelineEvent.RunMoved { State: RunState.Succeeded } => "it was done",
        _ => null,
    };

    private static IEnumerable<(Run Run, TimeSpan Waited, IReadOnlyList<TimelineEntry> Events)> Waits(SummaryFacts facts) =>
        from run in facts.Runs
        let waited = Deeds.Waited(run)
        where waited is not null
        let events = RunSentences.EventsOf(run, facts.Timeline)
        where events.Count > 0
        select (run, waited.Value, (IReadOnlyList<TimelineEntry>)events);

    private static List<TimelineEntry> Promised(IReadOnlyList<TimelineEntry> timeline) =>
        [.. timeline.Where(entry => entry.What is TimelineEvent.StatusUpdated { Promised: not null })];

    private static bool IsKept(TimelineEntry entry) => UpdatePromises.IsKept(((TimelineEvent.StatusUpdated)entry.What).Promised!.Value, entry.At);
}
