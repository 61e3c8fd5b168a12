using IncidentBot.Actions;
using IncidentBot.Chat.Local;
using IncidentBot.Storage;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary>SIGTERM: of those who wait before they kill, Docker does so for the shortest time.</summary>
public sealed class ShutdownTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task It_ends_at_once_also_while_pages_are_open_and_says_so_to_them()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var bot = await BotProcess.StartAsync(redis.Url);
        using var http = LocalVisitor.Of(bot.Address, bot.Token);
        await using var events = await http.GetStreamAsync("/chat/general/events?as=ada", TestContext.Current.CancellationToken);
        using var reader = new StreamReader(events);
        Assert.StartsWith("retry:", await reader.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var rest = reader.ReadToEndAsync(TestContext.Current.CancellationToken);

        AssertClean(await bot.TerminateAsync());

        // An end, not a broken connection.
        await rest;
    }

    [Fact]
    public async Task It_ends_in_time_while_its_Redis_hangs()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var bot = await BotProcess.StartAsync(redis.Url);
        await bot.Room.SayAsync(LocalPeople.Ada, LocalChannels.General, "/redis ping");
        await bot.Room.SeesAsync(LocalPeople.Ada, LocalChannels.General, "PONG in");
        redis.Pause();
        await bot.Room.SayAsync(LocalPeople.Ada, LocalChannels.General, "/redis diagnose");

        AssertClean(await bot.TerminateAsync());
    }

    [Theory]
    [InlineData("holds writes back")]
    [InlineData("hangs")]
    public async Task A_run_under_way_is_stopped_recorded_and_told_of_while_its_Redis(string state)
    {
        await using var half = await HalfRun.ArrangeAsync("Redis:CommandTimeout=00:00:01.5");
        if (state == "hangs")
        {
            half.Redis.Pause();
        }

        AssertClean(await half.Bot.TerminateAsync());

        var run = (await half.Bot.Store.Get<IRunStore>().FindAsync(1, TestRedis.Token))!;
        Assert.Equal((RunState.Cancelled, null), (run.State, run.Lease));
        Assert.StartsWith("Stopped because the bot was shut down, after: ", run.Outcome, StringComparison.Ordinal);
        if (state == "hangs")
        {
            half.Redis.Resume();
        }

        await half.Redis.AskAsync("CLIENT", "UNPAUSE");
        await half.Bot.StartAgainAsync();
        await half.Room.SeesAsync(LocalPeople.Ada, half.Channel, "R-1 cancelled: Stopped because the bot was shut down");
        var verified = await half.Bot.RunAsync("audit", "verify");
        Assert.Equal(0, verified.Code);
    }

    private static void AssertClean((int ExitCode, TimeSpan Took) ended)
    {
        Assert.Equal(0, ended.ExitCode);
        Assert.True(ended.Took < Patience, $"It took {ended.Took.TotalSeconds:0.0} s.");
    }
}
