using IncidentBot.Benchmarks.Report;
using IncidentBot.Benchmarks.Support;

namespace IncidentBot.Benchmarks.Clear;

/// <summary>Clearing the cache, and what it costs everybody else. Goals: a block at most 1/50 of the runbook's, in at most 1.5 times its time.</summary>
internal static class ClearBenchmark
{
    public static async Task<IReadOnlyList<Figure>> RunAsync(int rounds, CancellationToken ct)
    {
        using var scratch = new ScratchFolder();
        var keyspace = await Keyspace.CreateAsync(scratch, ct);
        var (ours, peers) = (new List<Clearing>(), new List<Clearing>());
        var each = new Table("round", "method", "total s", "blocked ms", "p99 ms", "at rest ms");
        for (var round = 1; round <= rounds; round++)
        {
            // Who goes first changes, so that nobody gets the quiet half of a noisy machine.
            (Method, List<Clearing>)[] order = round % 2 == 1 ? [(Method.Bot, ours), (Method.Runbook, peers)] : [(Method.Runbook, peers), (Method.Bot, ours)];
            foreach (var (method, results) in order)
            {
                var clearing = await Clearing.MeasureAsync(keyspace, method, ct);
                results.Add(clearing);
                each.Add(
                    $"{round}",
                    method.Name,
                    $"{clearing.Seconds:0.00}",
                    $"{clearing.Blocked:0.0}",
                    $"{clearing.Percentile99:0.00}",
                    $"{clearing.Rest:0.0}");
            }
        }

        each.Print();
        Spread ourTime = new(ours.Select(one => one.Seconds)), peerTime = new(peers.Select(one => one.Seconds));
        Spread ourBlock = new(ours.Select(one => one.Blocked)), peerBlock = new(peers.Select(one => one.Blocked));
        var all = new Table("over all rounds", "median", "min", "max");
        all.Add($"blocked ms, {Method.Bot.Name}", ourBlock, "0.0");
        all.Add($"blocked ms, {Method.Runbook.Name}", peerBlock, "0.0");
        all.Add($"total s, {Method.Bot.Name}", ourTime, "0.00");
        all.Add($"total s, {Method.Runbook.Name}", peerTime, "0.00");
        all.Print();
        Console.WriteLine($"Blocks for 1/{peerBlock.Median / ourBlock.Median:0} of the time (goal: 1/50 or less), "
            + $"takes {ourTime.Median / peerTime.Median:0.00} times as long (goal: 1.50 or less).");
        return [new Figure("clear.blocked", "ms", ourBlock.Median, peerBlock.Median), new Figure("clear.total", "s", ourTime.Median, peerTime.Median)];
    }
}
