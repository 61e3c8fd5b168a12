using System.Globalization;
using System.Net;
using IncidentBot.Chat.Local;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Redis.Sessions;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary>Platforms repeat what was not acknowledged in time, and people press twice. Nothing happens twice.</summary>
public sealed class OneRequestTests(PostgresServer postgres)
{
    private const string Started = "audit_entries where body like '%\"kind\":\"Started\"%'";

    public static TheoryData<string> Engines => ["SQLite", "PostgreSQL"];

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_request_that_arrives_four_times_at_once_is_one_incident_and_one_reply(string engine)
    {
        await using var redis = await RedisServer.StartAsync();
        await using var bot = await BotHost.StartAsync(redis.Url, await StoreAsync(engine));

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => bot.SayAsync(LocalPeople.Ada, LocalChannels.General, "/incident open P0 Redis is down", key: "the-same")));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Accepted], answers.Order());
        await EverythingIsAnsweredAsync(bot);
        Assert.Equal(1, await bot.CountAsync("incidents"));
        var messages = await bot.ReadAsync(LocalPeople.Ada, LocalChannels.General);
        Assert.Single(messages, message => message.Author is null
            && message.OnlyFor is not null
            && PlainText.Render(message.Card).Contains("INC-1 P0 opened", StringComparison.Ordinal));
        Assert.Single(messages, message => message.Author is not null && message.Card.Title.StartsWith("/incident open", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_request_that_Slack_sends_four_times_at_once_is_one_incident_and_one_reply(string engine)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var redis = await RedisServer.StartAsync();
        await using var bot = await BotHost.StartAsync(redis.Url, [.. await StoreAsync(engine), .. SlackRoom.Settings(slack)]);
        var room = new SlackRoom(slack, bot.Address);
        var request = slack.Sender.Command("/incident", "open P0 Redis is down");

        Assert.All(await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => room.SendAsync(request))), status => Assert.Equal(200, status));

        await room.TypeAsync(FakeSlack.Alice, "/incident list all");
        await room.AloneSeesAsync(FakeSlack.Alice, "1 open incident");
        await room.AllSeeAsync("INC-1  P0");
        Assert.Equal(1, await bot.CountAsync("incidents"));
        Assert.Single(slack.Messages, message => message.OnlyFor == FakeSlack.Alice && message.Visible.Contains("INC-1 P0 opened", StringComparison.Ordinal));
        Assert.Single(slack.Messages, message => message.OnlyFor is null && message.Visible.StartsWith("🔴 INC-1  P0", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Open_P0_pressed_by_two_people_and_twice_by_each_opens_one_incident(string engine)
    {
        await using var redis = await RedisServer.StartAsync();
        await using var bot = await BotHost.StartAsync(redis.Url, await StoreAsync(engine));
        await redis.KillAsync();
        await bot.SayAsync(LocalPeople.Ada, LocalChannels.General, "/redis ping");
        var report = await bot.SeesAsync(LocalPeople.Ada, LocalChannels.General, "REFUSED", "[Open P0]");

        await Task.WhenAll(
            ((Person[])[LocalPeople.Ada, LocalPeople.Grace, LocalPeople.Ada, LocalPeople.Grace]).Select(who => bot.PressAsync(who, report, "Open P0")));

        await bot.SeesAsync(LocalPeople.Ada, LocalChannels.General, "INC-1 P0", "It is handled in");
        await EverythingIsAnsweredAsync(bot);
        Assert.Equal(1, await bot.CountAsync("incidents"));
        var pressedAgain = (await bot.ReadAsync(LocalPeople.Ada, LocalChannels.General))
            .Concat(await bot.ReadAsync(LocalPeople.Grace, LocalChannels.General))
            .Where(message => message.Card.Title == "Already pressed");
        Assert.Equal(3, pressedAgain.DistinctBy(message => message.Id).Count());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Approve_and_Confirm_pressed_twice_run_once(string engine)
    {
        await using var redis = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(redis, ("rl:", 2_000, 10));
        await using var client = await redis.ConnectAsync();
        await client.SendAsync(Redis.Wire.RespWriter.Encode(RedisCommand.OfConnection("CLIENT", "ID")), TestRedis.Token);
        var id = (await client.ReadAsync(TestRedis.Token)).AsLong();
        await using var bot = await BotHost.StartAsync(redis.Url, await StoreAsync(engine));
        const string Here = LocalChannels.General;

        await bot.SayAsync(LocalPeople.Ada, Here, "/redis clear-cache rl:*");
        var plan = await bot.SeesAsync(LocalPeople.Grace, Here, "R-1 ", "WAITS FOR APPROVAL");
        await Task.WhenAll(bot.PressAsync(LocalPeople.Grace, plan, "Approve"), bot.PressAsync(LocalPeople.Grace, plan, "Approve"));
        await bot.SeesAsync(LocalPeople.Ada, Here, "R-1 ", "SUCCEEDED");
        await bot.SayAsync(LocalPeople.Ada, Here, string.Create(CultureInfo.InvariantCulture, $"/redis kill-client {id}"));
        var change = await bot.SeesAsync(LocalPeople.Ada, Here, "R-2 ", "WAITS FOR CONFIRMATION");
        await Task.WhenAll(bot.PressAsync(LocalPeople.Ada, change, "Confirm"), bot.PressAsync(LocalPeople.Ada, change, "Confirm"));
        await bot.SeesAsync(LocalPeople.Ada, Here, "R-2 ", "SUCCEEDED");

        await EverythingIsAnsweredAsync(bot);
        Assert.Equal((2, 2), (await bot.CountAsync("runs"), await bot.CountAsync(Started)));
        Assert.Single(await bot.ReadAsync(LocalPeople.Grace, Here), message => message.Card.Title.StartsWith("R-1 approved by", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_bots_over_one_database_share_incidents_runs_and_cards()
    {
        await using var redis = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(redis, ("rl:", 2_000, 10));
        var shared = Directory.CreateTempSubdirectory("incidentbot-key-");
        string[] settings = [.. await StoreAsync("PostgreSQL"), $"Audit:KeyFile={Path.Combine(shared.FullName, "audit.key")}"];
        await using var left = await BotHost.StartAsync(redis.Url, settings);
        await using var right = await BotHost.StartAsync(redis.Url, settings);

        await Task.WhenAll(((BotHost[])[left, right, left, right])
            .Select(bot => bot.SayAsync(LocalPeople.Ada, LocalChannels.General, "/incident open P0 Redis is full", key: "the-same")));
        await right.SeesAsync(LocalPeople.Ada, LocalChannels.General, "INC-1 P0 opened", "inc-1-redis-is-full");
        const string Channel = "inc-1-redis-is-full";
        await PressBothAsync(await right.SeesAsync(LocalPeople.Grace, Channel, "INC-1  P0  ASSESSING", "[Start mitigating]"), "Acknowledge");
        await left.SeesAsync(LocalPeople.Ada, Channel, "INC-1  P0  ASSESSING", "acknowledged by Grace");
        await left.SayAsync(LocalPeople.Ada, Channel, "/incident mitigate");
        await left.SayAsync(LocalPeople.Ada, Channel, "/redis clear-cache rl:*");
        var plan = await right.SeesAsync(LocalPeople.Grace, Channel, "R-1 ", "WAITS FOR APPROVAL");
        await PressBothAsync(plan, "Approve");

        var done = await right.SeesAsync(LocalPeople.Ada, Channel, "R-1 ", "SUCCEEDED", "Approved by");
        Assert.Equal(plan.Id, done.Id);
        await right.PressAsync(LocalPeople.Grace, await right.SeesAsync(LocalPeople.Grace, Channel, "INC-1  P0  MITIGATING"), "Verify");
        await left.SeesAsync(LocalPeople.Ada, Channel, "INC-1  P0  RESOLVED");

        Assert.Equal((1, 1, 1), (await left.CountAsync("incidents"), await left.CountAsync("runs"), await left.CountAsync(Started)));
        var messages = await left.ReadAsync(LocalPeople.Ada, Channel);
        Assert.Single(messages, message => message.Card.Title.StartsWith("INC-1  P0", StringComparison.Ordinal));
        Assert.Single(messages, message => message.Card.Title.StartsWith("R-1  /redis", StringComparison.Ordinal));
        shared.Delete(recursive: true);

        Task PressBothAsync(ChannelMessage message, string label) =>
            Task.WhenAll(left.PressAsync(LocalPeople.Grace, message, label), right.PressAsync(LocalPeople.Grace, message, label));
    }

    private async Task<string[]> StoreAsync(string engine) => engine == "SQLite" ? [] : [$"Storage:Postgres={await postgres.CreateDatabaseAsync()}"];

    /// <summary>Commands of one person are answered in order, so whoever reads the answer to the last one has all of them.</summary>
    private static async Task EverythingIsAnsweredAsync(BotHost bot)
    {
        foreach (var who in LocalPeople.All)
        {
            await bot.SayAsync(who, LocalChannels.General, "/run list");
            await bot.SeesAsync(who, LocalChannels.General, "No run is under way");
        }
    }
}
