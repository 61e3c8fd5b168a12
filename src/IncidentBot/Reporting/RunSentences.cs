using IncidentBot.Actions;
using IncidentBot.People;
using IncidentBot.Timeline;
using IncidentBot.Words;
using static IncidentBot.Reporting.SummarySentence;

namespace IncidentBot.Reporting;

/// <summary>What a summary says of runs.</summary>
internal sealed class RunSentences(PeopleDirectory people)
{
    public IEnumerable<SummarySentence> All(IReadOnlyList<TimelineEntry> timeline, IReadOnlyList<Run> runs) =>
        from run in runs
        let events = EventsOf(run, timeline)
        where events.Count > 0
        select Cite(
            $"{run.Label} {run.Call}, asked for by {people.NameOf(run.RequestedBy)}{Approved(run)}: {Sentences.End(run.Outcome ?? Words(run))}",
            events);

    /// <summary>Those that no second person has approved.</summary>
    public IEnumerable<SummarySentence> BrokenGlass(IReadOnlyList<TimelineEntry> timeline, IReadOnlyList<Run> runs)
    {
        foreach (var run in runs.Where(run => run.Approval is { BreakGlass: true }))
        {
            if (EventsOf(run, timeline) is { Count: > 0 } events)
            {
                var review = run.ReviewedBy is { } by ? $"{people.NameOf(by)} has reviewed it since." : "Nobody has reviewed it yet.";
                yield return Cite(
                    $"{people.NameOf(run.RequestedBy)} broke the glass for {run.Label} ({run.Approval!.Reason ?? "no reason given"}). {review}",
                    events);
            }
        }
    }

    public static string Words(Run run) => run.State switch
    {
        _ when run.IsWaiting => "waits for its approval",
        RunState.Approved => "is about to start",
        RunState.Running => "is running",
        RunState.Unknown => "nobody knows how it ended",
        RunState.Succeeded => "succeeded",
        RunState.Failed => "failed",
        RunState.Cancelled => "was cancelled",
        RunState.Rejected => "was rejected",
        _ => "was not approved in time",
    };

    public static List<TimelineEntry> EventsOf(Run run, IReadOnlyList<TimelineEntry> timeline) => [.. timeline.Where(entry => entry.What switch
    {
        TimelineEvent.RunMoved moved => moved.Run == run.Id,
        TimelineEvent.Said { Run: { } label } => label == run.Label,
        _ => false,
    })];

    private string Approved(Run run) => run.Approval switch
    {
        { BreakGlass: true } => ", run without a second person",
        { } approval when approval.By == run.RequestedBy => " and confirmed by the same person",
        { } approval => $" and approved by {people.NameOf(approval.By)}",
        null => "",
    };
}
