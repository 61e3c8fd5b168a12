using System.Diagnostics;
using IncidentBot.Benchmarks.Report;
using IncidentBot.Benchmarks.Support;
using IncidentBot.Redis.Sessions;
using IncidentBot.Server.Tests.Support;

namespace IncidentBot.Benchmarks.Server;

/// <summary>
/// How long an approval takes until its approver has been answered: at rest, while a stranger floods the bot, and while as much
/// comes from so many strangers that none of it is turned away. Goal: within a second.
/// </summary>
internal static class FloodBenchmark
{
    private const double LimitMilliseconds = 1000;

    public static async Task<IReadOnlyList<Figure>> RunAsync(int rounds, CancellationToken ct)
    {
        using var scratch = new ScratchFolder();
        await using var redis = await RedisServer.StartAsync(scratch.NewFolder(), ct);
        var table = new Table("ms until the approver is answered", "median", "max", "commands", "sent in s", "turned away");
        List<Figure> figures = [.. await MeasureAsync("SQLite", () => Task.FromResult<string[]>([]), rounds, scratch, redis, table, ct)];
        if (Directory.Exists("/usr/lib/postgresql"))
        {
            await using var server = new PostgresServer();
            figures.AddRange(await MeasureAsync(
                "PostgreSQL", async () => [$"--Storage:Postgres={await server.CreateDatabaseAsync()}"], rounds, scratch, redis, table, ct));
        }
        else
        {
            Console.WriteLine("PostgreSQL is not installed (apt-get install postgresql), so there is nothing to say about it.");
        }

        table.Print();
        return figures;
    }

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(
        string engine, Func<Task<string[]>> store, int rounds, ScratchFolder scratch, RedisServer redis, Table table, CancellationToken ct)
    {
        var name = engine.ToLowerInvariant();
        var one = await FloodedAsync("by one stranger", strangers: 1);
        var many = await FloodedAsync("by 120 strangers", strangers: 120);
        table.Add($"{engine}, at rest", $"{one.AtRest.Median:0}", $"{one.AtRest.Max:0}", "", "", "");
        one.Add();
        many.Add();
        return
        [
            new Figure($"flood.{name}.at_rest", "ms", one.AtRest.Median) { Limit = LimitMilliseconds },
            new Figure($"flood.{name}.one", "ms", one.Flooded.Median) { Limit = LimitMilliseconds },
            new Figure($"flood.{name}.one_max", "ms", one.Flooded.Max) { Limit = LimitMilliseconds },
            new Figure($"flood.{name}.many", "ms", many.Flooded.Median) { Limit = LimitMilliseconds },
            new Figure($"flood.{name}.many_max", "ms", many.Flooded.Max) { Limit = LimitMilliseconds },
        ];

        async Task<(Spread AtRest, Spread Flooded, Action Add)> FloodedAsync(string what, int strangers)
        {
            await using var slack = await QuietSlack.StartAsync(ct);
            await using var server = await BotServer.StartAsync(
                scratch.NewFolder(), redis.Url, ct, [.. slack.Settings, .. Approvals.People, .. await store()]);
            using var approvals = new Approvals(slack, server.Address, redis);

            // The bot of before may have ended in the middle of its last run. The first approval is not counted: it starts cold.
            await redis.AskAsync(RedisCommand.Of("FLUSHALL"), ct);
            await approvals.MeasureAsync(ct);
            List<double> atRest = [], flooded = [];
            for (var round = 0; round < rounds; round++)
            {
                atRest.Add(await approvals.MeasureAsync(ct));
            }

            using var flood = new Flood(slack, server.Address, strangers);
            var since = Stopwatch.GetTimestamp();
            var sending = flood.SendAsync(ct);
            await flood.IsUnderWayAsync(ct);
            for (var round = 0; round < rounds || !sending.IsCompleted; round++)
            {
                flooded.Add(await approvals.MeasureAsync(ct));
            }

            await sending;
            var took = Stopwatch.GetElapsedTime(since).TotalSeconds;
            var all = new Spread(flooded);
            return (
                new Spread(atRest),
                all,
                () => table.Add($"{engine}, flood {what}", $"{all.Median:0}", $"{all.Max:0}", $"{Flood.Commands}", $"{took:0}", $"{flood.TurnedAway}"));
        }
    }
}
