using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary>
/// A Redis that ran out of memory, repaired by two people, wherever they talk. The words and the buttons are the same
/// everywhere; what differs is in the rooms.
/// </summary>
public abstract partial class OutageScenario
{
    private protected abstract Task<IOutageRoom> RoomAsync();

    [Fact]
    public async Task From_the_first_ping_over_a_reopening_to_the_closed_incident()
    {
        await using var room = await RoomAsync();
        await using var redis = await FullRedis.StartAsync(entries: 50_000);
        await using var bot = await BotHost.StartAsync(redis.Url, [.. room.Settings, "Execution:Heartbeat=00:00:00.01"]);
        room.Enter(bot);
        var (first, second) = (room.First, room.Second);
        Assert.StartsWith("OOM", (await redis.AskAsync("SET", "app:last-publish", "x")).AsError!.Message, StringComparison.Ordinal);

        await room.TypeAsync(first, "/redis ping");
        await room.AloneSeesAsync(first, "PONG in");
        await room.TypeAsync(first, "/incident open P0 Publishing is stuck, writes to Redis fail");
        await room.AloneSeesAsync(first, "INC-1 P0 opened");
        var finding = await room.AllSeeAsync("INC-1 finding", "emory exhausted", "rl:*");
        Assert.Matches(Bytes(), finding.Visible);
        room.GoTo(finding);

        await room.PressAsync(second, await room.AllSeeAsync("INC-1  P0  ASSESSING", "nobody has acknowledged it"), "Acknowledge");
        var card = await room.AllSeeAsync("INC-1  P0  ASSESSING", $"acknowledged by {second}");
        await room.PressAsync(first, card, "Start mitigating");
        await room.AllSeeAsync("Assessing → Mitigating");

        await room.TypeAsync(first, "/redis clear-cach rl:*");
        await room.AloneSeesAsync(first, "There is no command /redis clear-cach", "Did you mean /redis clear-cache rl:*?");
        await room.TypeAsync(first, "/redis clear-cache bull:*");
        await room.AloneSeesAsync(first, "Not planned");
        await room.TypeAsync(first, "/incident resolve");
        await room.AloneSeesAsync(first, "You can:");

        await room.TypeAsync(first, "/redis clear-cache rl:*");
        var plan = await room.AllSeeAsync("R-1  /redis clear-cache rl:*", "WAITS FOR APPROVAL", "cannot be undone", "Not touched");
        Assert.Equal(50_000, PlannedKeys(plan.Visible));
        await room.PressAsync(first, plan, "Approve");
        await room.AloneSeesAsync(first, $"R-1 was asked for by {first}", "takes a second person");
        await room.PressAsync(second, plan, "Approve");

        var done = await room.AllSeeAsync("R-1  /redis clear-cache rl:*", "SUCCEEDED", "a test write is accepted");
        Assert.Equal(plan.Id, done.Id);
        Assert.Equal("OK", (await redis.AskAsync("SET", "app:last-publish", "x")).AsString());
        Assert.Equal(FullRedis.Jobs, (await redis.AskAsync("LLEN", "bull:publishing:wait")).AsLong());

        await room.TypeAsync(first, "/incident verify");
        await room.AllSeeAsync("Verifying → Mitigating", "queue.status publishing on primary failed", "/incident uncheck c1 <reason>");
        await room.TypeAsync(second, "/incident uncheck c1 its workers start with the next deployment");
        await room.AllSeeAsync("no longer checked: queue.status publishing on primary");
        await room.TypeAsync(first, "/incident verify");
        await room.AllSeeAsync("Verifying → Monitoring");
        await room.AllSeeAsync("Monitoring → Resolved");
        await room.AllSeeAsync("INC-1  P0  RESOLVED");

        await room.TypeAsync(second, "/incident reopen publishing is stuck again");
        await room.AllSeeAsync("Resolved → Assessing", "publishing is stuck again");
        await room.PressAsync(first, await room.AllSeeAsync("INC-1  P0  ASSESSING", "[Start mitigating]"), "Start mitigating");
        await room.TypeAsync(second, "/incident uncheck c2 its workers start with the next deployment");
        await room.PressAsync(first, await room.AllSeeAsync("INC-1  P0  MITIGATING", "[Verify]"), "Verify");
        var resolved = await room.AllSeeAsync("INC-1  P0  RESOLVED");

        await room.TypeAsync(second, "/incident summary");
        await room.AloneSeesAsync(second, "[e1", $"approved by {second}", "rl:*");
        await room.PressAsync(second, resolved, "Close");
        await room.AllSeeAsync("Resolved → Closed");
        await room.AllSeeAsync("Audit head");
        var closed = await room.AllSeeAsync("INC-1  P0  CLOSED");

        Assert.Equal(card.Id, closed.Id);
        room.AssertNothingWasRefused();
    }

