using System.Diagnostics;
using IncidentBot.Benchmarks.Queries;
using IncidentBot.Benchmarks.Report;
using IncidentBot.Benchmarks.Support;
using IncidentBot.Server.Tests.Support;

namespace IncidentBot.Benchmarks.History;

/// <summary>
/// What is read of a bot's history, after a thousand incidents and after a hundred thousand with two million entries. Goal: twice the
/// time at most, and within 300 ms.
/// </summary>
internal static class HistoryBenchmark
{
    private const double FactorLimit = 2;
    private const double Limit = 300;

    public static async Task<IReadOnlyList<Figure>> RunAsync(int rounds, CancellationToken ct)
    {
        using var scratch = new ScratchFolder();
        await using var redis = await RedisServer.StartAsync(scratch.NewFolder(), ct);
        await using var postgres = new PostgresServer();
        await using var stores = new Stores();
        var now = TimeProvider.System.GetUtcNow();
        foreach (var incidents in new[] { Sizes.Few, Sizes.Many })
        {
            await AddAsync("SQLite", incidents, async folder => await Task.FromResult(($"--Storage:Sqlite={Path.Combine(folder, "incidentbot.db")}", "")));
            if (Directory.Exists("/usr/lib/postgresql"))
            {
                await AddAsync("PostgreSQL", incidents, async _ => ($"--Storage:Postgres={await postgres.CreateDatabaseAsync()}", ";Command Timeout=600"));
            }
        }

        if (stores.All.Count == 2)
        {
            Console.WriteLine("PostgreSQL is not installed (apt-get install postgresql), so there is nothing to say about it.");
        }

        Console.WriteLine($"Load before the rounds: {await LoadAsync(ct)}");
        for (var round = -1; round < rounds; round++)
        {
            foreach (var look in Look.All)
            {
                // Who goes first changes, so that nobody gets the quiet half of a noisy machine.
                foreach (var store in round % 2 == 0 ? stores.All : Enumerable.Reverse(stores.All))
                {
                    var took = await store.Bot.MeasureAsync(look, ct);
                    if (round >= 0)
                    {
                        store.Took[look].Add(took);
                    }
                }
            }
        }

        Console.WriteLine($"Load after the rounds: {await LoadAsync(ct)}");
        foreach (var store in stores.All)
        {
            Console.WriteLine($"{store.Engine}, {store.Bot.Years.Incidents:N0} incidents: {await store.Bot.ResidentAsync(ct):0} MB resident");
        }

        return stores.All.GroupBy(store => store.Engine).SelectMany(engine => Print(engine.Key, engine.First(), engine.Last())).ToList();

        async Task AddAsync(string engine, int incidents, Func<string, Task<(string Storage, string Longer)>> settings)
        {
            var (folder, since) = (scratch.NewFolder(), Stopwatch.GetTimestamp());
            var (storage, longer) = await settings(folder);
            stores.All.Add(new Store(
                engine, await HistoryBot.StartAsync(folder, redis.Url, new YearsOfHistory(incidents, now), storage, storage + longer, ct)));
            Console.WriteLine($"{engine}: {incidents:N0} incidents written in {Stopwatch.GetElapsedTime(since).TotalSeconds:0} s");
        }
    }

    private static IEnumerable<Figure> Print(string engine, Store small, Store large)
    {
        var table = new Table($"{engine}, ms", $"{Sizes.Few:N0}: p50", "p95", $"{Sizes.Many:N0}: p50", "p95", "times", "");
        foreach (var look in Look.All)
        {
            var (before, after) = (new Spread(small.Took[look]), new Spread(large.Took[look]));
            var (times, slow) = (after.Median / before.Median, after.Percentile(0.95));
            table.Add(
                look.Name, $"{before.Median:0.0}", $"{before.Percentile(0.95):0.0}", $"{after.Median:0.0}", $"{slow:0.0}", $"{times:0.00}",
                times > FactorLimit || slow > Limit ? "over" : "");
            var name = $"history.{engine.ToLowerInvariant()}.{look.Key}";
            yield return new Figure($"{name}.times", "times", times) { Limit = FactorLimit };
            yield return new Figure($"{name}.p95", "ms", slow) { Limit = Limit };
        }

        table.Print();
    }

    private static async Task<string> LoadAsync(CancellationToken ct) => (await File.ReadAllTextAsync("/proc/loadavg", ct)).Split(' ')[0];

    private sealed record Store(string Engine, HistoryBot Bot)
    {
        public Dictionary<Look, List<double>> Took { get; } = Look.All.ToDictionary(look => look, _ => new List<double>());
    }

    private sealed class Stores : IAsyncDisposable
    {
        public List<Store> All { get; } = [];

        public async ValueTask DisposeAsync()
        {
            foreach (var store in All)
            {
                await store.Bot.DisposeAsync();
            }
        }
    }
}
