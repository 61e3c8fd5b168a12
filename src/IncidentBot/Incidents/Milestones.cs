namespace IncidentBot.Incidents;

/// <summary>
/// The numbers of an incident, kept with it so that nobody counts them from all its entries. A mitigation or a resolution
/// stands only until a regression or a reopen.
/// </summary>
public sealed record Milestones(DateTimeOffset OpenedAt)
{
    /// <summary>The first time.</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }
    public DateTimeOffset? MitigatedAt { get; init; }
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>The stretches without working service, in order. The time between a mitigation and a reopen is not among them.</summary>
    public IReadOnlyList<AffectedSpan> Affected { get; init; } = [new(OpenedAt, null)];
    public int Reopened { get; init; }
    public int Regressed { get; init; }
    public int Escalations { get; init; }

    public TimeSpan TimeAffected(DateTimeOffset now) => Affected.Aggregate(TimeSpan.Zero, (sum, span) => sum + ((span.Until ?? now) - span.From));

    public Milestones After(Turn turn, DateTimeOffset at) => turn switch
    {
        Turn.Mitigated => this with { MitigatedAt = at, Affected = Ended(at) },
        Turn.Resolved => this with { ResolvedAt = at },
        Turn.Recorded => this with { MitigatedAt = at, ResolvedAt = at, Affected = Ended(at) },
        Turn.Cancelled => Affected[^1].Until is null ? this with { Affected = Ended(at) } : this,
        Turn.Reopened => this with { Reopened = Reopened + 1, MitigatedAt = null, ResolvedAt = null, Affected = [.. Affected, new(at, null)] },
        Turn.Regressed => this with { Regressed = Regressed + 1, MitigatedAt = null, Affected = [.. Affected, new(at, null)] },
        _ => this,
    };

    private IReadOnlyList<AffectedSpan> Ended(DateTimeOffset at) => [.. Affected.SkipLast(1), Affected[^1] with { Until = at }];
}

/// <param name="Until">Null while it goes on.</param>
public sealed record AffectedSpan(DateTimeOffset From, DateTimeOffset? Until);
