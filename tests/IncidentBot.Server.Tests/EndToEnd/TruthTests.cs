using IncidentBot.Chat.Local;
using IncidentBot.Messages;
using IncidentBot.Redis.Queues.BullMq;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary>What an incident says of itself is so: it is over when what was wrong is well, and it says no more than was seen.</summary>
public sealed class TruthTests
{
    [Fact]
    public async Task A_queue_without_workers_is_found_and_the_incident_is_not_over_before_it_works()
    {
        await using var redis = await RedisServer.StartAsync();
        var peer = new BullMqPeer(BullMqPeer.V6, redis, 0);
        await AddAsync(peer, 3);
        await using var bot = await LookingAsync(redis);

        var channel = await bot.OpenAsync(LocalPeople.Ada, "Mails: jobs not processing");
        await bot.SeesAsync(LocalPeople.Ada, channel, "INC-1 finding: publishing on primary: no workers are connected; 3 jobs", "Checked from now on", "(c1)");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident mitigate");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident verify");
        await bot.SeesAsync(LocalPeople.Ada, channel, "Verifying → Mitigating", "queue.status publishing on primary failed");

        await using var worker = await BullMqWorker.StartAsync(peer, "worker");
        await worker.LetGoAsync();
        await bot.SeesAsync(LocalPeople.Ada, channel, "checks pass since", "/incident verify INC-1");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident verify");
        await bot.SeesAsync(LocalPeople.Ada, channel, "Monitoring → Resolved");
        await bot.SeesAsync(LocalPeople.Ada, channel, "INC-1 summary", "The last assessment found: publishing on primary: no workers are connected");
    }

    [Fact]
    public async Task A_read_that_saw_something_wrong_can_be_left_out_with_a_reason()
    {
        await using var redis = await RedisServer.StartAsync();
        var peer = new BullMqPeer(BullMqPeer.V6, redis, 0);
        await using var bot = await LookingAsync(redis);
        var channel = await bot.OpenAsync(LocalPeople.Ada, "Orders are late");
        await bot.SeesAsync(LocalPeople.Ada, channel, "INC-1 finding");
        await AddAsync(peer, 1);

        await bot.SayAsync(LocalPeople.Grace, channel, "/queue status publishing");
        await bot.SeesAsync(LocalPeople.Ada, channel, "Grace read", "Checked from now on, before INC-1 is over: queue.status publishing on primary (c1).");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident uncheck c1");
        await bot.SeesAsync(LocalPeople.Ada, channel, "Leaving out queue.status publishing on primary takes a reason");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident uncheck c1 nobody uses that queue any more");
        await bot.SeesAsync(LocalPeople.Grace, channel, "no longer checked: queue.status publishing on primary: nobody uses that queue any more");

        await bot.SayAsync(LocalPeople.Ada, channel, "/incident mitigate");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident verify");
        await bot.SeesAsync(LocalPeople.Ada, channel, "Monitoring → Resolved");
    }

    [Fact]
    public async Task It_is_not_resolved_while_a_plan_waits()
    {
        await using var redis = await RedisServer.StartAsync();
        await redis.AskAsync("SET", "rl:1", "1");
        await using var bot = await BotHost.StartAsync(redis.Url, "Targets:primary:Caches:0:Pattern=rl:*");
        var channel = await bot.OpenAsync(LocalPeople.Ada, "Redis is full");
        await bot.SeesAsync(LocalPeople.Ada, channel, "INC-1 finding");
        await bot.SayAsync(LocalPeople.Ada, channel, "/redis clear-cache rl:*");
        await bot.SeesAsync(LocalPeople.Ada, channel, "R-1 is planned");

        await bot.SayAsync(LocalPeople.Ada, channel, "/incident mitigate");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident verify");
        await bot.SeesAsync(
            LocalPeople.Ada,
            channel,
            "INC-1 can be resolved once its runs are settled",
            "R-1 /redis clear-cache rl:* on primary waits for the approval of Grace");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident resolve");
        await bot.SeesAsync(LocalPeople.Ada, channel, "INC-1 stays Monitoring until no change of it waits for an answer, is under way or in doubt.");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident override it is late");
        await bot.SeesAsync(LocalPeople.Ada, channel, "INC-1 stays Monitoring until no change of it waits for an answer");

        await bot.SayAsync(LocalPeople.Grace, channel, "/reject R-1");
        await bot.SeesAsync(LocalPeople.Ada, channel, "Monitoring → Resolved");
    }

    [Fact]
    public async Task The_update_says_how_it_is_now_and_the_repair_counts_from_when_it_was_seen()
    {
        await using var redis = await RedisServer.StartAsync();
        await redis.KillAsync();
        await using var bot = await BotHost.StartAsync(redis.Url, "Incidents:UpdateEvery:P0=00:00:01", "Incidents:LookEvery=00:00:00.2");
        var channel = await bot.OpenAsync(LocalPeople.Ada, "Redis is down");
        await bot.SeesAsync(LocalPeople.Ada, channel, "INC-1 P0 still Assessing", "As of", "checks fail", "nothing listens on", "Nobody has taken it");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident mitigate");

        await redis.RestartAsync();

        await bot.SeesAsync(LocalPeople.Ada, channel, "checks pass since", "/incident verify INC-1");
        await bot.SeesAsync(LocalPeople.Ada, channel, "INC-1 P0 still Mitigating", "checks pass since", "/incident verify INC-1", "Ada has it");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident verify");
        await bot.SeesAsync(LocalPeople.Ada, channel, "Monitoring → Resolved");
        var timeline = await bot.TimelineAsync(1);
        var seen = timeline.First(entry => entry.What is Timeline.TimelineEvent.Looked { Well: true });
        Assert.Equal(seen.At, (await bot.IncidentAsync(1)).MitigatedAt);
    }

    [Fact]
    public async Task An_override_is_no_repair_wherever_it_is_told()
    {
        await using var redis = await BrokenRedis.WithAsync("oom");
        await using var bot = await LookingAsync(redis.Server);
        await redis.Break();
        var channel = await bot.OpenAsync(LocalPeople.Ada, "Writes fail");
        await bot.SeesAsync(LocalPeople.Ada, channel, "INC-1 finding");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident mitigate");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident verify");
        await bot.SeesAsync(LocalPeople.Ada, channel, "Verifying → Mitigating");

        await OverrideAsync(bot, channel, "the release cannot wait");
        var gone = await bot.SeesAsync(
            LocalPeople.Grace,
            channel,
            "Verifying → Monitoring by override, approved by Grace",
            "Not repaired as far as the checks know: accepts writes:");
        Assert.Equal(Tone.Warning, gone.Card.Tone);
        await OverrideAsync(bot, channel, "accepted until Monday");
        var resolved = await bot.SeesAsync(LocalPeople.Grace, channel, "Monitoring → Resolved by override");
        Assert.Equal(Tone.Warning, resolved.Card.Tone);

        var summary = await bot.SeesAsync(
            LocalPeople.Grace,
            channel,
            "INC-1 summary",
            "resolved by an override after",
            "Not repaired as far as the checks know: accepts writes:");
        Assert.DoesNotContain("repaired after", PlainText.Render(summary.Card), StringComparison.Ordinal);
        Assert.DoesNotContain("Service was back", PlainText.Render(summary.Card), StringComparison.Ordinal);
        var card = await bot.SeesAsync(LocalPeople.Grace, channel, "INC-1  P0  RESOLVED", "Gone on by an override", "accepts writes:");
        Assert.Equal(Tone.Warning, card.Card.Tone);
    }

    [Fact]
    public async Task What_a_person_says_is_the_cause_and_a_healthy_reading_never_is()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var bot = await LookingAsync(redis);
        var channel = await bot.OpenAsync(LocalPeople.Ada, "Orders are late");
        string[] looked = ["INC-1 finding: primary is well", "queue.list  primary: no BullMQ queue", "rq.list  primary has no RQ queue"];
        await bot.SeesAsync(LocalPeople.Ada, channel, looked);
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident summary");
        await bot.SeesAsync(LocalPeople.Ada, channel, "INC-1 summary", "None was found. What was read was well: /redis diagnose on primary");

        await bot.SayAsync(LocalPeople.Grace, channel, "/incident cause the gateway timed out");
        await bot.SeesAsync(LocalPeople.Ada, channel, "Grace says why: the gateway timed out");
        await bot.SayAsync(LocalPeople.Grace, channel, "/incident cause the gateway's certificate had run out");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident assess");
        await bot.SeesAsync(LocalPeople.Ada, channel, "INC-1  P0  ASSESSING", "the gateway's certificate had run out (Grace says so)");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident summary");
        await bot.SeesAsync(LocalPeople.Ada, channel, "INC-1 summary", "Grace says: the gateway's certificate had run out.");
    }

    private static async Task OverrideAsync(BotHost bot, string channel, string reason)
    {
        await bot.SayAsync(LocalPeople.Ada, channel, $"/incident override {reason}");
        await bot.PressAsync(LocalPeople.Grace, await bot.SeesAsync(LocalPeople.Grace, channel, "asks for an override", reason), "Approve override");
    }

    private static async Task AddAsync(BullMqPeer peer, int jobs) => await peer.RunAsync(
        new { @do = "add", jobs = Enumerable.Range(0, jobs).Select(n => new { name = "publish", data = new { n } }) },
        BullMqPeer.Do("counts"));

    /// <summary>It looks how the checks stand all the time.</summary>
    private static Task<BotHost> LookingAsync(RedisServer server) => BotHost.ConnectedAsync(server, "Incidents:LookEvery=00:00:00.3");
}
