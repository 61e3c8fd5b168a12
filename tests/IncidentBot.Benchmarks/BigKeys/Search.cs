using System.Diagnostics;
using IncidentBot.Benchmarks.Clear;
using IncidentBot.Benchmarks.Support;

namespace IncidentBot.Benchmarks.BigKeys;

/// <summary>One search through all keys, once.</summary>
/// <param name="Percentile99">Of what another client waited meanwhile, in ms; <paramref name="Longest"/> likewise.</param>
/// <param name="Rest">The same percentile in the two seconds before, which is what the machine does to it.</param>
internal sealed record Search(double Seconds, double Percentile99, double Longest, double Rest)
{
    private static readonly TimeSpan Rested = TimeSpan.FromSeconds(2);

    /// <summary>Between the two windows, so that no ping of the first waits for the search.</summary>
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(100);

    public static async Task<Search> MeasureAsync(RedisServer server, Finder finder, CancellationToken ct)
    {
        await using var pinger = await PingerProcess.StartAsync(server.Port, ct);
        var before = Stopwatch.GetTimestamp();
        await Task.Delay(Rested, ct);
        var rested = Stopwatch.GetTimestamp();
        await Task.Delay(Gap, ct);

        var from = Stopwatch.GetTimestamp();
        await finder.RunAsync(server, ct);
        var to = Stopwatch.GetTimestamp();

        var (_, rest) = await pinger.WaitedAsync(before, rested, ct);
        var (longest, percentile99) = await pinger.WaitedAsync(from, to, ct);
        return new Search(Stopwatch.GetElapsedTime(from, to).TotalSeconds, percentile99, longest, rest);
    }
}
