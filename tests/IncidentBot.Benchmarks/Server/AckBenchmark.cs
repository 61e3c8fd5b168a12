using System.Diagnostics;
using IncidentBot.Benchmarks.Report;
using IncidentBot.Benchmarks.Support;

namespace IncidentBot.Benchmarks.Server;

/// <summary>How long Slack waits for its 200, which the bot gives once the request is in the database; Slack gives up after three seconds.</summary>
internal static class AckBenchmark
{
    private const double LimitMilliseconds = 3000;

    public static async Task<IReadOnlyList<Figure>> RunAsync(int rounds, CancellationToken ct)
    {
        using var scratch = new ScratchFolder();
        await using var redis = await RedisServer.StartAsync(scratch.NewFolder(), ct);
        await using var slack = await QuietSlack.StartAsync(ct);
        await using var server = await BotServer.StartAsync(scratch.NewFolder(), redis.Url, ct, slack.Settings);
        using var person = new SlackPerson(slack, server.Address);
        var first = await MeasureAsync(person, ct);
        var others = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            others.Add(await MeasureAsync(person, ct));
        }

        var answered = await slack.AnswersAsync(rounds + 1, ct);
        var spread = new Spread(others);
        var (half, most) = (spread.Percentile(0.50), spread.Percentile(0.99));
        var table = new Table("ms until the 200", "first", "p50", "p99", "max");
        table.Add("/redis ping", $"{first:0.0}", $"{half:0.0}", $"{most:0.0}", $"{spread.Max:0.0}");
        table.Print();
        Console.WriteLine($"{rounds + 1} commands were sent one after the other; {answered} have been answered in Slack.");
        return
        [
            new Figure("ack.first", "ms", first) { Limit = LimitMilliseconds },
            new Figure("ack.p50", "ms", half) { Limit = LimitMilliseconds },
            new Figure("ack.p99", "ms", most) { Limit = LimitMilliseconds },
        ];
    }

    private static async Task<double> MeasureAsync(SlackPerson person, CancellationToken ct)
    {
        var since = Stopwatch.GetTimestamp();
        await person.TypeAsync("/redis", "ping", ct);
        return Stopwatch.GetElapsedTime(since).TotalMilliseconds;
    }
}
