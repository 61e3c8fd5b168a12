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

    /// <summary>Since when every look has been well, while no verification has confirmed it yet.</summary>
    public DateTimeOffset? WellSince { get; init; }

    /// <summary>The stretches without working service, in order. The time between a mitigation and a reopen is not among them.</summary>
    public IReadOnlyList<AffectedSpan> Affected { get; init; } = [new(OpenedAt, null)];
    public int Reopened { get; init; }
    public int Regressed { get; init; }
    public int Escalations { get; init; }

    /// <summary>Updates that came by the time that readers were told.</summary>
    public int UpdatesKept { get; init; }

    /// <summary>Those that came later.</summary>
    public int UpdatesMissed { get; init; }

    /// <summary>Null where it was kept before these were.</summary>
    public Points? Points { get; init; }

    /// <summary>What was resolved by an override without being known to be repaired counts up to then.</summary>
    public TimeSpan TimeAffected(DateTimeOffset now) =>
        Affected.Aggregate(TimeSpan.Zero, (sum, span) => sum + ((span.Until ?? ResolvedAt ?? now) - span.From));

    /// <summary>Service was gone before, or only after, somebody opened the incident.</summary>
    /// <param name="at">Null where nothing is known; what does not fit before the first mitigation changes nothing.</param>
    public Milestones BeganAt(DateTimeOffset? at) =>
        at is { } began && (Affected[0].Until is not { } until || began < until)
            ? this with { Affected = [Affected[0] with { From = began }, .. Affected.Skip(1)] }
            : this;

    public Milestones After(Turn turn, DateTimeOffset at) => turn switch
    {
        Turn.Mitigated when WellSince is { } since => this with { MitigatedAt = since, WellSince = null, Affected = Ended(since) },
        Turn.Mitigated => this with { MitigatedAt = at, Affected = Ended(at) },

        // The checks have kept passing: where people had gone on by an override, service was not known to be back before.
        Turn.Resolved when Affected[^1].Until is null => this with { MitigatedAt = at, ResolvedAt = at, Affected = Ended(at) },
        Turn.Resolved or Turn.ResolvedByOverride => this with { ResolvedAt = at },
        Turn.Recorded => this with { MitigatedAt = at, ResolvedAt = at, Affected = Ended(at) },
        Turn.Cancelled => Affected[^1].Until is null ? this with { Affected = Ended(at) } : this,
        Turn.Reopened =>
            this with { Reopened = Reopened + 1, MitigatedAt = null, ResolvedAt = null, WellSince = null, Affected = [.. Affected, new(at, null)] },
        Turn.Regressed => this with { Regressed = Regressed + 1, MitigatedAt = null, Affected = [.. Affected, new(at, null)] },
        _ => this,
    };

    private IReadOnlyList<AffectedSpan> Ended(DateTimeOffset at) => [.. Affected.SkipLast(1), Affected[^1] with { Until = at }];
}

/// <param name="Until">Null while it goes on.</param>
public sealed record AffectedSpan(DateTimeOffset From, DateTimeOffset? Until);
