namespace IncidentBot.Reporting.Reports;

/// <summary>How long something took over several incidents. Never a mean: one long night would be all that it says.</summary>
/// <param name="Count">How many lengths there are.</param>
/// <param name="Median">Of an even number of lengths the middle of the two in the middle.</param>
/// <param name="P90">Nine of ten took no longer, by nearest rank; null of fewer than <see cref="Few"/>, where it would be the longest and nothing else.</param>
public sealed record Spread(int Count, TimeSpan Median, TimeSpan? P90)
{
    /// <summary>Of fewer than so many each is listed, and there is no p90.</summary>
    public const int Few = 5;

    /// <returns>Null where there is none.</returns>
    public static Spread? Of(IEnumerable<TimeSpan> lengths)
    {
        TimeSpan[] sorted = [.. lengths.Order()];
        return sorted.Length == 0 ? null : new Spread(
            sorted.Length,
            (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2,
            sorted.Length < Few ? null : sorted[(int)Math.Ceiling(sorted.Length * 0.9) - 1]);
    }
}
