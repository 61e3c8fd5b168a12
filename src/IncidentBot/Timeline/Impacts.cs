using IncidentBot.Incidents;

namespace IncidentBot.Timeline;

/// <summary>What people have said of the services: the last word on each counts.</summary>
internal static class Impacts
{
    /// <param name="counted">All entries that count.</param>
    /// <returns>In the order in which the services were first spoken of.</returns>
    public static IReadOnlyList<Impact> Of(IEnumerable<TimelineEntry> counted) => counted.Aggregate<TimelineEntry, IReadOnlyList<Impact>>([], After);

    public static IReadOnlyList<Impact> After(IReadOnlyList<Impact> before, TimelineEntry entry) => entry.What switch
    {
        TimelineEvent.ImpactStated said => With(before, new Impact(said.Service, said.Impact, IsStruck: false, said.From, said.Until, entry.By, entry.At)),
        TimelineEvent.ImpactStruck struck => With(before, new Impact(struck.Service, struck.Reason, IsStruck: true, null, null, entry.By, entry.At)),
        _ => before,
    };

    public static bool IsOf(string service, Impact impact) => service.Equals(impact.Service, StringComparison.OrdinalIgnoreCase);

    /// <summary>The entry that says when the first service was affected, where somebody has said so. It may be before the incident was opened.</summary>
    /// <param name="counted">All entries that count.</param>
    public static (TimelineEntry Entry, DateTimeOffset At)? Began(IReadOnlyList<TimelineEntry> counted) =>
        Of(counted).Where(impact => impact is { IsStruck: false, From: not null }).MinBy(impact => impact.From) is { } first
            ? (counted.Last(entry => entry.What is TimelineEvent.ImpactStated said && IsOf(said.Service, first)), first.From!.Value)
            : null;

    private static IReadOnlyList<Impact> With(IReadOnlyList<Impact> before, Impact said) =>
        before.Any(impact => IsOf(said.Service, impact))
            ? [.. before.Select(impact => IsOf(said.Service, impact) ? said : impact)]
            : [.. before, said];
}
