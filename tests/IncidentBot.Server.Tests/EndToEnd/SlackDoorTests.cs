using IncidentBot.Server.Tests.Support;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary>What comes in at the door of Slack, and what only looks like it.</summary>
public sealed class SlackDoorTests
{
    [Fact]
    public async Task A_request_that_is_not_from_Slack_or_not_from_now_is_turned_away_and_leaves_nothing_behind()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var redis = await RedisServer.StartAsync();
        await using var bot = await BotHost.StartAsync(redis.Url, SlackRoom.Settings(slack));
        var room = new SlackRoom(slack, bot.Address);
        var genuine = slack.Sender.Command("/incident", "open P0 Redis is down");

        Assert.Equal(401, await room.SendAsync(
            genuine with { Secret = "", Signature = FakeSlackRequest.Sign("0123456789abcdef0123456789abcdef", genuine.Body, genuine.At) }));
        Assert.Equal(401, await room.SendAsync(genuine.Tampered()));
        Assert.Equal(401, await room.SendAsync(genuine.Unsigned()));
        Assert.Equal(401, await room.SendAsync(genuine.SentAt(genuine.At.AddMinutes(-6))));
        Assert.Equal(401, await room.SendAsync(genuine.SentAt(genuine.At.AddMinutes(6))));
        Assert.Equal(401, await room.SendAsync(genuine.Tampered(), room.Interactions));

        Assert.Equal((0, 0, 0), (await bot.CountAsync("inbox"), await bot.CountAsync("incidents"), await bot.CountAsync("audit_entries")));
        Assert.Empty(slack.Calls);

        Assert.Equal(200, await room.SendAsync(genuine));
        await room.AllSeeAsync("INC-1  P0");
    }

    [Fact]
    public async Task A_signed_request_that_is_replayed_does_nothing_again()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var redis = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(redis, ("rl:", 200, 10));
        await using var bot = await BotHost.StartAsync(redis.Url, SlackRoom.Settings(slack));
        var room = new SlackRoom(slack, bot.Address);

        var open = slack.Sender.Command("/incident", "open P0 Redis is full");
        await TwiceAsync(() => room.SendAsync(open), () => room.AloneSeesAsync(FakeSlack.Alice, "INC-1 P0 opened"));
        var clear = slack.Sender.Command("/redis", "clear-cache rl:*");
        await TwiceAsync(() => room.SendAsync(clear), () => room.AloneSeesAsync(FakeSlack.Alice, "R-1 is planned"));
        await room.PressAsync(FakeSlack.Bob, await room.AllSeeAsync("R-1 ", "WAITS FOR APPROVAL"), "Approve");
        var approve = slack.Sender.Submit(Assert.Single(slack.Views.Opened), new() { ["read"] = "yes" }, FakeSlack.Bob);
        await TwiceAsync(() => room.SendAsync(approve, room.Interactions), () => room.AllSeeAsync("R-1 ", "SUCCEEDED"));

        // Answered after everything that was sent before it.
        await room.TypeAsync(FakeSlack.Alice, "/incident list all");
        await room.AloneSeesAsync(FakeSlack.Alice, "1 open incident");
        await room.TypeAsync(FakeSlack.Bob, "/run list");
        await room.AloneSeesAsync(FakeSlack.Bob, "No run is under way");
        Assert.Equal((1, 1), (await bot.CountAsync("incidents"), await bot.CountAsync("runs")));
        Assert.Equal((5, 1), (await bot.CountAsync("inbox"), await bot.CountAsync("audit_entries where body like '%\"kind\":\"Started\"%'")));
    }

    private static async Task TwiceAsync(Func<Task<int>> send, Func<Task> answered)
    {
        Assert.Equal(200, await send());
        await answered();
        Assert.Equal(200, await send());
    }
}