    [Fact]
    public async Task Begun_by_an_alert_and_over_after_two_presses()
    {
        await using var room = await RoomAsync();
        await using var redis = await FullRedis.WithoutQueueAsync(entries: 50_000);
        await using var bot = await BotHost.StartAsync(
            redis.Url,
            [
                .. room.Settings, "Execution:Heartbeat=00:00:00.01", "Incidents:LookEvery=200ms", "Alerts:NewsEvery=1s", $"Alerts:Channel={room.AlertChannel}",
                "Alerts:Sources:watch:Kind=Events", "Alerts:Sources:watch:Token=a-token-of-the-watch",
                "Alerts:Rules:0:Name=memory", "Alerts:Rules:0:Match=alertname=RedisMemoryHigh", "Alerts:Rules:0:Verify=true",
            ]);
        room.Enter(bot);

        // A bot in Teams may speak where it was spoken to.
        await room.TypeAsync(room.First, "/redis ping");
        await room.AloneSeesAsync(room.First, "PONG in");

        await SendAsync(bot, """{"id": "m", "title": "RedisMemoryHigh", "severity": "critical", "labels": {"instance": "primary"}}""");
        await room.AllSeeAsync("INC-1  P0  ASSESSING", "1 fires", "RedisMemoryHigh (primary)");
        var finding = await room.AllSeeAsync("INC-1 finding", "emory exhausted", "rl:*");
        room.GoTo(finding);

        await room.PressAsync(room.First, finding, "Plan clearing rl:*");
        await room.PressAsync(room.Second, await room.AllSeeAsync("R-1  /redis clear-cache rl:*", "WAITS FOR APPROVAL"), "Approve");

        await room.AllSeeAsync("R-1  /redis clear-cache rl:*", "SUCCEEDED");
        await room.AllSeeAsync("INC-1: Assessing → Mitigating", "R-1 was begun.");
        await SendAsync(bot, """{"id": "m", "title": "RedisMemoryHigh", "status": "resolved", "labels": {"instance": "primary"}}""");
        await room.AllSeeAsync("Verifying → Monitoring");
        await room.AllSeeAsync("Monitoring → Resolved");
        await room.AllSeeAsync("INC-1  P0  RESOLVED", "none fires, 1 resolved");
        room.AssertNothingWasRefused();
    }

