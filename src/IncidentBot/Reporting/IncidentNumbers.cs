using IncidentBot.Incidents;
using IncidentBot.Timeline;

namespace IncidentBot.Reporting;

/// <summary>
/// How long it took, with the events that say so: what a summary cites. The same numbers are kept with the incident as its
/// <see cref="Milestones"/>; a test holds them equal. A mitigation or a resolution counts only while it stands: after a
/// regression or a reopen there is none until the next one, which is again measured from the opening.
/// </summary>
/// <param name="Affected">The stretches without working service. The time between a mitigation and a reopen is not among them.</param>
public sealed record IncidentNumbers(Measured? ToAcknowledge, Measured? ToMitigate, Measured? ToResolve, IReadOnlyList<Stretch> Affected)
{
    public int Reopened { get; private init; }
    public int Regressed { get; private init; }

    public bool StillAffected => Affected is [.., { Until: null }];

    public TimeSpan TimeAffected(DateTimeOffset now) =>
        Affected.Aggregate(TimeSpan.Zero, (sum, stretch) => sum + ((stretch.Until?.At ?? ToResolve?.Until.At ?? now) - stretch.Began));

    /// <param name="timeline">All of it.</param>
    public static IncidentNumbers From(IReadOnlyList<TimelineEntry> timeline)
    {
        var opened = timeline is [var first, ..] ? first : null;
        if (opened is null)
        {
            return new IncidentNumbers(null, null, null, []);
        }

        TimelineEntry? mitigated = null, resolved = null, well = null;
        var stretches = new List<Stretch> { new(opened, null) };
        int reopened = 0, regressed = 0;
        foreach (var step in timeline)
        {
            well = step.What switch
            {
                TimelineEvent.Looked { Well: true } => step,
                TimelineEvent.Looked => null,
                TimelineEvent.Checked check when check.Results.Any(result => result is { Passed: false, IsOfRun: false }) => null,
                _ => well,
            };
            switch (step.Turn)
            {
                case Turn.Mitigated:
                    mitigated = well ?? step;
                    well = null;
                    stretches[^1] = stretches[^1] with { Until = mitigated };
                    break;
                case Turn.Resolved when stretches[^1].Until is null:
                    mitigated = resolved = step;
                    stretches[^1] = stretches[^1] with { Until = step };
                    break;
                case Turn.Resolved or Turn.ResolvedByOverride:
                    resolved = step;
                    break;
                case Turn.Recorded:
                    mitigated = resolved = step;
                    stretches[^1] = stretches[^1] with { Until = step };
                    break;
                case Turn.Cancelled when stretches[^1].Until is null:
                    stretches[^1] = stretches[^1] with { Until = step };
                    break;
                case Turn.Reopened:
                    reopened++;
                    mitigated = resolved = well = null;
                    stretches.Add(new Stretch(step, null));
                    break;
                case Turn.Regressed:
                    regressed++;
                    mitigated = null;
                    stretches.Add(new Stretch(step, null));
                    break;
            }
        }

        if (PointsOf.All(timeline)!.Began.At is var began && (stretches[0].Until is not { } end || began.At < end.At))
        {
            stretches[0] = new Stretch(timeline.First(entry => entry.Sequence == began.Entry), stretches[0].Until) { Began = began.At };
        }

        var acknowledged = timeline.FirstOrDefault(entry => entry.Kind is TimelineKind.Acknowledged);
        return new IncidentNumbers(Measured.Between(opened, acknowledged), Measured.Between(opened, mitigated), Measured.Between(opened, resolved), stretches)
        {
            Reopened = reopened,
            Regressed = regressed,
        };
    }
}

/// <summary>A length of time between two events.</summary>
public sealed record Measured(TimelineEntry From, TimelineEntry Until)
{
    public TimeSpan Length => Until.At - From.At;

    internal static Measured? Between(TimelineEntry from, TimelineEntry? until) => until is null ? null : new Measured(from, until);
}

/// <param name="From">The entry that says when it began.</param>
/// <param name="Until">Null while it goes on.</param>
public sealed record Stretch(TimelineEntry From, TimelineEntry? Until)
{
    /// <summary>As that entry says, which may have been written later.</summary>
    public DateTimeOffset Began { get; init; } = From.At;
}
