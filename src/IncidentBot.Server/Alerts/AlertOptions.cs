using System.ComponentModel.DataAnnotations;

namespace IncidentBot.Alerts;

/// <summary>The section <c>Alerts</c>: who may send alerts, and how much of them.</summary>
internal sealed class AlertOptions
{
    public const string Section = "Alerts";

    /// <summary>Whoever may send alerts, by a name of small letters, digits and hyphens.</summary>
    public Dictionary<string, AlertSourceOptions> Sources { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How many deliveries may wait until they are looked at; what comes beyond that is answered 503, and its sender says it again.</summary>
    [Range(1, 1_000_000)]
    public int MostWaiting { get; init; } = 10_000;

    /// <summary>The largest body of a delivery, in bytes.</summary>
    [Range(1_000, 25_000_000)]
    public int LargestBody { get; init; } = 5_000_000;
}
