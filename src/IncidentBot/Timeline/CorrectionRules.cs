using System.Globalization;
using IncidentBot.Incidents;
using IncidentBot.Messages;

namespace IncidentBot.Timeline;

/// <summary>Why an entry cannot be corrected so; in words for whoever asked.</summary>
internal static class CorrectionRules
{
    /// <returns>Null when it can be.</returns>
    public static string? WhyNot(TimelineEntry entry)
    {
        var label = Label(entry);
        return entry switch
        {
            { Amended: { Struck: true } struck } => $"{label} was struck at {Moment.Of(struck.Last.At)}; it counts no more.",
            { Kind: TimelineKind.Run } => $"{label} tells what was run; that is recorded as it happened.",
            { Kind: TimelineKind.Override } => $"{label} tells who went on without the checks, and stays for ever.",
            { Kind: TimelineKind.Correction } => $"{label} is a correction itself; correct the entry once more.",
            _ => null,
        };
    }

    /// <inheritdoc cref="WhyNot"/>
    public static string? WhyNotStruck(TimelineEntry entry) => WhyNot(entry) ?? (entry.Kind is TimelineKind.Opened or TimelineKind.Transition
        ? $"{Label(entry)} is a step that the incident has taken; its time and its words can be corrected."
        : null);

    /// <inheritdoc cref="WhyNot"/>
    /// <param name="timeline">All entries, as they read now.</param>
    public static string? WhyNotAt(TimelineEntry entry, DateTimeOffset at, IReadOnlyList<TimelineEntry> timeline, DateTimeOffset now)
    {
        var label = Label(entry);
        if (at > now)
        {
            return $"{Moment.Of(at)} has not come yet.";
        }

        if (at == entry.At)
        {
            return $"{label} is at {Moment.Of(at)} already.";
        }

        var (earliest, latest) = Between(entry, [.. timeline.Where(other => other.Amended is not { Struck: true })]);
        return at < earliest?.At ? $"{label} cannot have been before {Label(earliest)}, which was at {Moment.Of(earliest.At)}."
            : at > latest?.At ? $"{label} cannot have been after {Label(latest)}, which was at {Moment.Of(latest.At)}."
            : null;
    }

    public static string Label(TimelineEntry entry) => string.Create(CultureInfo.InvariantCulture, $"e{entry.Sequence}");

    /// <summary>
    /// Service came back, was lost and came back in this order, and nothing comes before the opening. The steps between may
    /// have been taken long after what they tell: that is what a correction is for.
    /// </summary>
    private static (TimelineEntry? Earliest, TimelineEntry? Latest) Between(TimelineEntry entry, IReadOnlyList<TimelineEntry> counted)
    {
        var opening = counted[0];
        var turns = counted.Where(other => other.Turn is not Turn.None).ToList();
        if (entry.Sequence == opening.Sequence)
        {
            return (null, turns.Concat(counted.Where(other => other.Kind is TimelineKind.Acknowledged)).MinBy(other => other.At));
        }

        return turns.Contains(entry)
            ? (turns.LastOrDefault(turn => turn.Sequence < entry.Sequence) ?? opening, turns.FirstOrDefault(turn => turn.Sequence > entry.Sequence))
            : (opening, null);
    }
}
