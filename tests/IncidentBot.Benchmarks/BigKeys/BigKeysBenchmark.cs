using IncidentBot.Benchmarks.Clear;
using IncidentBot.Benchmarks.Report;
using IncidentBot.Benchmarks.Support;

namespace IncidentBot.Benchmarks.BigKeys;

/// <summary>Finding the largest keys, and what it costs everybody else. Goals: a third of redis-cli's time at most, and no worse a 99th percentile.</summary>
internal static class BigKeysBenchmark
{
    public static async Task<IReadOnlyList<Figure>> RunAsync(int rounds, CancellationToken ct)
    {
        using var scratch = new ScratchFolder();
        var keyspace = await Keyspace.CreateAsync(scratch, ct);
        await using var server = await keyspace.ServeAsync(ct);
        var (ours, peers) = (new List<Search>(), new List<Search>());
        var each = new Table("round", "method", "total s", "p99 ms", "longest ms", "p99 at rest ms");
        for (var round = 1; round <= rounds; round++)
        {
            // Who goes first changes, so that nobody gets the quiet half of a noisy machine.
            (Finder, List<Search>)[] order = round % 2 == 1 ? [(Finder.Bot, ours), (Finder.RedisCli, peers)] : [(Finder.RedisCli, peers), (Finder.Bot, ours)];
            foreach (var (finder, results) in order)
            {
                var search = await Search.MeasureAsync(server, finder, ct);
                results.Add(search);
                each.Add($"{round}", finder.Name, $"{search.Seconds:0.00}", $"{search.Percentile99:0.00}", $"{search.Longest:0.0}", $"{search.Rest:0.00}");
            }
        }

        each.Print();
        Spread ourTime = new(ours.Select(one => one.Seconds)), peerTime = new(peers.Select(one => one.Seconds));
        Spread ourWait = new(ours.Select(one => one.Percentile99)), peerWait = new(peers.Select(one => one.Percentile99));
        var all = new Table("over all rounds", "median", "min", "max");
        all.Add($"total s, {Finder.Bot.Name}", ourTime, "0.00");
        all.Add($"total s, {Finder.RedisCli.Name}", peerTime, "0.00");
        all.Add($"p99 ms, {Finder.Bot.Name}", ourWait, "0.00");
        all.Add($"p99 ms, {Finder.RedisCli.Name}", peerWait, "0.00");
        all.Print();
        Console.WriteLine($"{peerTime.Median / ourTime.Median:0.0} times as fast (goal: 3.0 or more); "
            + $"p99 of another client {ourWait.Median / peerWait.Median:0.00} times (goal: 1.00 or less).");
        return [new Figure("big-keys.total", "s", ourTime.Median, peerTime.Median), new Figure("big-keys.p99", "ms", ourWait.Median, peerWait.Median)];
    }
}
