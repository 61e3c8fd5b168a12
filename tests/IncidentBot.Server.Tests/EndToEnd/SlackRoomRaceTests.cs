using IncidentBot.Incidents;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary>Two replicas on one database, both ready to make every channel.</summary>
public sealed class SlackRoomRaceTests(PostgresServer server)
{
    private const string DeadRedis = "redis://127.0.0.1:1";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Both_at_work_on_one_incident_make_one_channel_and_do_nothing_twice()
    {
        await using var slack = await FakeSlack.StartAsync();
        var settings = await SettingsAsync(slack);
        await using var first = await BotHost.StartAsync(DeadRedis, settings);
        await using var second = await BotHost.StartAsync(DeadRedis, settings);
        SlackRoom[] doors = [new(slack, first.Address), new(slack, second.Address)];
        await doors[0].TypeAsync(FakeSlack.Alice, "/incident open P0 Orders are late");
        await doors[0].AloneSeesAsync(FakeSlack.Alice, "INC-1 P0 opened");

        // Each change makes a new appointment for the channel, for whoever is there first.
        await Task.WhenAll(
            ((string[])["ack INC-1", "severity INC-1 P1", "assign INC-1 @bob", "role INC-1 scribe @alice", "severity INC-1 P2", "role INC-1 liaison @bob"])
                .Select((change, index) => doors[index % 2].TypeAsync(index < 3 ? FakeSlack.Alice : FakeSlack.Bob, $"/incident {change}")));

        await Eventually.TrueAsync(() => slack.Messages.Count(message => message.OnlyFor is not null) >= 7, "everybody has an answer");
        await Eventually.TrueAsync(
            async () => await IncidentAsync(first, 1) is { Room: { Turn: null, Done: var done } } incident
                && done.ContainsKey("pinned")
                && slack.Rooms.All is [{ Topics: [.., var topic] }]
                && topic.StartsWith($"{incident.Severity} ASSESSING", StringComparison.Ordinal),
            "the channel is furnished, and its topic is the last one");
        var room = Assert.Single(slack.Rooms.All);
        Assert.Single(slack.Calls, call => call is { Method: "conversations.create", Answer: null });
        Assert.Single(room.Purposes);
        Assert.Single(room.Pins);
        Assert.Equal([("Dashboard", "https://grafana.example.com/d/redis")], room.Bookmarks);
        Assert.Subset(new HashSet<string> { FakeSlack.Alice, FakeSlack.Bob, FakeSlack.BotUser }, room.Members);
        Assert.Contains(FakeSlack.Alice, room.Members);
        Assert.All(room.Topics.Zip(room.Topics.Skip(1)), pair => Assert.NotEqual(pair.First, pair.Second));
        Assert.Single(slack.Messages, message => message.Visible.Contains("INC-1 so far", StringComparison.Ordinal));
        Assert.Single(slack.Messages, message => message.Visible.Contains("INC-1 has a channel of its own", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Many_incidents_of_one_moment_get_a_channel_each_past_names_that_are_taken()
    {
        string[] queues = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa"];
        await using var slack = await FakeSlack.StartAsync();
        for (var number = 1; number <= queues.Length; number++)
        {
            // Nobody knows beforehand which incident comes first.
            slack.Rooms.Add($"inc-{number}-queue-alpha", "U0OTHER");
            slack.Rooms.Add($"inc-{number}-queue-beta", "U0OTHER");
            slack.Rooms.Add($"inc-{number}-queue-beta-2", FakeSlack.BotUser, "An old one. Reference 00000000000000000000000000000000", archived: true);
        }

        var settings = await SettingsAsync(slack);
        await using var first = await BotHost.StartAsync(DeadRedis, settings);
        await using var second = await BotHost.StartAsync(DeadRedis, settings);
        SlackRoom[] doors = [new(slack, first.Address), new(slack, second.Address)];

        await Task.WhenAll(
            queues.Select((queue, index) => doors[index % 2].TypeAsync(index % 4 < 2 ? FakeSlack.Alice : FakeSlack.Bob, $"/incident open P0 Queue {queue}")));

        for (var count = 1; count <= queues.Length; count++)
        {
            // Slack takes a few of these calls a minute, so they come one after the other.
            await Eventually.TrueAsync(
                () => slack.Rooms.All.Count(room => room is { Creator: FakeSlack.BotUser, IsArchived: false, Purposes.Count: > 0 }) >= count,
                $"{count} incidents have a channel");
        }

        for (var number = 1; number <= queues.Length; number++)
        {
            await Eventually.TrueAsync(async () => await IncidentAsync(first, number) is { Room.Place: not null }, $"INC-{number} has a channel");
            var incident = (await IncidentAsync(first, number))!;
            var room = Assert.Single(slack.Rooms.All, room => room.Id == incident.Room!.Place!.ChannelId);
            var queue = incident.Title.Split(' ')[1];
            Assert.Equal($"inc-{number}-queue-{queue}{queue switch { "alpha" => "-2", "beta" => "-3", _ => "" }}", room.Name);
            Assert.Contains($"Reference {incident.Id.Value:N}", Assert.Single(room.Purposes), StringComparison.Ordinal);
        }

        Assert.Equal(queues.Length, slack.Calls.Count(call => call is { Method: "conversations.create", Answer: null }));
    }

    private async Task<string[]> SettingsAsync(FakeSlack slack) =>
    [
        .. SlackRoom.WithRooms(slack), $"Storage:Postgres={await server.CreateDatabaseAsync()}", $"Audit:Key={Convert.ToBase64String(new byte[32])}",
        "Slack:Rooms:Bookmarks:0:Title=Dashboard", "Slack:Rooms:Bookmarks:0:Url=https://grafana.example.com/d/redis",
    ];

    private static Task<Incident?> IncidentAsync(BotHost bot, int number) => bot.Get<IIncidentStore>().FindAsync(number, Ct);
}