    private static async Task SendAsync(BotHost bot, string alert)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(bot.Address, "alerts/events"))
        {
            Content = new StringContent(alert, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "a-token-of-the-watch");
        using var answer = await http.SendAsync(request);
        Assert.Equal("stored", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Whoever_may_only_look_is_refused_and_with_the_Redis_gone_the_incident_goes_on()
    {
        await using var room = await RoomAsync();
        await using var redis = await FullRedis.StartAsync(entries: 2_000);
        await using var bot = await BotHost.StartAsync(redis.Url, [.. room.Settings]);
        room.Enter(bot);
        await room.TypeAsync(room.First, "/incident open P0 Publishing is stuck");
        room.GoTo(await room.AllSeeAsync("INC-1 finding"));
        await room.TypeAsync(room.First, "/redis clear-cache rl:*");
        var plan = await room.AllSeeAsync("R-1  /redis clear-cache rl:*", "WAITS FOR APPROVAL");

        await room.TypeAsync(room.Outsider, "/redis clear-cache rl:*");
        await room.AloneSeesAsync(room.Outsider, "takes the Respond permission");
        await room.TypeAsync(room.Outsider, $"/approve R-1 {PlanHash().Match(plan.Visible).Groups[1].Value}");
        await room.AloneSeesAsync(room.Outsider, "may not approve R-1");
        await room.TypeAsync(room.Outsider, "/incident resolve");
        await room.AloneSeesAsync(room.Outsider, "may not step INC-1");
        await room.TypeAsync(room.Outsider, "/help redis");
        Assert.DoesNotContain(
            "/redis clear-cache",
            (await room.AloneSeesAsync(room.Outsider, "/redis ping", "There is more")).Visible,
            StringComparison.Ordinal);
        await room.TypeAsync(room.Outsider, "/incident note it began at nine");
        await room.AloneSeesAsync(room.Outsider, "Noted");

        await room.PressAsync(room.Second, plan, "Reject");
        await room.AllSeeAsync("R-1  /redis clear-cache rl:*", "REJECTED");
        Assert.Equal(1, await bot.CountAsync("runs"));
        Assert.StartsWith("OOM", (await redis.AskAsync("SET", "app:last-publish", "x")).AsError!.Message, StringComparison.Ordinal);

        await redis.KillAsync();
        await room.TypeAsync(room.First, "/redis ping");
        await room.AllSeeAsync("REFUSED at TCP");
        await room.TypeAsync(room.First, "/redis clear-cache rl:*");
        await room.AloneSeesAsync(room.First, "Not planned");
        await room.TypeAsync(room.First, "/incident cancel moved to another Redis");
        await room.AllSeeAsync("INC-1  P0  CANCELLED");
        room.AssertNothingWasRefused();
    }

    private static int PlannedKeys(string plan) => int.Parse(Keys().Match(plan).Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    [GeneratedRegex("Plan ([0-9a-f]{8})")]
    private static partial Regex PlanHash();

    [GeneratedRegex("about ([0-9,]+) keys")]
    private static partial Regex Keys();

    [GeneratedRegex(@"rl:\*.*\d+(\.\d)? (KB|MB)")]
    private static partial Regex Bytes();
}

/// <summary>Two people who may respond and approve, and a place where they talk to a bot.</summary>
internal interface IOutageRoom : IAsyncDisposable
{
    string First { get; }

    string Second { get; }

    /// <summary>Somebody whom nobody has listed.</summary>
    string Outsider { get; }

    /// <summary>Give these to the bot.</summary>
    IReadOnlyList<string> Settings { get; }

    /// <summary>Where incidents of alerts are opened.</summary>
    string AlertChannel { get; }

    void Enter(BotHost bot);

    /// <summary>What is typed from now on is typed where this message is.</summary>
    void GoTo(RoomMessage message);

    Task TypeAsync(string who, string line);

    /// <summary>Presses the button with this label, and says yes where that is asked.</summary>
    Task PressAsync(string who, RoomMessage message, string label);

    /// <summary>Waits for a message that everyone can see and that holds all of these.</summary>
    Task<RoomMessage> AllSeeAsync(params string[] texts);

    /// <summary>Waits for a message that this person alone can see and that holds all of these.</summary>
    Task<RoomMessage> AloneSeesAsync(string who, params string[] texts);

    /// <summary>Everything that the bot sent was taken.</summary>
    void AssertNothingWasRefused();
}

/// <param name="Id">The same while the message is updated.</param>
/// <param name="Message">As the room itself knows it.</param>
internal sealed record RoomMessage(string Id, string Visible, object Message);
