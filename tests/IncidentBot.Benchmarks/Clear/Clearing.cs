using System.Diagnostics;
using IncidentBot.Benchmarks.Report;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Benchmarks.Clear;

/// <summary>One method, once, on a server that has just started.</summary>
/// <param name="Seconds">From the connection to the last reply.</param>
/// <param name="Blocked">The longest that another client waited meanwhile, in ms.</param>
/// <param name="Rest">The longest that it waited in the second before, which is what the machine does to it, in ms.</param>
internal sealed record Clearing(double Seconds, double Blocked, double Percentile99, double Rest)
{
    private static readonly TimeSpan Rested = TimeSpan.FromSeconds(1);

    /// <summary>Between the two windows, so that no ping of the first waits for the method.</summary>
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(100);

    public static async Task<Clearing> MeasureAsync(Keyspace keyspace, Method method, CancellationToken ct)
    {
        await using var server = await keyspace.ServeAsync(ct);
        await using var pinger = await PingerProcess.StartAsync(server.Port, ct);

        var before = Stopwatch.GetTimestamp();
        await Task.Delay(Rested, ct);
        var rested = Stopwatch.GetTimestamp();
        await Task.Delay(Gap, ct);

        var from = Stopwatch.GetTimestamp();
        var removed = await method.RunAsync(server, ct);
        var to = Stopwatch.GetTimestamp();

        var (rest, _) = await pinger.WaitedAsync(before, rested, ct);
        var (longest, percentile99) = await pinger.WaitedAsync(from, to, ct);
        var left = (await server.AskAsync(RedisCommand.Of("DBSIZE"), ct)).AsLong();
        return removed == Keyspace.Cached && left == Keyspace.Others
            ? new Clearing(Stopwatch.GetElapsedTime(from, to).TotalSeconds, longest, percentile99, rest)
            : throw new BenchmarkException($"{method.Name} removed {removed} keys and left {left}; {Keyspace.Cached} and {Keyspace.Others} were expected.");
    }
}
