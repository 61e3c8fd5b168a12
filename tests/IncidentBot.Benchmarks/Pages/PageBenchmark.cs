using IncidentBot.Benchmarks.Queries;
using IncidentBot.Benchmarks.Report;
using IncidentBot.Benchmarks.Support;
using IncidentBot.Server.Tests.Chat.Local;

namespace IncidentBot.Benchmarks.Pages;

/// <summary>The local page in a bot's first months and after years. Goal: nothing of it grows with the incidents that are over.</summary>
internal static class PageBenchmark
{
    private const double Limit = 2;
    private const int Pages = 3;

    public static async Task<IReadOnlyList<Figure>> RunAsync(int rounds, CancellationToken ct)
    {
        using var scratch = new ScratchFolder();
        await using var redis = await RedisServer.StartAsync(scratch.NewFolder(), ct);
        await using var small = await AgedBot.StartAsync(scratch, Sizes.Few, redis.Url, ct);
        await using var large = await AgedBot.StartAsync(scratch, Sizes.Many, redis.Url, ct);
        var (few, many) = (new Costs(), new Costs());
        (AgedBot, Costs)[] sides = [(small, few), (large, many)];
        for (var round = -1; round < rounds; round++)
        {
            foreach (var (bot, costs) in round % 2 == 0 ? sides : sides.Reverse())
            {
                // What is loaded for the first time is not what a page costs.
                await MeasureAsync(bot, round < 0 ? new Costs() : costs, $"new-{round + 1}", ct);
            }
        }

        var table = new Table("median", $"{Sizes.Few:N0} incidents", $"{Sizes.Many:N0}", "times");
        List<Figure> figures = [];
        foreach (var (name, key, values) in few.Rows)
        {
            var (before, after) = (new Spread(values).Median, new Spread(many[key]).Median);
            table.Add(name, $"{before:N1}", $"{after:N1}", $"{after / before:0.00}");
            figures.Add(new Figure($"page.{key}", "times", after / before) { Limit = Limit });
        }

        table.Print();
        return figures;
    }

    private static async Task MeasureAsync(AgedBot bot, Costs costs, string channel, CancellationToken ct)
    {
        foreach (var (place, name) in new[] { ("general", "general"), (YearsOfIncidents.ChannelOf(bot.Incidents / 2), "incident") })
        {
            var (milliseconds, bytes) = await bot.GetAsync(place, ct);
            costs[$"{name}.ms"].Add(milliseconds);
            costs[$"{name}.bytes"].Add(bytes);
        }

        const int Helps = 20;
        costs["help.0"].Add(await bot.HelpAsync(Helps, ct));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct);
        List<StreamReader> pages = [];
        for (var i = 0; i < Pages; i++)
        {
            pages.Add(await bot.FollowAsync(ct));
        }

        // The whole list comes first.
        await ReadToListAsync(pages[0], ct);
        costs["new.bytes"].Add(await bot.NewChannelAsync(pages[0], channel, ct));
        var reading = pages.ConvertAll(page => DrainAsync(page, ending.Token));
        costs["help.3"].Add(await bot.HelpAsync(Helps, ct));
        costs["resident"].Add(await bot.ResidentAsync(ct));
        await ending.CancelAsync();
        await Task.WhenAll(reading);
        pages.ForEach(page => page.Dispose());
    }

    private static async Task ReadToListAsync(StreamReader page, CancellationToken ct)
    {
        while (await page.ReadLineAsync(ct) is { } line && line != "event: channels")
        {
        }

        await page.ReadLineAsync(ct);
    }

    private static async Task DrainAsync(StreamReader page, CancellationToken ct)
    {
        try
        {
            while (await page.ReadLineAsync(ct) is not null)
            {
            }
        }
        catch (OperationCanceledException)
        {
            // The page is closed.
        }
    }
}
