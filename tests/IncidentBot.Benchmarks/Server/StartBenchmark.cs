using IncidentBot.Benchmarks.Report;
using IncidentBot.Benchmarks.Support;

namespace IncidentBot.Benchmarks.Server;

/// <summary>A first start in an empty folder, with the target there and with nobody at its address.</summary>
internal static class StartBenchmark
{
    private const double Limit = 1.5;

    public static async Task<IReadOnlyList<Figure>> RunAsync(int rounds, CancellationToken ct)
    {
        using var scratch = new ScratchFolder();
        await using var redis = await RedisServer.StartAsync(scratch.NewFolder(), ct);
        var nobody = $"redis://127.0.0.1:{FreePort.Next()}";
        var (reachable, unreachable) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            reachable.Add(await MeasureAsync(scratch, redis.Url, ct));
            unreachable.Add(await MeasureAsync(scratch, nobody, ct));
        }

        Spread with = new(reachable), without = new(unreachable);
        var table = new Table("s until ready", "median", "min", "max");
        table.Add("target reachable", with, "0.000");
        table.Add("target not reachable", without, "0.000");
        table.Print();
        return [new Figure("start.reachable", "s", with.Median) { Limit = Limit }, new Figure("start.unreachable", "s", without.Median) { Limit = Limit }];
    }

    private static async Task<double> MeasureAsync(ScratchFolder scratch, string redisUrl, CancellationToken ct)
    {
        await using var server = await BotServer.StartAsync(scratch.NewFolder(), redisUrl, ct);
        return server.ReadyAfter.TotalSeconds;
    }
}
