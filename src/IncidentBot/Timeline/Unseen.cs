using IncidentBot.Actions;

namespace IncidentBot.Timeline;

/// <summary>What was not seen when a target was read. It is never the same as being well.</summary>
/// <param name="Call">The read that shows it, as a person would type it.</param>
/// <param name="Why">Refused, stopped, left out; of one that saw a part, what is missing.</param>
public sealed record Unseen(string Call, string Why)
{
    /// <summary>Whether the read saw the rest.</summary>
    public bool InPart { get; init; }

    /// <param name="call">As a person would type it.</param>
    internal static IEnumerable<Unseen> Of(string call, ActionReport report) => report.IsUnread
        ? [new Unseen(call, report.Answer)]
        : report.NotSeen.Select(what => new Unseen(call, what) { InPart = true });

    /// <summary>What nobody has seen to this day, and the entry that says so: whatever was read again stands as it was read then.</summary>
    /// <param name="counted">All entries that count.</param>
    internal static IReadOnlyList<(Unseen What, TimelineEntry By)> Left(IReadOnlyList<TimelineEntry> counted)
    {
        var left = new List<(Unseen What, TimelineEntry By)>();
        foreach (var entry in counted)
        {
            if (entry.What is TimelineEvent.Found found)
            {
                left.RemoveAll(one => found.Calls.Contains(one.What.Call) || found.NotSeen.Any(unseen => unseen.Call == one.What.Call));
                left.AddRange(found.NotSeen.Select(unseen => (unseen, entry)));
            }
        }

        return left;
    }
}
