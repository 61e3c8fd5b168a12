using IncidentBot.Actions;
using IncidentBot.Timeline;

namespace IncidentBot.Measurements;

/// <summary>How long plans have waited for their approval.</summary>
/// <param name="Runs">How many did.</param>
/// <param name="Waiting">How many do still; their time counts up to now.</param>
/// <param name="Entries">By which they began to wait, and were decided.</param>
public sealed record ApprovalWait(TimeSpan Length, int Runs, int Waiting, IReadOnlyList<int> Entries)
{
    /// <param name="counted">All entries that count.</param>
    public static ApprovalWait Of(IReadOnlyList<TimelineEntry> counted, DateTimeOffset now)
    {
        var length = TimeSpan.Zero;
        var entries = new List<int>();
        var waiting = new Dictionary<RunId, DateTimeOffset>();
        var runs = new HashSet<RunId>();
        foreach (var entry in counted)
        {
            if (entry.What is not TimelineEvent.RunMoved moved)
            {
                continue;
            }

            if (moved.State is RunState.AwaitingApproval)
            {
                if (waiting.TryAdd(moved.Run, entry.At))
                {
                    runs.Add(moved.Run);
                    entries.Add(entry.Sequence);
                }
            }
            else if (waiting.Remove(moved.Run, out var since))
            {
                length += entry.At > since ? entry.At - since : TimeSpan.Zero;
                entries.Add(entry.Sequence);
            }
        }

        return new ApprovalWait(waiting.Values.Aggregate(length, (sum, since) => sum + (now - since)), runs.Count, waiting.Count, entries);
    }

    /// <summary>Of one run, from its plan to its decision; null where it needs none, or none is made yet.</summary>
    public static TimeSpan? Of(Run run) => run.Risk is not Risk.Destructive ? null
        : run.Approval is { } approval ? approval.At - run.RequestedAt
        : run.State is RunState.Rejected or RunState.Expired or RunState.Cancelled && run.EndedAt is { } ended ? ended - run.RequestedAt
        : null;
}
