using System.Globalization;
using IncidentBot.Words;

namespace IncidentBot.Redis.Peers;

internal sealed record SlotRange(int First, int Last)
{
    public int Count => Last - First + 1;

    public bool Holds(int slot) => slot >= First && slot <= Last;

    /// <returns>Null for what is no range of slots: a slot that is on its way to another node, in brackets.</returns>
    public static SlotRange? Parse(string text) => text.Split('-') switch
    {
        [var only] when int.TryParse(only, NumberStyles.None, CultureInfo.InvariantCulture, out var slot) => new SlotRange(slot, slot),
        [var first, var last] when int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var from)
            && int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var to) => new SlotRange(from, to),
        _ => null,
    };

    /// <summary>What is in none of them.</summary>
    public static IReadOnlyList<SlotRange> Missing(IEnumerable<SlotRange> ranges)
    {
        var (missing, next) = (new List<SlotRange>(), 0);
        foreach (var range in ranges.OrderBy(range => range.First).Append(new SlotRange(ClusterSlot.Count, ClusterSlot.Count)))
        {
            if (range.First > next)
            {
                missing.Add(new SlotRange(next, range.First - 1));
            }

            next = Math.Max(next, range.Last + 1);
        }

        return missing;
    }

    public static string Words(IReadOnlyCollection<SlotRange> ranges) => ranges.Count switch
    {
        0 => "no slots",
        <= 4 => $"slots {string.Join(", ", ranges)} ({Figures.Count(ranges.Sum(range => range.Count))})",
        _ => $"{Figures.Count(ranges.Sum(range => range.Count))} slots in {ranges.Count} ranges",
    };

    public override string ToString() => First == Last ? Figures.Plain(First) : $"{Figures.Plain(First)}-{Figures.Plain(Last)}";
}
