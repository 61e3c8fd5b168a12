using IncidentBot.Incidents;
using IncidentBot.Reporting.Summaries;
using IncidentBot.Storage;
using IncidentBot.Targets;
using IncidentBot.Watch;
using IncidentBot.Watching;

namespace IncidentBot.Dashboard;

/// <summary>What the watch has measured of targets, as pages draw it.</summary>
internal sealed class MeasuredTargets(Watcher watcher, GaugeCourses courses, IWatchStore store, TimeProvider time)
{
    private static readonly TimeSpan Lead = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan ShortestPicture = TimeSpan.FromMinutes(5);

    public IReadOnlyList<TargetRef> All => watcher.Targets;

    /// <summary>Of each system that the target of an incident is seen through, from half an hour before its opening to its end.</summary>
    /// <param name="marks">Its changes of state.</param>
    public async Task<IReadOnlyList<MeasuredTarget>> OfIncidentAsync(Incident incident, IReadOnlyList<ReadingMark> marks, CancellationToken ct)
    {
        var found = new List<MeasuredTarget>();
        var until = (incident.ResolvedAt ?? time.GetUtcNow()) + TimeSpan.FromMinutes(5);
        foreach (var target in watcher.Targets.Where(target => target.Name == incident.Target.Name))
        {
            if (await OfAsync(target, incident.OpenedAt - Lead, Earlier(until, time.GetUtcNow()), marks, ct) is { Gauges.Count: > 0 } measured)
            {
                found.Add(measured);
            }
        }

        return found;
    }

    /// <summary>Those gauges of a target that were ever other than nothing, what is beyond its threshold first.</summary>
    public async Task<MeasuredTarget> OfAsync(
        TargetRef target, DateTimeOffset from, DateTimeOffset until, IReadOnlyList<ReadingMark> marks, CancellationToken ct)
    {
        var (samples, gauges) = await courses.OfAsync(target, from, until, ct);
        if (samples.Count > 0 && samples[0].At - from > ShortestPicture)
        {
            // Before the watch began there is nothing to be drawn, and what it saw since is not pressed to the edge.
            from = Earlier(samples[0].At, until - ShortestPicture);
        }

        return new MeasuredTarget(target, samples.Count > 0 ? samples[^1] : null)
        {
            Gauges =
            [
                .. gauges.Where(gauge => gauge.SaysSomething).OrderByDescending(gauge => gauge.WasBreached).ThenByDescending(gauge => gauge.WasBeyond)
                    .Select(gauge => new MeasuredGauge(gauge, gauge.Chart(from, until, marks))),
            ],
            Breaches = await store.BreachesAsync(target, from, ct),
        };
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}

/// <param name="Newest">Null where nothing was measured in that time.</param>
public sealed record MeasuredTarget(TargetRef Target, WatchSample? Newest)
{
    public IReadOnlyList<MeasuredGauge> Gauges { get; init; } = [];
    public IReadOnlyList<WatchBreach> Breaches { get; init; } = [];
}

public sealed record MeasuredGauge(GaugeCourse Course, ReadingChart Chart);
