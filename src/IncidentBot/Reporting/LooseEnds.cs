using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Timeline;
using IncidentBot.Words;
using static IncidentBot.Reporting.SummarySentence;

namespace IncidentBot.Reporting;

/// <summary>What a summary must not hide: what is still open, and what nobody looked at.</summary>
internal static class LooseEnds
{
    /// <summary>What was left as it was when the incident ended, or is while it goes on.</summary>
    public static IEnumerable<SummarySentence> Open(Incident incident, IReadOnlyList<TimelineEntry> timeline, IReadOnlyList<Run> runs)
    {
        foreach (var run in runs.Where(run => run.IsUnsettled))
        {
            if (RunSentences.EventsOf(run, timeline) is { Count: > 0 } events)
            {
                yield return Cite(Sentences.End($"{run.Label} {run.Call} {RunSentences.Words(run)}"), events);
            }
        }

        if (timeline.LastOrDefault(entry => entry.What is TimelineEvent.Checked) is { What: TimelineEvent.Checked { Results: var results } } last
            && CheckText.Failing(results) is { Length: > 0 } failing)
        {
            yield return Cite($"When they were last run, these checks failed: {failing}.", last);
        }

        if (incident.Runbook is { } runbook && RunbookStart.Of(timeline) is { } started && StepStanding.Open(runbook, runs) is { Count: > 0 } steps)
        {
            yield return Cite($"Of the runbook nobody has done or skipped {Plural.Pick(steps.Count, "step", "steps")} {Steps(steps)}.", started);
        }
    }

    /// <summary>What a reader must not take for well: what no read has seen, and what no person has said.</summary>
    public static IEnumerable<SummarySentence> NotLookedAt(Incident incident, IReadOnlyList<TimelineEntry> timeline)
    {
        if (incident.Kind.HappensNow() && !timeline.Any(entry => entry is { Kind: TimelineKind.Finding or TimelineKind.Check }))
        {
            yield return Cite($"{incident.Target}: nothing was read of it.", timeline[0]);
        }

        foreach (var unseen in Unseen.Left(timeline).GroupBy(one => (one.By, one.What.Why), one => one.What.Call))
        {
            yield return Cite($"{string.Join(", ", unseen.Distinct())}: {Sentences.End(unseen.Key.Why)}", unseen.Key.By);
        }

        if (incident.State is not IncidentState.Cancelled
            && ImpactText.Suspected(incident) is { Count: > 0 } services
            && RunbookStart.Of(timeline) is { } started)
        {
            yield return Cite($"Whether it was noticed, nobody has said of {string.Join(", ", services.Select(service => service.Name))}.", started);
        }
    }

    /// <summary>Neighbours together: <c>3, 5 to 7</c>.</summary>
    private static string Steps(IReadOnlyList<int> steps) => string.Join(", ", steps
        .Select((step, place) => (step, Run: step - place))
        .GroupBy(one => one.Run, one => one.step)
        .Select(run => run.Count() > 2 ? $"{run.First()} to {run.Last()}" : string.Join(", ", run)));
}
