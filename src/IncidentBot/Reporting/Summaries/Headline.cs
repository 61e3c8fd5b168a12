using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Words;
using static IncidentBot.Reporting.SummarySentence;

namespace IncidentBot.Reporting.Summaries;

/// <summary>What, since when, how it stands and whether it is safe, in one sentence that a phone shows whole. Only the title is ever cut for it.</summary>
internal static class Headline
{
    public const int Longest = 180;

    private const int ShortestTitle = 20;

    /// <summary>A moment is a mark in the text, and as long as this where it is shown with its day.</summary>
    private const int LongestMoment = 24;

    public static SummarySentence Of(SummaryFacts facts)
    {
        var incident = facts.Incident;
        var safety = Safety.Of(facts);
        var (numbers, step) = (facts.Numbers, facts.LastStep);
        var since = Moment.Of(numbers.Affected[0].Began);
        var length = Duration.Words(numbers.TimeAffected(facts.Now));
        var state = incident.State switch
        {
            IncidentState.Cancelled => $"cancelled after {Duration.Words(step.At - facts.Opening.At)}",
            _ when incident.IsOpen && numbers.StillAffected => $"{incident.State.ToString().ToLowerInvariant()}, {length} so far, since {since}",
            _ when numbers.StillAffected => $"{incident.State.ToString().ToLowerInvariant()} by an override after {length}, since {since}",
            _ => $"{incident.State.ToString().ToLowerInvariant()}, lasted {length}{Parts(numbers)} from {since}",
        };
        var (before, after) = ($"{Marks.Of(incident)} ", $" ({OneLine.Of(incident.Target.Name, ShortestTitle)}): {state}. {safety.Phrase}.");
        var room = Longest - before.Length - Moment.Replace(after, _ => new string('x', LongestMoment)).Length;
        return new SummarySentence(
            $"{before}{OneLine.Of(incident.Title, Math.Max(ShortestTitle, room))}{after}",
            [
                .. Cite("", [.. numbers.Affected.SelectMany(stretch => new[] { stretch.From, stretch.Until ?? step }), step]).Events
                    .Concat(safety.Sentence.Events).Distinct().Order(),
            ]);
    }

    private static string Parts(IncidentNumbers numbers) => numbers.Affected.Count > 1 ? $" in {numbers.Affected.Count} parts" : "";
}
