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

    private static IReadOnlyList<Impact> With(IReadOnlyList<Impact> before, Impact said) =>
        before.Any(impact => IsOf(said.Service, impact))
            ? [.. before.Select(impact => IsOf(said.Service, impact) ? said : impact)]
            : [.. before, said];
}
