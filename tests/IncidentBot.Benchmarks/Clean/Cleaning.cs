using System.Diagnostics;
using IncidentBot.Benchmarks.Clear;
using IncidentBot.Benchmarks.Report;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Benchmarks.Clean;

/// <summary>One way, once, on a server that has just started.</summary>
/// <param name="Blocked">The longest that another client waited meanwhile, in ms; <paramref name="Percentile99"/> likewise.</param>
/// <param name="Rest">The longest that it waited in the second before, which is what the machine does to it, in ms.</param>
internal sealed record Cleaning(double Seconds, double Blocked, double Percentile99, double Rest)
{
    private static readonly TimeSpan Rested = TimeSpan.FromSeconds(1);

    /// <summary>Between the two windows, so that no ping of the first waits for the cleaning.</summary>
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(100);

    public static async Task<Cleaning> MeasureAsync(FinishedJobs jobs, Cleaner cleaner, string folder, CancellationToken ct)
    {
        await using var server = await jobs.ServeAsync(ct);
        await using var pinger = await PingerProcess.StartAsync(server.Port, ct);
        var before = Stopwatch.GetTimestamp();
        await Task.Delay(Rested, ct);
        var rested = Stopwatch.GetTimestamp();
        await Task.Delay(Gap, ct);

        var (from, to) = await cleaner.RunAsync(server, folder, ct);

        var (rest, _) = await pinger.WaitedAsync(before, rested, ct);
        var (longest, percentile99) = await pinger.WaitedAsync(from, to, ct);
        var left = (await server.AskAsync(RedisCommand.Of("ZCARD", FinishedJobs.Completed), ct)).AsLong();
        var keys = (await server.AskAsync(RedisCommand.Of("DBSIZE"), ct)).AsLong();
        return left == 0 && keys < 10
            ? new Cleaning(Stopwatch.GetElapsedTime(from, to).TotalSeconds, longest, percentile99, rest)
            : throw new BenchmarkException($"{cleaner.Name} left {left} jobs and {keys} keys.");
    }
}
