using IncidentBot.Incidents;
using IncidentBot.Words;

namespace IncidentBot.Reporting;

/// <summary>What people notice of an outage, by service.</summary>
internal static class ServiceText
{
    private const string Length = "{duration}";

    /// <param name="length">How long it has lasted; null where it has not happened.</param>
    public static string Impact(AffectedService service, TimeSpan? length) => length is { } lasted
        ? service.Impact.Replace(Length, Duration.Words(lasted), StringComparison.Ordinal)
        : service.Impact.Replace($" {Length}", "", StringComparison.Ordinal).Replace(Length, "", StringComparison.Ordinal);

    public static string All(IReadOnlyList<AffectedService> services, TimeSpan length) =>
        string.Join(" · ", services.Select(service => $"{service.Name}: {Impact(service, length)}"));
}
