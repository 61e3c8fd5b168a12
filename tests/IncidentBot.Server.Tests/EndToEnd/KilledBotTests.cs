using IncidentBot.Actions;
using IncidentBot.Chat.Local;
using IncidentBot.Storage;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary><c>kill -9</c> in the middle of a change. Nobody knows how far it came, and the bot does not pretend to.</summary>
public sealed class KilledBotTests
{
    [Fact]
    public async Task A_run_cut_off_by_a_kill_is_unknown_is_not_repeated_and_holds_its_target_until_a_person_settles_it()
    {
        await using var killed = await KilledRun.ArrangeAsync();

        await killed.Room.SeesAsync(LocalPeople.Grace, killed.Channel, "R-1 outcome unknown", "it was not repeated", "keys unlinked", "/run check R-1");
        await killed.Room.SeesAsync(LocalPeople.Grace, killed.Channel, "R-1 ", "OUTCOME UNKNOWN", "[Check]");
        await killed.Room.SeesAsync(LocalPeople.Grace, killed.Channel, "INC-1  P0  MITIGATING", "nobody knows how it ended");

        await killed.Room.SayAsync(LocalPeople.Ada, killed.Channel, "/redis clear-cache rl:*");
        await killed.Room.SeesAsync(LocalPeople.Ada, killed.Channel, "R-2 is planned", "R-1 (", "still holds primary");
        var second = await killed.Room.SeesAsync(LocalPeople.Grace, killed.Channel, "R-2 ", "WAITS FOR APPROVAL");
        await killed.Room.PressAsync(LocalPeople.Grace, second, "Approve");
        await killed.Room.SeesAsync(LocalPeople.Grace, killed.Channel, "R-2 ", "APPROVED", "still holds primary: nobody has said how it ended");

        await killed.Room.SayAsync(LocalPeople.Ada, killed.Channel, "/run check R-1");
        await killed.Room.SeesAsync(LocalPeople.Ada, killed.Channel, "R-1 is not shown to be done", "keys still match rl:*");
        Assert.Equal(RunState.Unknown, await StateAsync(killed, 1));
        Assert.Equal(RunState.Approved, await StateAsync(killed, 2));
        Assert.Equal(killed.LeftBehind, await killed.KeysAsync());
        Assert.Empty(killed.Seen.Unlinks);

        await killed.Room.SayAsync(LocalPeople.Ada, killed.Channel, "/run settle R-1 failed the first part of the keys is gone");
        await killed.Room.SeesAsync(LocalPeople.Grace, killed.Channel, "R-2 ", "SUCCEEDED", "a test write is accepted");
        Assert.NotEmpty(killed.Seen.Unlinks);
        Assert.Equal(1, await killed.KeysAsync());
        Assert.Equal(HalfRun.Jobs, (await killed.Redis.AskAsync("LLEN", "bull:publishing:wait")).AsLong());
        await AssertAuditIntactAsync(killed);
    }

    [Fact]
    public async Task A_check_closes_it_where_the_target_shows_that_the_work_is_done_and_the_next_run_goes_ahead()
    {
        await using var killed = await KilledRun.ArrangeAsync();
        var said = await killed.Room.SeesAsync(LocalPeople.Grace, killed.Channel, "R-1 outcome unknown");

        await killed.Redis.AskAsync("EVAL", "for _, key in ipairs(redis.call('keys', 'rl:*')) do redis.call('del', key) end", 0);
        await killed.Room.PressAsync(LocalPeople.Grace, said, "Check");
        await killed.Room.SeesAsync(LocalPeople.Grace, killed.Channel, "R-1 closed, its postcondition holds", "a test write is accepted");
        await killed.Room.SeesAsync(LocalPeople.Ada, killed.Channel, "R-1 ", "SUCCEEDED");
        Assert.Empty(killed.Seen.Unlinks);

        await RedisTroubles.FillAsync(killed.Redis, ("rl:", 500, 10));
        await killed.Room.SayAsync(LocalPeople.Ada, killed.Channel, "/redis clear-cache rl:*");
        await killed.Room.PressAsync(
            LocalPeople.Grace,
            await killed.Room.SeesAsync(LocalPeople.Grace, killed.Channel, "R-2 ", "WAITS FOR APPROVAL"),
            "Approve");
        await killed.Room.SeesAsync(LocalPeople.Ada, killed.Channel, "R-2 ", "SUCCEEDED");
        await AssertAuditIntactAsync(killed);
    }

    private static async Task<RunState> StateAsync(KilledRun killed, int number) =>
        (await killed.Bot.Store.Get<IRunStore>().FindAsync(number, TestRedis.Token))!.State;

    private static async Task AssertAuditIntactAsync(KilledRun killed)
    {
        var verdict = await killed.Bot.RunAsync("audit", "verify");
        Assert.Equal(("", 0), (verdict.Errors, verdict.Code));
        Assert.Contains("The chain is intact", verdict.Output, StringComparison.Ordinal);
    }
}
