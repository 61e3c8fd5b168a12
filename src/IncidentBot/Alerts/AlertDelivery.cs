namespace IncidentBot.Alerts;

/// <summary>What a sender of alerts says at one time: one or several alerts of one group. Every sender's own format is read into it.</summary>
/// <param name="Group">
/// Which alerts belong together, in the sender's own words: the <c>groupKey</c> of an Alertmanager or a Grafana, see
/// https://prometheus.io/docs/alerting/latest/configuration/#webhook_config. It is unique within its source only.
/// </param>
public sealed record AlertDelivery(string Group, IReadOnlyList<AlertNotice> Alerts)
{
    /// <summary>How many more the group has that the sender has left out: nobody knows which, nor whether they fire.</summary>
    public int Truncated { get; init; }

    /// <summary>Where the sender's own page is; null where it names none.</summary>
    public string? Address { get; init; }
}

/// <summary>How one alert stands. Each has its own state: that its group fires says nothing of it.</summary>
/// <param name="Fingerprint">What tells it from every other of its source, for as long as it has the same labels.</param>
/// <param name="StartsAt">
/// When it began to fire. Of one that has resolved it may be anything: Grafana since 12.0 gives the end there
/// (https://github.com/grafana/grafana/issues/106065).
/// </param>
/// <param name="EndsAt">Null while it fires.</param>
public sealed record AlertNotice(
    string Fingerprint,
    bool IsFiring,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyDictionary<string, string> Annotations,
    DateTimeOffset StartsAt,
    DateTimeOffset? EndsAt)
{
    /// <summary>Where one reads on: the rule that made it, its dashboard, the form that silences it. Never followed by the bot.</summary>
    public IReadOnlyList<AlertLink> Links { get => field ?? []; init; }
}

/// <param name="Title">For people: <c>Source</c>, <c>Dashboard</c>, <c>Panel</c>, <c>Silence</c>, <c>Runbook</c>.</param>
/// <param name="Url">http or https.</param>
public sealed record AlertLink(string Title, string Url);
