namespace IncidentBot.Reporting;

/// <param name="Events">The events that it rests on, by their number in the timeline; never empty.</param>
public sealed record SummarySentence(string Text, IReadOnlyList<int> Events)
{
    public override string ToString() => $"{Text} [{string.Join(' ', Events.Select(number => $"e{number}"))}]";
}
