using IncidentBot.Chat.Local;
using IncidentBot.Incidents;
using IncidentBot.Support;

namespace IncidentBot.Redis.GameDays;

/// <summary>A rehearsal as people play it: an outage is made, found, repaired through the bot, and told with its times.</summary>
[Collection(nameof(Alone))]
public sealed class GameDayCommandsTests
{
    private static readonly string[] Settings = ["GameDay:Enabled=true", "Incidents:LookEvery=00:00:00.2"];

    [Fact]
    public async Task An_outage_is_made_repaired_and_compared_with_the_run_before()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var bot = await BotHost.StartAsync(redis.Url, Settings);
        await bot.SayAsync(LocalPeople.Ada, LocalChannels.General, "/gameday list");
        await bot.SeesAsync(LocalPeople.Ada, LocalChannels.General, "servers that only look sick", "memory-cache", "checkout fails, writes are refused");

        var first = await StartedAsync(bot, 1);
        await bot.SeesAsync(LocalPeople.Grace, first, "INC-1 finding: gameday: memory exhausted", "rl:*");
        await bot.SayAsync(LocalPeople.Ada, first, "/gameday stop");
        await bot.SeesAsync(
            LocalPeople.Grace,
            first,
            "INC-1: the rehearsal is over",
            "It was memory-cache: a cache of rate limits fills the memory.",
            "Service back  not while it went on",
            "Verified      no verification passed",
            "It was rehearsed for the first time.");
        var unrepaired = await bot.IncidentAsync(1);
        Assert.Equal((IncidentState.Cancelled, IncidentKind.Drill), (unrepaired.State, unrepaired.Kind));
        Assert.NotNull(unrepaired.Drill!.ToCause);
        Assert.Null(unrepaired.Drill.ToRepair);

        var second = await StartedAsync(bot, 2);
        await bot.SeesAsync(LocalPeople.Ada, second, "INC-2 finding: gameday: memory exhausted");
        await bot.SayAsync(LocalPeople.Ada, second, "/incident mitigate");
        await bot.SayAsync(LocalPeople.Ada, second, "/redis clear-cache rl:* on gameday");
        await bot.PressAsync(LocalPeople.Grace, await bot.SeesAsync(LocalPeople.Grace, second, "R-1", "WAITS FOR APPROVAL"), "Approve");
        await bot.SeesAsync(LocalPeople.Ada, second, "R-1", "SUCCEEDED");
        await bot.SayAsync(LocalPeople.Ada, second, "/incident verify");
        await bot.SeesAsync(LocalPeople.Ada, second, "Monitoring → Resolved");
        await bot.SayAsync(LocalPeople.Ada, second, "/gameday stop");
        await bot.SeesAsync(LocalPeople.Grace, second, "INC-2: the rehearsal is over", "right cause", "INC-1");

        var repaired = (await bot.IncidentAsync(2)).Drill!;
        Assert.True(repaired.ToCause < repaired.ToVerify && repaired.ToRepair <= repaired.ToVerify, $"{repaired}");
        Assert.Equal(IncidentState.Resolved, (await bot.IncidentAsync(2)).State);
    }

    [Fact]
    public async Task One_at_a_time_and_only_where_something_is_rehearsed_it_can_be_stopped()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var bot = await BotHost.StartAsync(redis.Url, Settings);
        await bot.SayAsync(LocalPeople.Ada, LocalChannels.General, "/gameday stop");
        await bot.SeesAsync(LocalPeople.Ada, LocalChannels.General, "Nothing is rehearsed now.");
        await bot.SayAsync(LocalPeople.Ada, LocalChannels.General, "/gameday start memory-cash");
        await bot.SeesAsync(
            LocalPeople.Ada, LocalChannels.General, "'memory-cash' is no outage of the gallery.", "Did you mean memory-cache", "/gameday list names them");

        await StartedAsync(bot, 1);
        await bot.SayAsync(LocalPeople.Grace, LocalChannels.General, "/gameday start memory-cache");
        await bot.SeesAsync(
            LocalPeople.Grace, LocalChannels.General, "INC-1 is rehearsed already: checkout fails, writes are refused.", "/gameday stop ends it.");
    }

    [Fact]
    public async Task Without_the_setting_it_says_where_it_is_switched_on()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var bot = await BotHost.StartAsync(redis.Url);

        await bot.SayAsync(LocalPeople.Ada, LocalChannels.General, "/gameday list");

        await bot.SeesAsync(LocalPeople.Ada, LocalChannels.General, "Rehearsals are switched off.", "under GameDay:Enabled");
    }

    /// <returns>The incident's channel.</returns>
    private static async Task<string> StartedAsync(BotHost bot, int number)
    {
        await bot.SayAsync(LocalPeople.Ada, LocalChannels.General, "/gameday start memory-cache");
        await Eventually.TrueAsync(async () => await bot.IncidentAsync(number) is not null, $"INC-{number} is opened");
        return (await bot.IncidentAsync(number)).Channel.ChannelId;
    }
}
