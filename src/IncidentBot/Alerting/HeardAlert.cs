using IncidentBot.Alerts;
using IncidentBot.Incidents;
using IncidentBot.Storage;

namespace IncidentBot.Alerting;

/// <summary>What was heard of one alert at one time, which may be several notices.</summary>
/// <param name="Before">Null where it was never heard of.</param>
/// <param name="After">As it stands from now on.</param>
/// <param name="Truncated">See <see cref="AlertDelivery.Truncated"/>, of the last one that spoke of it.</param>
internal sealed record HeardAlert(KnownAlert? Before, Alert After, int Truncated)
{
    /// <summary>It has begun to fire, also where it has ended since.</summary>
    public bool Began { get; init; }

    public bool Ended { get; init; }

    public bool IsNews => Began || Ended;

    /// <summary>Where it counted until now.</summary>
    public IncidentId? Incident => Before?.Incident;

    /// <summary>It has fired in this incident before.</summary>
    public bool IsAgain(IncidentId incident) => Before is { Alert.IsFiring: false } && Before.Incident == incident;

    public HeardAlert And(Alert after, AlertChange change, int truncated) => this with
    {
        After = after,
        Truncated = truncated,
        Began = Began || change is AlertChange.Began,
        Ended = Ended || change is AlertChange.Ended,
    };

    public KnownAlert In(IncidentId? incident) => new(After, incident);
}
