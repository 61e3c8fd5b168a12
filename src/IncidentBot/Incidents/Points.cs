using System.Text.Json.Serialization;

namespace IncidentBot.Incidents;

/// <summary>
/// When what happened that lengths are measured between. Kept with the incident and not the lengths, so that a length which is
/// configured tomorrow is known of the incidents of today, and a report reads no timeline.
/// </summary>
public sealed record Points(Point Opened)
{
    /// <summary>An alert that has fired for longer before the opening is one that people had lived with.</summary>
    private static readonly TimeSpan OldAlert = TimeSpan.FromDays(1);

    public bool IsBackfilled { get; init; }

    /// <summary>Only its times are known: it is from before the rest was kept.</summary>
    public bool IsOld { get; init; }

    /// <summary>Somebody has corrected a time of it, so that lengths were counted anew.</summary>
    public bool IsCorrected { get; init; }

    /// <summary>The first time; no later one changes it.</summary>
    public Point? Acknowledged { get; init; }

    /// <summary>The severity that it had then: that one's response was promised.</summary>
    public Severity? AcknowledgedAs { get; init; }

    public Severity? Severity { get; init; }

    /// <summary>When service was seen to be back, once a verification has confirmed it.</summary>
    public Occurrences? Mitigated { get; init; }

    /// <summary>When all checks passed. What went on by an override was not verified.</summary>
    public Occurrences? Verified { get; init; }
    public Occurrences? Resolved { get; init; }
    public Occurrences? Closed { get; init; }
    public Point? Cancelled { get; init; }

    /// <summary>It went on by an override, and no verification has passed since.</summary>
    public Point? ByOverride { get; init; }

    /// <summary>Since when every look is well, while no verification has confirmed it yet.</summary>
    public Point? Well { get; init; }

    /// <summary>The last time.</summary>
    public Point? Reopened { get; init; }

    public int Regressed { get; init; }

    /// <summary>How many overrides were approved.</summary>
    public int Overrides { get; init; }

    public DateTimeOffset? VerifyingSince { get; init; }

    /// <summary>How long its checks were run by all verifications together.</summary>
    public TimeSpan Verifying { get; init; }

    /// <summary>The failure class that was read last, such as <c>REFUSED</c>.</summary>
    public string? CauseClass { get; init; }

    /// <summary>As a person has said of the whole.</summary>
    public Point? ImpactSaid { get; init; }

    public Point? AlertsBegan { get; init; }

    public Point? WatchBegan { get; init; }

    /// <summary>The last word on each.</summary>
    public IReadOnlyList<ServicePoints> Services { get => field ?? []; init; }

    /// <summary>
    /// A person's word on the whole, else a person's on a service, else since when an alert fires, else what the watch has seen first, else
    /// the opening. Alerts and the watch only count where they are before it: somebody who opens one has noticed something.
    /// </summary>
    [JsonIgnore]
    public (Point At, BeganBy By) Began =>
        ImpactSaid is { } said ? (said, BeganBy.Person)
        : OfServices(byAlert: false) is { } service ? (service, BeganBy.Service)
        : Before(Earlier(AlertsBegan, OfServices(byAlert: true))) is { } alert ? (alert, BeganBy.Alert)
        : Before(WatchBegan) is { } watch ? (watch, BeganBy.Watch)
        : (Opened, BeganBy.Opening);

    /// <summary>What is known of an incident from before they were kept: its own times.</summary>
    public static Points Of(Incident incident) => incident.Milestones?.Points ?? new Points(new Point(incident.OpenedAt))
    {
        IsOld = true,
        IsBackfilled = !incident.Kind.HappensNow(),
        Acknowledged = At(incident.AcknowledgedAt),
        Severity = incident.Severity,
        AcknowledgedAs = incident.AcknowledgedAt is null ? null : incident.Severity,
        Mitigated = Occurrences.Of(At(incident.MitigatedAt)),
        Resolved = Occurrences.Of(At(incident.ResolvedAt)),
        Closed = incident.State is IncidentState.Closed ? Occurrences.Of(At(incident.ClosedAt)) : null,
        Cancelled = incident.State is IncidentState.Cancelled ? At(incident.ClosedAt ?? incident.UpdatedAt) : null,
        Services =
        [
            .. incident.Impacts.Select(impact => new ServicePoints(impact.Service)
            {
                From = At(impact.From), Until = At(impact.Until), IsStruck = impact.IsStruck, ByAlert = false,
            }),
        ],
    };

    private static Point? At(DateTimeOffset? at) => at is { } known ? new Point(known) : null;

    private static Point? Earlier(Point? one, Point? other) => one is null || other?.At < one.At ? other : one;

    private Point? OfServices(bool byAlert) =>
        Services.Where(service => !service.IsStruck && service.ByAlert == byAlert).Select(service => service.From).OfType<Point>().MinBy(point => point.At);

    private Point? Before(Point? point) => point?.At < Opened.At && Opened.At - point.At <= OldAlert ? point : null;
}

/// <summary>Who says when it began.</summary>
public enum BeganBy
{
    Person,

    /// <summary>A person, of one service.</summary>
    Service,
    Alert,
    Watch,

    /// <summary>Nobody does.</summary>
    Opening,
}

/// <param name="At">As the entry says: of when it began, which was before it was written.</param>
public sealed record Point(DateTimeOffset At)
{
    /// <summary>Its number; 0 where it is not known here: an entry gets its number when it is written.</summary>
    [JsonIgnore]
    public int Entry { get; init; }

    /// <summary>The entry that has corrected its time.</summary>
    [JsonIgnore]
    public int? CorrectedBy { get; init; }
}

/// <summary>What may happen several times.</summary>
/// <param name="Stands">Not after service was lost, or the incident reopened, until it happens again.</param>
public sealed record Occurrences(Point First, Point Last, bool Stands)
{
    public int Times { get; init; } = 1;

    public static Occurrences? Of(Point? only) => only is null ? null : new Occurrences(only, only, Stands: true);

    public static Occurrences And(Occurrences? before, Point point) =>
        before is null ? new Occurrences(point, point, Stands: true) : before with { Last = point, Stands = true, Times = before.Times + 1 };
}

/// <summary>When a service was without, as somebody has said.</summary>
public sealed record ServicePoints(string Service)
{
    public Point? From { get; init; }
    public Point? Until { get; init; }

    /// <summary>Somebody has looked, and it is not affected.</summary>
    public bool IsStruck { get; init; }

    /// <summary>It was an alert that said so.</summary>
    public bool ByAlert { get; init; }
}
