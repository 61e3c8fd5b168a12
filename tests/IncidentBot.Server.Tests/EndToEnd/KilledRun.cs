using IncidentBot.Chat.Local;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary>A bot that was killed while its clear-cache was half done, and started again over the same store.</summary>
internal sealed class KilledRun(HalfRun half) : IAsyncDisposable
{
    public RedisServer Redis => half.Redis;

    public BotProcess Bot => half.Bot;

    public string Channel => half.Channel;

    public ChatRoom Room => half.Room;

    /// <summary>From before the second start.</summary>
    public MonitoredRedis Seen { get; private set; } = null!;

    /// <summary>How many keys there were when the bot was dead.</summary>
    public long LeftBehind { get; private set; }

    public static async Task<KilledRun> ArrangeAsync()
    {
        var half = await HalfRun.ArrangeAsync("Execution:Lease=00:00:01.5", "Execution:HeldTargetRetry=00:00:00.2", "Redis:CommandTimeout=00:01:00");
        await half.Room.SeesAsync(LocalPeople.Ada, half.Channel, "R-1 ", "RUNNING", "keys unlinked");
        var killed = new KilledRun(half);
        await killed.KillAndStartAgainAsync();
        return killed;
    }

    public Task<long> KeysAsync() => half.KeysAsync();

    public async ValueTask DisposeAsync()
    {
        await Seen.DisposeAsync();
        await half.DisposeAsync();
    }

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
}
