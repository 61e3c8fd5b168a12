using System.Globalization;
using IncidentBot.Actions;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Actions.Reads;

/// <summary>Round trips as a client sees them, and what https://redis.io/docs/latest/commands/latency-latest/ remembers.</summary>
internal sealed class LatencyAction(RedisTargets targets, TimeProvider time) : RedisRead(targets)
{
    private const int Pings = 20;

    /// <summary>What a healthy Redis stays under, many times over.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(100);

    public override ActionDefinition Definition { get; } = new(new ActionId("redis.latency"), Risk.Observe, "Measures 20 round trips and shows the latency events that Redis recorded");

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
        return new ActionReport($"{target.Name}: median {Milliseconds(trips[Pings / 2])}, slowest of {Pings} {Milliseconds(trips[^1])}", Healthy: trips[^1] < Slow)
        {
            Evidence = await EventsAsync(session, ct),
        };
    }

    private static async Task<IReadOnlyList<string>> EventsAsync(IRedisSession session, CancellationToken ct)
    {
        var reply = await session.ExecuteAsync("LATENCY", ["LATEST"], ct);
        if (reply.AsError is { } refused)
        {
            return [$"LATENCY LATEST is refused: {refused.Message}"];
        }

        var events = LatencyEvent.Parse(reply);
        return events.Count == 0
            ? ["No latency event is recorded. Redis records none while latency-monitor-threshold is 0, its default."]
            : [.. events.Select(item => $"{item.Name}: last {item.Last.TotalMilliseconds:0} ms, worst {item.Worst.TotalMilliseconds:0} ms, {item.Time}")];
    }

    private static string Milliseconds(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0.0} ms");
}
