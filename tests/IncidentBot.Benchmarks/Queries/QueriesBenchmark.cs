using System.Diagnostics;
using IncidentBot.Benchmarks.Report;
using IncidentBot.Benchmarks.Support;
using IncidentBot.Server.Tests.Storage;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;

namespace IncidentBot.Benchmarks.Queries;

/// <summary>A page of each list in a small store and in a large one. Goal: for a hundred times the rows, twice the time at most.</summary>
internal static class QueriesBenchmark
{
    private const double Limit = 2;
    private const int PageSize = 20;

    public static async Task<IReadOnlyList<Figure>> RunAsync(int rounds, CancellationToken ct)
    {
        using var scratch = new ScratchFolder();
        var figures = await MeasureAsync("SQLite", incidents => FilledStore.SqliteAsync(scratch.NewFolder(), incidents, ct), rounds, ct);
        if (!Directory.Exists("/usr/lib/postgresql"))
        {
            Console.WriteLine("PostgreSQL is not installed (apt-get install postgresql), so there is nothing to say about it.");
            return figures;
        }

        await using var server = new PostgresServer();
        var ofPostgres = await MeasureAsync(
            "PostgreSQL",
            async incidents => await FilledStore.PostgresAsync(await server.CreateDatabaseAsync(), incidents, ct),
            rounds,
            ct);
        return [.. figures, .. ofPostgres];
    }

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(
        string engine, Func<int, Task<FilledStore>> store, int rounds, CancellationToken ct)
    {
        var since = Stopwatch.GetTimestamp();
        await using var stores = await Sizes.FillAsync(store);
        Console.WriteLine($"{engine}: filled in {Stopwatch.GetElapsedTime(since).TotalSeconds:0} s");
        string[] first = ["first, ms at 1,000", "at 100,000", "factor"], later = ["later, ms at 1,000", "at 100,000", "factor"];
        var table = new Table([engine, .. first, .. later, "rows of first", "rows of later", "index"]);
        List<(string Name, double Factor)> firsts = [], laters = [];
        foreach (var (name, keyset, after) in ListQueries.All(stores.Large.Database.Words))
        {
            var page = keyset.Page(null, PageSize);
            var firstCost = await PageCost.MeasureAsync(stores, page, rounds, ct);
            if (firstCost.SmallRows == 0 || firstCost.LargeRows == 0)
            {
                throw new BenchmarkException($"{engine} found nothing for {name}, so its time says nothing.");
            }

            var laterCost = await PageCost.MeasureAsync(stores, keyset.Page(after, PageSize), rounds, ct);
            var plan = await QueryPlan.ReadAsync(stores.Large.Database, page, ct);
            table.Add([name, .. firstCost.Cells, .. laterCost.Cells, Rows(firstCost), Rows(laterCost), string.Join(", ", plan.Indexes)]);
            firsts.Add((name, firstCost.Factor));
            laters.Add((name, laterCost.Factor));
        }

        table.Print();
        return [Worst("first", firsts), Worst("later", laters)];

        Figure Worst(string which, List<(string Name, double Factor)> pages)
        {
            var (name, factor) = pages.MaxBy(one => one.Factor);
            var above = pages.Count(one => one.Factor > Limit);
            Console.WriteLine($"{engine}, {which} page: {factor:0.00} times at most, {name}; {above} of {pages.Count} above {Limit:0.00}.");
            return new Figure($"queries.{engine.ToLowerInvariant()}.{which}", "times", factor) { Limit = Limit };
        }
    }

    private static string Rows(PageCost cost) =>
        cost.SmallRows == cost.LargeRows ? $"{cost.LargeRows}" : $"{cost.SmallRows}/{cost.LargeRows}";
}
