using System.Text.Json.Nodes;
using IncidentBot.Incidents;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary>
/// <c>kill -9</c> between what Slack did and the bot hearing of it, at each step of an incident's channel. Whoever carries
/// on comes to the same end: one channel, with one of everything in it.
/// </summary>
public sealed class KilledRoomTests(PostgresServer server)
{
    private const string DeadRedis = "redis://127.0.0.1:1";
    private const string Title = "Orders are late";
    private const string Dashboard = "https://grafana.example.com/d/redis";

    [Theory]
    [InlineData("conversations.create")]
    [InlineData("conversations.setPurpose")]
    [InlineData("conversations.invite")]
    [InlineData("conversations.setTopic")]
    [InlineData("bookmarks.add")]
    [InlineData("chat.postMessage", "INC-1  P0")]
    [InlineData("chat.postMessage", "INC-1 so far")]
    [InlineData("chat.postMessage", "INC-1 has a channel of its own")]
    [InlineData("pins.add")]
    public async Task On_SQLite_the_next_process_comes_to_the_same_end(string method, string? says = null)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var bot = await BotProcess.StartAsync(DeadRedis, Settings(slack));

        await OpenAndKillAsync(slack, bot, method, says, applied: true);
        await bot.StartAgainAsync();

        await AssertOneOfEverythingAsync(slack, bot);
    }

    [Fact]
    public async Task Right_after_the_move_was_committed_the_next_process_goes_on_with_it()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var bot = await BotProcess.StartAsync(DeadRedis, Settings(slack));

        // The first thing that comes after the commit, held before Slack does it.
        await OpenAndKillAsync(slack, bot, "conversations.invite", says: null, applied: false);
        Assert.NotNull((await IncidentAsync(bot)).Room!.Place);
        await bot.StartAgainAsync();

        await AssertOneOfEverythingAsync(slack, bot);
    }

    [Fact]
    public async Task Killed_while_it_archives_the_next_process_knows_that_it_is_done()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var bot = await BotProcess.StartAsync(DeadRedis, Settings(slack));
        await OpenAsync(slack, bot);
        await FurnishedAsync(slack);

        await KillAtAsync(
            slack,
            bot,
            "conversations.archive",
            says: null,
            applied: true,
            () => new SlackRoom(slack, bot.Address).TypeAsync(FakeSlack.Alice, "/incident cancel INC-1 a drill"));
        await bot.StartAgainAsync();

        await AssertOneOfEverythingAsync(slack, bot, cancel: false);
    }

    [Theory]
    [InlineData("conversations.create")]
    [InlineData("conversations.setTopic")]
    [InlineData("chat.postMessage", "INC-1 has a channel of its own")]
    public async Task On_PostgreSQL_another_replica_takes_over(string method, string? says = null)
    {
        await using var slack = await FakeSlack.StartAsync();
        var database = await server.CreateDatabaseAsync();
        string[] settings =
        [
            .. Settings(slack),
            $"Storage:Postgres={database}",
            $"Audit:Key={Convert.ToBase64String(new byte[32])}",
            "Incidents:RoomTurn=00:00:01",
            "Storage:Heartbeat=00:00:00.2",
        ];
        await using var first = await BotProcess.StartAsync(DeadRedis, settings);
        await OpenAndKillAsync(slack, first, method, says, applied: true);

        await using var second = await BotProcess.StartAsync(DeadRedis, settings);

        await AssertOneOfEverythingAsync(slack, second);
    }

    private static string[] Settings(FakeSlack slack) =>
        [
            .. SlackRoom.WithRooms(slack),
            "Slack:Rooms:RetryAfter=00:00:00.1",
            "Slack:Rooms:Bookmarks:0:Title=Dashboard",
            $"Slack:Rooms:Bookmarks:0:Url={Dashboard}",
        ];

    private static Task OpenAsync(FakeSlack slack, BotProcess bot) =>
        new SlackRoom(slack, bot.Address).TypeAsync(FakeSlack.Alice, $"/incident open P0 {Title}");

    private static Task OpenAndKillAsync(FakeSlack slack, BotProcess bot, string method, string? says, bool applied) =>
        KillAtAsync(slack, bot, method, says, applied, () => OpenAsync(slack, bot));

    /// <summary>Does something, waits for the call, and kills the bot while the answer is held back.</summary>
    /// <param name="applied">Whether Slack has done it by then.</param>
    private static async Task KillAtAsync(FakeSlack slack, BotProcess bot, string method, string? says, bool applied, Func<Task> doing)
    {
        const string Held = "held back";
        var left = 1;
        slack.Weather = (called, arguments) => called == method && Says(arguments, says) && Interlocked.Decrement(ref left) == 0
            ? new FakeSlackFailure(Held) { AfterEffect = applied, Seconds = 60 }
            : null;
        await doing();
        await Eventually.TrueAsync(() => slack.Calls.Any(call => call.Answer == Held), $"{method} is called");
        await bot.KillAsync();
        slack.Weather = null;
    }

    private static bool Says(JsonObject arguments, string? says) =>
        says is null || ((string?)arguments["text"])?.Contains(says, StringComparison.Ordinal) == true;

    private static async Task<FakeSlackRoom> FurnishedAsync(FakeSlack slack)
    {
        FakeSlackRoom? room = null;
        await Eventually.TrueAsync(
            () => (room = slack.Rooms.All.FirstOrDefault(room => room.Pins.Count > 0 && room.Bookmarks.Count > 0)) is not null
                && Posts(slack, room.Id, "INC-1 so far").Any()
                && Posts(slack, FakeSlack.Channel, "INC-1 has a channel of its own").Any(),
            "the channel is furnished, and both channels have been told");
        return room!;
    }

    /// <param name="cancel">False where that was done before.</param>
    private static async Task AssertOneOfEverythingAsync(FakeSlack slack, BotProcess bot, bool cancel = true)
    {
        var room = await FurnishedAsync(slack);
        if (cancel)
        {
            await new SlackRoom(slack, bot.Address).TypeAsync(FakeSlack.Alice, "/incident cancel INC-1 a drill");
        }

        await Eventually.TrueAsync(
            async () => (await IncidentAsync(bot)).Room is { Archived: true, Turn: null },
            "the channel is archived, and that is on the record");
        Assert.Same(room, Assert.Single(slack.Rooms.All));
        Assert.True(room.IsArchived);
        Assert.Contains("Reference", Assert.Single(room.Purposes), StringComparison.Ordinal);
        Assert.Equal(room.Topics.Distinct(), room.Topics);
        Assert.Equal($"P0 CANCELLED | {Title} (primary)", room.Topics[^1]);
        Assert.Equal([FakeSlack.Alice, FakeSlack.BotUser], room.Members.Order());
        Assert.Equal([("Dashboard", Dashboard)], room.Bookmarks);
        Assert.Contains(
            Posts(slack, room.Id, "INC-1  P0"),
            card => card.Ts == Assert.Single(room.Pins) && card.Visible.Contains("CANCELLED", StringComparison.Ordinal));
        foreach (var (channel, text) in (IEnumerable<(string, string)>)
        [
            (room.Id, "INC-1  P0"),
            (room.Id, "INC-1 so far"),
            (FakeSlack.Channel, "INC-1 has a channel of its own"),
            (room.Id, "→ Cancelled"),
        ])
        {
            Assert.Single(Posts(slack, channel, text));
        }

        var said = (await bot.Store.Get<IIncidentStore>().WholeTimelineAsync((await IncidentAsync(bot)).Id, TestContext.Current.CancellationToken))
            .Select(entry => entry.Text)
            .ToList();
        Assert.Single(said, $"handled in #{room.Name} from here on");
        Assert.Single(said, $"#{room.Name} was archived");
    }

    private static IEnumerable<FakeSlackMessage> Posts(FakeSlack slack, string channel, string text) =>
        slack.Messages.Where(message => message.Channel == channel && message.OnlyFor is null && message.Text.Contains(text, StringComparison.Ordinal));

    private static async Task<Incident> IncidentAsync(BotProcess bot) =>
        (await bot.Store.Get<IIncidentStore>().FindAsync(1, TestContext.Current.CancellationToken))!;
}
