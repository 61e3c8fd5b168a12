namespace IncidentBot.Alerts;

/// <summary>One alert as it stands, by all that its source has said of it.</summary>
/// <param name="Source">The name of the configured source.</param>
/// <param name="Fingerprint">Unique within the source.</param>
/// <param name="Group">See <see cref="AlertDelivery.Group"/>.</param>
public sealed record Alert(string Source, string Fingerprint, string Group)
{
    public const string NameLabel = "alertname";

    /// <summary>The source that is the bot itself, which looks at targets.</summary>
    public const string WatchSource = "the bot's own watch";

    /// <summary>How long after its end an alert that is said to fire since the same moment as before counts as a notice that came late.</summary>
    /// <remarks>
    /// A pair of Alertmanagers says everything twice when it cannot reach each other. The default <c>group_interval</c>: no
    /// Alertmanager speaks of a group again before it is over.
    /// </remarks>
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(5);

    /// <summary>Labels that say which one of many it is about, the most telling first.</summary>
    private static readonly string[] Telling = ["instance", "target", "queue", "service", "pod", "host", "job"];

    public bool IsFiring { get; init; }

    public bool IsOfWatch => Source == WatchSource;

    public IReadOnlyDictionary<string, string> Labels { get => field ?? new Dictionary<string, string>(); init; }

    public IReadOnlyDictionary<string, string> Annotations { get => field ?? new Dictionary<string, string>(); init; }

    public IReadOnlyList<AlertLink> Links { get => field ?? []; init; }

    /// <summary>Since when it fires, or fired last, by its source.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>When that, or its end, was heard here.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>When its source last spoke of it.</summary>
    public required DateTimeOffset HeardAt { get; init; }

    public string Name => Labels.TryGetValue(NameLabel, out var name) && name.Length > 0 ? name : Fingerprint;

    /// <summary>As people read it: <c>RedisDown (10.0.0.1:6379)</c>.</summary>
    public string What => Telling.Select(label => Labels.GetValueOrDefault(label)).FirstOrDefault(value => value is { Length: > 0 }) is { } which
        ? $"{Name} ({which})"
        : Name;

    /// <summary>What its source says of it in a sentence; null where it says nothing.</summary>
    public string? Summary => Said("summary") ?? Said("message") ?? Said("description");

    /// <summary>How it stands after a notice.</summary>
    /// <param name="before">Null where it was never heard of.</param>
    public static (Alert After, AlertChange Change) Heard(Alert? before, string source, string group, AlertNotice notice, DateTimeOffset at)
    {
        if (before is { IsFiring: true } && IsOfAnEarlierFiring(before, notice))
        {
            return (before, AlertChange.None);
        }

        if (before is { IsFiring: false } && notice.IsFiring && notice.StartsAt <= before.StartsAt && at - before.ChangedAt < Late)
        {
            return (before, AlertChange.None);
        }

        var change = (before?.IsFiring ?? false, notice.IsFiring) switch
        {
            (false, true) => AlertChange.Began,
            (true, false) => AlertChange.Ended,
            _ => AlertChange.None,
        };
        var after = (before ?? new Alert(source, notice.Fingerprint, group) { StartsAt = notice.StartsAt, ChangedAt = at, HeardAt = at }) with
        {
            Group = group,
            IsFiring = notice.IsFiring,
            Labels = notice.Labels,
            Annotations = notice.Annotations,
            Links = notice.Links,
            HeardAt = at,
        };
        return (
            change is AlertChange.None
                ? after
                : after with { ChangedAt = at, StartsAt = notice.IsFiring ? notice.StartsAt : after.StartsAt },
            change);
    }

    /// <summary>The end of a firing before this one, which came late.</summary>
    private static bool IsOfAnEarlierFiring(Alert before, AlertNotice notice) => !notice.IsFiring && notice.EndsAt < before.StartsAt;

    private string? Said(string annotation) => Annotations.GetValueOrDefault(annotation) is { Length: > 0 } text ? text : null;
}

public enum AlertChange
{
    /// <summary>It stands as before: said again, or late.</summary>
    None,
    Began,
    Ended,
}
