using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Support;

namespace IncidentBot.Server.Tests.Chat.Slack.Peers.Types;

/// <summary>Everything that the bot has to say to Slack, brought about once.</summary>
internal static class SlackSurface
{
    private const string OnCall = "S0ONCALL";

    private static readonly ChannelRef Here = new("slack", FakeSlack.Team, FakeSlack.Channel);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<IReadOnlyList<SentToSlack>> PlayAsync() => [.. await CardsAsync(), .. await IncidentAsync()];

    /// <summary>Every kind of card, each way in which one goes out, and an output that takes a file.</summary>
    private static async Task<IEnumerable<SentToSlack>> CardsAsync()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var bot = await SlackBot.StartAsync(slack, ("Pages:Url", "https://incidentbot.example.org"));
        foreach (var card in SlackCards.All.Values)
        {
            var id = await bot.Platform.PostAsync(Here, card, new("out-1"), Ct);
            await bot.Platform.UpdateAsync(Here, id, card, Ct);
            await bot.Platform.ReplyAsync(Address(slack.Responses.Issue(FakeSlack.Channel, FakeSlack.Alice)), card, new("out-1"), Ct);
            await bot.Platform.ReplyAsync(Address(ticket: null), card, new("out-1"), Ct);
        }

        // Said again after a lost answer: it is looked for, and so is the file in its thread.
        var output = new Card("412 clients")
        {
            Blocks = [new CardBlock.Lines([.. Enumerable.Range(1, 412).Select(n => $"10.0.0.{n}")]) { Output = "/redis clients" }],
        };
        var posted = await bot.Platform.PostAsync(Here, output, new("out-2"), Ct);
        Assert.Equal(posted, await bot.Platform.PostAsync(Here, output, new("out-2", slack.Time.GetUtcNow()), Ct));
        Assert.Single(slack.Files.All);
        return SentToSlack.By(slack);
    }

    private static ReplyAddress Address(string? ticket) => new(Here, new Account("slack", FakeSlack.Team, FakeSlack.Alice), ticket);

    /// <summary>From the form that opens an incident to a second channel after its reopening, over HTTP and a socket.</summary>
    private static async Task<IEnumerable<SentToSlack>> IncidentAsync()
    {
        await using var slack = await FakeSlack.StartAsync();
        slack.UserGroups[OnCall] = [FakeSlack.Alice, FakeSlack.Bob];
        slack.Rooms.Add("inc-1-redis-is-down", "U0OTHER");
        slack.Rooms.PageSize = 1;
        await using var redis = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(redis, ("rl:", 200, 10));
        await using var bot = await BotHost.StartAsync(redis.Url, Settings(slack));
        var people = new SlackRoom(slack, bot.Address);
        await Eventually.TrueAsync(() => slack.Sockets.Open > 0, "a socket is open");

        await people.TypeAsync(FakeSlack.Alice, "/incident open");
        Assert.Equal(
            200,
            await people.SendAsync(slack.Sender.Submit(slack.Views.Opened[0], new() { ["severity"] = "P0", ["title"] = " " }), people.Interactions));
        await slack.Sockets.SendAsync(slack.Sender.Submit(slack.Views.Opened[0], new() { ["severity"] = "P0", ["title"] = "Redis is down" }), Ct);
        await Eventually.TrueAsync(() => slack.Rooms.All.Any(room => room.Pins.Count > 0), "the room is furnished");
        var room = slack.Rooms.All[^1];
        await people.AllSeeInAsync(room.Id, "INC-1  P0  ASSESSING");

        await people.TypeAsync(FakeSlack.Alice, "/redis clear-cache rl:*", room.Id);
        await people.ApproveAsync(FakeSlack.Bob, await people.AllSeeAsync("R-1 ", "WAITS FOR APPROVAL"));
        await people.AllSeeAsync("R-1 ", "SUCCEEDED");
        foreach (var line in (string[])
        [
            "/help", "/redis ping", "/redis big-keys", "/runbook list", "/runbook show redis-recovery", "/incident list",
            "/incident timeline", "/incident summary", "/run list", "/incident resolve", "/redis no-such",
        ])
        {
            await people.TypeAsync(FakeSlack.Alice, line, room.Id);
        }

        await people.AloneSeesAsync(FakeSlack.Alice, "There is no command /redis no-such");
        await slack.Events.DeliverAsync(slack.Events.HomeOpened(), new Uri(bot.Address, "/slack/events"), Ct);
        await slack.Events.DeliverAsync(slack.Events.Mention("incident status INC-1", FakeSlack.Bob), new Uri(bot.Address, "/slack/events"), Ct);
        await people.SendAsync(slack.Sender.Shortcut("add_to_timeline", "it began at nine", channel: room.Id), people.Interactions);
        await people.AloneSeesAsync(FakeSlack.Alice, "Noted in the timeline of INC-1");
        await people.SendAsync(slack.Sender.Command("/redis", "ping", team: "T0OTHER"));

        await people.TypeAsync(FakeSlack.Alice, "/incident cancel it was a drill", room.Id);
        await Eventually.TrueAsync(() => room.IsArchived, "the room is archived");
        await people.TypeAsync(FakeSlack.Bob, "/incident reopen INC-1 it was none");
        await Eventually.TrueAsync(() => slack.Rooms.All[^1] is var next && next != room && next.Pins.Count > 0, "the next room is furnished");
        return SentToSlack.By(slack);
    }

    private static string[] Settings(FakeSlack slack) =>
    [
        .. SlackRoom.WithRooms(slack).Where(setting => !setting.StartsWith("People", StringComparison.Ordinal)),
        $"Slack:AppToken={slack.AppToken}",
        $"Slack:Teams:0={FakeSlack.Team}",
        "Slack:Rooms:Bookmarks:0:Title=Dashboard", "Slack:Rooms:Bookmarks:0:Url=https://grafana.example.com/d/redis",
        $"People:Groups:0:Group=slack:{FakeSlack.Team}:{OnCall}", "People:Groups:0:Permissions:0=Respond", "People:Groups:0:Permissions:1=Approve",
    ];
}
