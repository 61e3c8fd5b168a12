using System.Globalization;
using System.Text.RegularExpressions;
using IncidentBot.Redis;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary>A Redis that ran out of memory, repaired by two people who only have Slack.</summary>
public sealed partial class SlackOutageTests
{
    [Fact]
    public async Task From_the_first_ping_to_the_closed_incident()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var redis = await FullRedis.StartAsync(entries: 100_000);
        await using var bot = await BotHost.StartAsync(redis.Url, [.. SlackRoom.Settings(slack), "Execution:Heartbeat=00:00:00.01"]);
        var room = new SlackRoom(slack, bot.Address);
        Assert.StartsWith("OOM", (await redis.AskAsync("SET", "app:last-publish", "x")).AsError!.Message, StringComparison.Ordinal);

        await room.TypeAsync(FakeSlack.Alice, "/redis ping");
        await room.AloneSeesAsync(FakeSlack.Alice, "PONG in");
        await room.TypeAsync(FakeSlack.Alice, "/incident open P0 Publishing is stuck, writes to Redis fail");
        await room.AloneSeesAsync(FakeSlack.Alice, "INC-1 P0 opened");
        var finding = await room.AllSeeAsync("INC-1 finding", "emory exhausted", "rl:*");
        Assert.Matches(Bytes(), finding.Visible);

        await room.PressAsync(FakeSlack.Bob, await room.AllSeeAsync("INC-1  P0  ASSESSING", "nobody has acknowledged it"), "Acknowledge");
        var card = await room.AllSeeAsync("INC-1  P0  ASSESSING", "acknowledged by Bob");
        await room.PressAsync(FakeSlack.Alice, card, "Start mitigating");
        await room.AllSeeAsync("Assessing → Mitigating");

        await room.TypeAsync(FakeSlack.Alice, "/redis clear-cache rl:*");
        var plan = await room.AllSeeAsync("R-1  /redis clear-cache rl:*", "WAITS FOR APPROVAL", "cannot be undone", "Not touched");
        Assert.Equal(100_000, PlannedKeys(plan.Visible));
        await room.ApproveAsync(FakeSlack.Alice, plan);
        await room.AloneSeesAsync(FakeSlack.Alice, "R-1 was asked for by Alice", "takes a second person");
        await room.ApproveAsync(FakeSlack.Bob, plan);

        var done = await room.AllSeeAsync("R-1  /redis clear-cache rl:*", "SUCCEEDED", "a test write is accepted");
        Assert.Equal(plan.Ts, done.Ts);
        Assert.Contains(slack.Calls, call => call.Method == "chat.update" && (string?)call.Arguments["ts"] == plan.Ts && ((string?)call.Arguments["text"])!.Contains("keys unlinked", StringComparison.Ordinal));
        Assert.Equal("OK", (await redis.AskAsync("SET", "app:last-publish", "x")).AsString());
        Assert.Equal(FullRedis.Jobs, (await redis.AskAsync("LLEN", "bull:publishing:wait")).AsLong());

        await room.TypeAsync(FakeSlack.Alice, "/incident verify");
        await room.AllSeeAsync("Verifying → Monitoring");
        await room.AllSeeAsync("Monitoring → Resolved");
        await room.TypeAsync(FakeSlack.Bob, "/incident summary");
        await room.AloneSeesAsync(FakeSlack.Bob, "[e1", "approved by Bob", "rl:*");
        await room.PressAsync(FakeSlack.Bob, await room.AllSeeAsync("INC-1  P0  RESOLVED"), "Close");
        await room.AllSeeAsync("Resolved → Closed");
        await room.AllSeeAsync("Audit head");
        var closed = await room.AllSeeAsync("INC-1  P0  CLOSED");

        Assert.Equal(card.Ts, closed.Ts);
        Assert.All(slack.Calls, call => Assert.True(call.Answer is null, $"Slack refused {call.Method} with {call.Answer}: {call.Arguments}"));
    }

    [Fact]
    public async Task A_request_that_is_not_from_Slack_or_not_from_now_is_turned_away_and_leaves_nothing_behind()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var redis = await RedisServer.StartAsync();
        await using var bot = await BotHost.StartAsync(redis.Url, SlackRoom.Settings(slack));
        var room = new SlackRoom(slack, bot.Address);
        var genuine = slack.Sender.Command("/incident", "open P0 Redis is down");

        Assert.Equal(401, await room.SendAsync(genuine with { Secret = "", Signature = FakeSlackRequest.Sign("0123456789abcdef0123456789abcdef", genuine.Body, genuine.At) }));
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

    private static int PlannedKeys(string plan) => int.Parse(Keys().Match(plan).Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    [GeneratedRegex("about ([0-9,]+) keys")]
    private static partial Regex Keys();

    [GeneratedRegex(@"rl:\*.*\d+(\.\d)? (KB|MB)")]
    private static partial Regex Bytes();
}
