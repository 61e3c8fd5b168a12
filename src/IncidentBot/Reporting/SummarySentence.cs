using IncidentBot.Timeline;

namespace IncidentBot.Reporting;

/// <param name="Events">The events that it rests on, by their number in the timeline; never empty.</param>
public sealed record SummarySentence(string Text, IReadOnlyList<int> Events)
{
    internal static SummarySentence Cite(string text, params IEnumerable<TimelineEntry> events) =>
        new(text, [.. events.SelectMany(Numbers).Distinct().Order()]);

    public override string ToString() => $"{Text} [{string.Join(' ', Events.Select(number => $"e{number}"))}]";

    /// <summary>Its own, and that of the entry that corrects it.</summary>
    private static IEnumerable<int> Numbers(TimelineEntry entry) => entry.Amended is { Last: var by } ? [entry.Sequence, by.Sequence] : [entry.Sequence];
}
