using System.Diagnostics;
using System.Globalization;
using IncidentBot.Benchmarks.Report;
using IncidentBot.Benchmarks.Server;
using IncidentBot.Benchmarks.Support;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Benchmarks.Watch;

/// <summary>
/// What it costs a busy Redis to be watched: the time that it spends on the commands of the watch, by its own count, and what is left of what its clients
/// get done. The bot looks every second, fifteen times as often as usual, so that a round has enough looks to count.
/// </summary>
internal static class WatchBenchmark
{
    private const int Queues = 20;
    private const int Clients = 200;
    private const double LimitShare = 0.01;
    private const double UsualSeconds = 15;
    private const double UrgentSeconds = 5;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(15);

    /// <summary>What the benchmark itself asks.</summary>
    private static readonly string[] Ours = ["ping", "config|get", "config|set"];

    public static async Task<IReadOnlyList<Figure>> RunAsync(int rounds, CancellationToken ct)
    {
        using var scratch = new ScratchFolder();
        await using var redis = await RedisServer.StartAsync(scratch.NewFolder(), ct);
        await FillAsync(redis, ct);
        await using var crowd = await Crowd.ConnectAsync(redis, Clients, ct);
        var (alone, watched, perLook) = (new List<double>(), new List<double>(), new List<double>());
        CommandTimes? last = null;
        for (var round = 0; round < rounds; round++)
        {
            alone.Add((await MeasureAsync(scratch, redis, isWatched: false, ct)).Served);
            var with = await MeasureAsync(scratch, redis, isWatched: true, ct);
            watched.Add(with.Served);
            perLook.Add(with.Times.Microseconds / with.Looks);
            last = with.Times;
        }

        var commands = new Table("in the last round", "calls", "us", "us/call");
        foreach (var (name, (calls, microseconds)) in last!.Of.OrderByDescending(one => one.Value.Microseconds))
        {
            commands.Add(name, Text(calls), Text(microseconds), (microseconds / calls).ToString("0.0", CultureInfo.InvariantCulture));
        }

        commands.Print();
        var (spent, without, served) = (new Spread(perLook), new Spread(alone), new Spread(watched));
        var table = new Table("", "median", "min", "max");
        table.Add("us of Redis per look", spent, "#,0");
        table.Add("commands/s of its clients, not watched", without, "#,0");
        table.Add("commands/s of its clients, looked at every second", served, "#,0");
        table.Print();
        var (usual, urgent) = (spent.Median / 1e6 / UsualSeconds, spent.Median / 1e6 / UrgentSeconds);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"of one core: {usual * 100:0.000} % when it looks every 15 s, {urgent * 100:0.000} % every 5 s, as in an incident"));
        return
        [
            new Figure("watch.share", "of one core", usual) { Limit = LimitShare },
            new Figure("watch.share.incident", "of one core", urgent) { Limit = LimitShare },
            new Figure("watch.served", "commands/s", served.Median, without.Median),
        ];
    }

    private static async Task<(double Served, CommandTimes Times, double Looks)> MeasureAsync(
        ScratchFolder scratch, RedisServer redis, bool isWatched, CancellationToken ct)
    {
        await using var bot = await BotServer.StartAsync(
            scratch.NewFolder(), redis.Url, ct, $"--Watch:Enabled={isWatched}", "--Watch:Every=1s", "--Watch:EveryInIncident=1s");
        await using var load = Load.On(redis);
        await Task.Delay(TimeSpan.FromSeconds(2), ct);
        var before = await CommandTimes.ReadAsync(redis, ct);
        var started = Stopwatch.GetTimestamp();
        await Task.Delay(Round, ct);
        var passed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var spent = (await CommandTimes.ReadAsync(redis, ct)).Since(before);
        var served = Load.Commands.Sum(name => spent.Of.TryGetValue(name, out var one) ? one.Calls : 0) / passed;
        var ofWatch = spent.But([.. Load.Commands, .. Ours]);
        return (served, ofWatch, ofWatch.Of.TryGetValue("slowlog|get", out var looks) ? looks.Calls : 1);
    }

    /// <summary>A cache, and queues as BullMQ keeps them, with jobs that wait, are delayed and have failed.</summary>
    private static async Task FillAsync(RedisServer redis, CancellationToken ct)
    {
        const string Seed = """
            for i = 1, 100000 do redis.call('set', 'key:' .. string.format('%012d', i), string.rep('x', 100)) end
            for q = 1, ARGV[1] do
              local key = 'bull:queue' .. q .. ':'
              redis.call('hset', key .. 'meta', 'version', 'bullmq:5.0.0')
              redis.call('xadd', key .. 'events', '*', 'event', 'waiting')
              for j = 1, 100 do
                redis.call('hset', key .. j, 'name', 'send', 'timestamp', 1700000000000, 'data', '{}', 'opts', '{}')
                redis.call('lpush', key .. 'wait', j)
                redis.call('zadd', key .. 'delayed', 1e16 + j, 'd' .. j)
                redis.call('zadd', key .. 'failed', 1700000000000 + j, 'f' .. j)
              end
            end
            """;
        await redis.AskAsync(RedisCommand.Of("EVAL", Seed, 0, Queues), ct);
    }

    private static string Text(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
