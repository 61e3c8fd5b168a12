using IncidentBot.Chat.Local;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;
using IncidentBot.Storage;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary>A bot in a process of its own whose clear-cache is half done: Redis holds its next write back.</summary>
internal sealed class HalfRun : IAsyncDisposable
{
    public const int Jobs = 50;
    private const int Entries = 360_000;

    private HalfRun(RedisServer redis, BotProcess bot, string channel)
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

    /// <param name="settings">With a command timeout that outlasts what the test does, or the run ends by itself.</param>
    public static async Task<HalfRun> ArrangeAsync(params string[] settings)
    {
        var redis = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(redis, ("rl:", Entries, 10));
        await redis.AskAsync("EVAL", "for i = 1, ARGV[1] do redis.call('lpush', 'bull:publishing:wait', i) end", 0, Jobs);
        var bot = await BotProcess.StartAsync(redis.Url, settings);
        var half = new HalfRun(redis, bot, await bot.Room.OpenAsync(LocalPeople.Ada, "Redis is full"));
        await half.RunAsync();
        return half;
    }

    public async Task<long> KeysAsync() => (await Redis.AskAsync("DBSIZE")).AsLong() ?? 0;

    public async ValueTask DisposeAsync()
    {
        await Bot.DisposeAsync();
        await Redis.DisposeAsync();
    }

    private async Task RunAsync()
    {
        await Room.SeesAsync(LocalPeople.Ada, Channel, "INC-1 finding");
        await Room.SayAsync(LocalPeople.Ada, Channel, "/incident mitigate");
        await Room.SayAsync(LocalPeople.Ada, Channel, "/redis clear-cache rl:*");
        var plan = await Room.SeesAsync(LocalPeople.Grace, Channel, "R-1 ", "WAITS FOR APPROVAL");

        var before = await KeysAsync();
        await using var connection = await Redis.ConnectAsync();
        await Room.PressAsync(LocalPeople.Grace, plan, "Approve");
        await Eventually.TrueAsync(async () => (await AskAsync(connection, "DBSIZE")).AsLong() < before || await IsOverAsync(), "the sweep has begun");
        Assert.Equal("OK", (await AskAsync(connection, "CLIENT", "PAUSE", 600_000, "WRITE")).AsString());
        Assert.InRange(await KeysAsync(), before / 4, before - 1);
    }

    private async Task<bool> IsOverAsync() => (await Bot.Store.Get<IRunStore>().FindAsync(1, TestRedis.Token)) is { EndedAt: not null };

    private static async Task<RespValue> AskAsync(RespConnection connection, string name, params RedisArgument[] arguments)
    {
        await connection.SendAsync(RespWriter.Encode(RedisCommand.OfConnection(name, arguments)), TestRedis.Token);
        return await connection.ReadAsync(TestRedis.Token);
    }
}
