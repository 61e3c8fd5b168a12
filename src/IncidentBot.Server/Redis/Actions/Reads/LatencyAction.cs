using System.Globalization;
using IncidentBot.Actions;
using IncidentBot.Readings;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Actions.Reads;

/// <summary>Round trips as a client sees them, and what https://redis.io/docs/latest/commands/latency-latest/ remembers.</summary>
internal sealed class LatencyAction(RedisTargets targets, TimeProvider time) : RedisRead(targets)
{
    private const int Pings = 20;

    /// <summary>What a healthy Redis stays under, many times over.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(100);

    public override ActionDefinition Definition { get; } =
        new(new ActionId("redis.latency"), Risk.Observe, "Measures 20 round trips and shows the latency events that Redis recorded");

    protected override async Task<ActionReport> ReadAsync(RedisTarget target, ActionCall call, CancellationToken ct)
    {
        var trips = await target.UseAsync(session => MeasureAsync(session, ct), ct);
        var (median, slowest) = (trips[Pings / 2], trips[^1]);
        var (events, refusal) = await TryAsync(
            target, "LATENCY LATEST", async session => LatencyEvent.Parse(await session.ExecuteAsync("LATENCY", ["LATEST"], ct)), ct);
        return new ActionReport($"{target.Name}: median {Milliseconds(median)}, slowest of {Pings} {Milliseconds(slowest)}", Healthy: slowest < Slow)
        {
            NotSeen = refusal is null ? [] : [refusal],
            Evidence = events is null ? [] : [.. Lines(events)],
            Readings = Reading.Known(
            [
                Reading.Milliseconds("round_trip.median", median), Reading.Milliseconds("round_trip.slowest", slowest), .. events?.SelectMany(Of) ?? [],
            ]),
        };
    }

    private async Task<List<TimeSpan>> MeasureAsync(IRedisSession session, CancellationToken ct)
    {
        var trips = new List<TimeSpan>(Pings);
        for (var i = 0; i < Pings; i++)
        {
            var sent = time.GetTimestamp();
            (await session.PingAsync(ct)).OrThrow();
            trips.Add(time.GetElapsedTime(sent));
        }

        trips.Sort();
        return trips;
    }

    private static IEnumerable<string> Lines(IReadOnlyList<LatencyEvent> events) => events.Count == 0
        ? ["No latency event is recorded. Redis records none while latency-monitor-threshold is 0, its default."]
        : events.Select(item => $"{item.Name}: last {item.Last.TotalMilliseconds:0} ms, worst {item.Worst.TotalMilliseconds:0} ms, {item.Time}");

    private static IEnumerable<Reading?> Of(LatencyEvent item) =>
        [Reading.Milliseconds($"latency.last:{item.Name}", item.Last), Reading.Milliseconds($"latency.worst:{item.Name}", item.Worst)];

    private static string Milliseconds(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0.0} ms");
}
