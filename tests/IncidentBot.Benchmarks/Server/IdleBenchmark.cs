using IncidentBot.Benchmarks.Report;
using IncidentBot.Benchmarks.Support;

namespace IncidentBot.Benchmarks.Server;

/// <summary>Resident memory once it has stopped moving. A megabyte is 1,000,000 bytes.</summary>
internal static class IdleBenchmark
{
    private const double LimitMegabytes = 150;

    /// <summary>Ten seconds within one per cent are stable; after a minute the last reading stands.</summary>
    private const int StableReadings = 10;
    private const int MostReadings = 60;
    private const double Tolerance = 1.01;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public static async Task<IReadOnlyList<Figure>> RunAsync(int rounds, CancellationToken ct)
    {
        using var scratch = new ScratchFolder();
        await using var redis = await RedisServer.StartAsync(scratch.NewFolder(), ct);
        var idle = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            await using var server = await BotServer.StartAsync(scratch.NewFolder(), redis.Url, ct);
            idle.Add(await StableAsync(server, ct));
        }

        var spread = new Spread(idle);
        var table = new Table("resident MB", "median", "min", "max");
        table.Add("idle", spread, "0.0");
        table.Print();
        return [new Figure("idle", "MB", spread.Median) { Limit = LimitMegabytes }];
    }

    private static async Task<double> StableAsync(BotServer server, CancellationToken ct)
    {
        var last = new Queue<double>();
        for (var i = 0; i < MostReadings; i++)
        {
            await Task.Delay(Pause, ct);
            last.Enqueue(await server.ResidentAsync(ct) / 1e6);
            if (last.Count > StableReadings)
            {
                last.Dequeue();
            }

            if (last.Count == StableReadings && last.Max() <= last.Min() * Tolerance)
            {
                break;
            }
        }

        return last.Last();
    }
}
