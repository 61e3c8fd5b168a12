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

    protected override Task<ActionReport> ReadAsync(RedisTarget target, ActionCall call, CancellationToken ct) =>
        target.UseAsync(session => MeasureAsync(target, session, ct), ct);

    private async Task<ActionReport> MeasureAsync(RedisTarget target, IRedisSession session, CancellationToken ct)
    {
        var trips = new List<TimeSpan>(Pings);
        for (var i = 0; i < Pings; i++)
        {
            var sent = time.GetTimestamp();
            (await session.PingAsync(ct)).OrThrow();
            trips.Add(time.GetElapsedTime(sent));
        }

        trips.Sort();
        var (median, slowest) = (trips[Pings / 2], trips[^1]);
        var (lines, events) = await EventsAsync(session, ct);
        return new ActionReport($"{target.Name}: median {Milliseconds(median)}, slowest of {Pings} {Milliseconds(slowest)}", Healthy: slowest < Slow)
        {
            Evidence = lines,
            Readings = Reading.Known([Reading.Milliseconds("round_trip.median", median), Reading.Milliseconds("round_trip.slowest", slowest), .. events]),
        };
    }

    private static async Task<(IReadOnlyList<string> Lines, IEnumerable<Reading?> Readings)> EventsAsync(IRedisSession session, CancellationToken ct)
    {
        var reply = await session.ExecuteAsync("LATENCY", ["LATEST"], ct);
        if (reply.AsError is { } refused)
        {
            return ([$"LATENCY LATEST is refused: {refused.Message}"], []);
        }

        var events = LatencyEvent.Parse(reply);
        return events.Count == 0
            ? (["No latency event is recorded. Redis records none while latency-monitor-threshold is 0, its default."], [])
            : (
                [.. events.Select(item => $"{item.Name}: last {item.Last.TotalMilliseconds:0} ms, worst {item.Worst.TotalMilliseconds:0} ms, {item.Time}")],
                events.SelectMany(Of));
    }

    private static IEnumerable<Reading?> Of(LatencyEvent item) =>
        [Reading.Milliseconds($"latency.last:{item.Name}", item.Last), Reading.Milliseconds($"latency.worst:{item.Name}", item.Worst)];

    private static string Milliseconds(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0.0} ms");
}
