using IncidentBot.Messages;
using IncidentBot.Timeline;
using static IncidentBot.Reporting.SummarySentence;

namespace IncidentBot.Reporting.Summaries;

/// <summary>How many of the settings that keep the next outage away were as they should be, when somebody first looked and when last.</summary>
internal static class Prevention
{
    private const string Good = "prevention.good";
    private const string Counted = "prevention.counted";

    public static IEnumerable<SummarySentence> Of(IReadOnlyList<TimelineEntry> timeline)
    {
        foreach (var scored in timeline.Where(entry => Score(entry) is not null).GroupBy(entry => ((TimelineEvent.Found)entry.What).Call))
        {
            var (first, last) = (scored.First(), scored.Last());
            yield return first == last
                ? Cite($"{scored.Key}: {Score(first)}, at {Moment.Of(first.At)}.", first)
                : Cite($"{scored.Key}: {Score(first)} at {Moment.Of(first.At)}, {Score(last)} at {Moment.Of(last.At)}.", first, last);
        }
    }

    private static string? Score(TimelineEntry entry) => entry.What is TimelineEvent.Found found
        && found.Readings.FirstOrDefault(reading => reading.Name == Good) is { } good
        && found.Readings.FirstOrDefault(reading => reading.Name == Counted) is { } counted
        ? $"{good.Figure()} of {counted.Figure()}"
        : null;
}
