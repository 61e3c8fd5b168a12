using IncidentBot.Chat.Local;
using IncidentBot.Redis;
using IncidentBot.Redis.Wire;
using IncidentBot.Storage;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary>A bot that was killed while its clear-cache was half done, and started again over the same store.</summary>
internal sealed class KilledRun : IAsyncDisposable
{
    public const int Jobs = 50;
    private const int Entries = 120_000;

    private KilledRun(RedisServer redis, BotProcess bot, string channel)
    {
        Redis = redis;
        Bot = bot;
        Channel = channel;
    }

    public RedisServer Redis { get; }

    public BotProcess Bot { get; }

    /// <summary>The incident's.</summary>
    public string Channel { get; }

    public ChatRoom Room => Bot.Room;

    /// <summary>From before the second start.</summary>
    public MonitoredRedis Seen { get; private set; } = null!;

    /// <summary>How many keys there were when the bot was dead.</summary>
    public long LeftBehind { get; private set; }

    public static async Task<KilledRun> ArrangeAsync()
    {
        var redis = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(redis, ("rl:", Entries, 10));
        await redis.AskAsync("EVAL", "for i = 1, ARGV[1] do redis.call('lpush', 'bull:publishing:wait', i) end", 0, Jobs);

        // A deadline that outlives the pause below: the run must not end by itself before the bot is killed.
        var bot = await BotProcess.StartAsync(redis.Url, "Execution:Lease=00:00:01.5", "Execution:HeldTargetRetry=00:00:00.2", "Redis:CommandTimeout=00:01:00");
        var killed = new KilledRun(redis, bot, await bot.Room.OpenAsync(LocalPeople.Ada, "Redis is full"));
        await killed.RunHalfAsync();
        await killed.KillAndStartAgainAsync();
        return killed;
    }

    public async Task<long> KeysAsync() => (await Redis.AskAsync("DBSIZE")).AsLong() ?? 0;

    public async ValueTask DisposeAsync()
    {
        await Seen.DisposeAsync();
        await Bot.DisposeAsync();
        await Redis.DisposeAsync();
    }

    private async Task RunHalfAsync()
    {
        await Room.SeesAsync(LocalPeople.Ada, Channel, "INC-1 finding");
        await Room.SayAsync(LocalPeople.Ada, Channel, "/incident mitigate");
        await Room.SayAsync(LocalPeople.Ada, Channel, "/redis clear-cache rl:*");
        var plan = await Room.SeesAsync(LocalPeople.Grace, Channel, "R-1 ", "WAITS FOR APPROVAL");

        var before = await KeysAsync();
        await Room.PressAsync(LocalPeople.Grace, plan, "Approve");
        await PauseBelowAsync(before);
        await Room.SeesAsync(LocalPeople.Ada, Channel, "R-1 ", "RUNNING", "keys unlinked");
    }

    /// <summary>Lets the sweep begin, and holds its next write back.</summary>
    private async Task PauseBelowAsync(long keys)
    {
        await using var connection = await Redis.ConnectAsync();
        await Eventually.TrueAsync(async () => (await AskAsync(connection, "DBSIZE")).AsLong() < keys || await IsOverAsync(), "the sweep has begun");
        Assert.Equal("OK", (await AskAsync(connection, "CLIENT", "PAUSE", 600_000, "WRITE")).AsString());
        Assert.InRange(await KeysAsync(), keys / 4, keys - 1);
    }

    private async Task<bool> IsOverAsync() => (await Bot.Store.Get<IRunStore>().FindAsync(1, TestRedis.Token)) is { EndedAt: not null };

    private async Task KillAndStartAgainAsync()
    {
        await Bot.KillAsync();

        // Its last write was still held back, and dies with its connection.
        await Eventually.TrueAsync(async () => (await ClientsAsync()) == 1, "Redis has noticed that the bot is gone");
        await Redis.AskAsync("CLIENT", "UNPAUSE");
        LeftBehind = await KeysAsync();
        Seen = await MonitoredRedis.StartAsync(Redis);
        await Bot.StartAgainAsync();
    }

    private async Task<int> ClientsAsync()
    {
        var list = (await Redis.AskAsync("CLIENT", "LIST")).AsString()!;
        return list.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
    }

    private static async Task<RespValue> AskAsync(RespConnection connection, string name, params RedisArgument[] arguments)
    {
        await connection.SendAsync(RespWriter.Encode(RedisCommand.OfConnection(name, arguments)), TestRedis.Token);
        return await connection.ReadAsync(TestRedis.Token);
    }
}
