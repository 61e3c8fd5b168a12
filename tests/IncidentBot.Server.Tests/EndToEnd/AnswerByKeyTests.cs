using System.Web;
using IncidentBot.Chat.Local;
using IncidentBot.Messages;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary>One contract over all doors: whoever sent a request reads its answer by its key, on another replica and after <c>kill -9</c>.</summary>
public sealed class AnswerByKeyTests(PostgresServer postgres) : IAsyncLifetime
{
    private const string DeadRedis = "redis://127.0.0.1:1";
    private const string Title = "INC-1 P0 opened";

    private FakeSlack slack = null!;
    private FakeTeams teams = null!;

    public static TheoryData<string> Doors => ["slack", "slack socket", "teams", "local", "terminal"];

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task A_request_has_its_answer_by_its_key_after_a_kill_before_it_was_delivered(string door)
    {
        await using var bot = await BotProcess.StartAsync(DeadRedis, Settings(door));
        var answers = bot.Store.Get<IAnswers>();
        Assert.IsType<AnswerState.NotKnown>(await answers.OfAsync($"{door}:nobody has sent this", TestRedis.Token));

        await ConnectedAsync(door);
        (slack.IsDown, teams.IsDown) = (true, true);
        var key = await SendAsync(door, bot);
        await Eventually.TrueAsync(async () => await answers.OfAsync(key, TestRedis.Token) is AnswerState.Given, "the answer is committed");
        await bot.KillAsync();

        await AssertGivenAsync(answers, key);
        Assert.Empty(slack.Messages);
        Assert.Empty(teams.Messages);

        (slack.IsDown, teams.IsDown) = (false, false);
        await bot.StartAgainAsync();
        await AssertGivenAsync(answers, key);
        await SeesItAsync(door, bot);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task A_request_that_one_replica_took_has_its_answer_on_the_other_also_when_the_first_is_gone(string door)
    {
        string[] settings =
        [
            .. Settings(door), $"Storage:Postgres={await postgres.CreateDatabaseAsync()}", $"Audit:Key={Convert.ToBase64String(new byte[32])}",
        ];
        await using var first = await BotProcess.StartAsync(DeadRedis, settings);
        await ConnectedAsync(door);
        await using var second = await BotHost.StartAsync(DeadRedis, settings);
        var there = second.Get<IAnswers>();

        var key = await SendAsync(door, first);
        await Eventually.TrueAsync(async () => await there.OfAsync(key, TestRedis.Token) is AnswerState.Given, "the other replica knows the answer");
        await AssertGivenAsync(there, key);

        await first.KillAsync();
        await AssertGivenAsync(there, key);
    }

    private static async Task AssertGivenAsync(IAnswers answers, string key)
    {
        var given = Assert.IsType<AnswerState.Given>(await answers.OfAsync(key, TestRedis.Token)).Answer;
        Assert.Equal(new Outcome.Done(), given.Outcome);
        Assert.Equal(Subject.Incident(1), given.Subject);
        Assert.StartsWith(Title, given.Card.Title, StringComparison.Ordinal);
    }

    private string[] Settings(string door) =>
    [
        .. SlackRoom.Settings(slack),
        .. door == "slack socket" ? slack.SocketSettings.Select(setting => $"{setting.Key}={setting.Value}") : [],
        .. TeamsRoom.Settings(teams),
        "Local:Enabled=true",
    ];

    private Task ConnectedAsync(string door) =>
        door == "slack socket" ? Eventually.TrueAsync(() => slack.Sockets.Open > 0, "the bot's socket is open") : Task.CompletedTask;

    private Task SeesItAsync(string door, BotProcess bot) => door switch
    {
        "slack" or "slack socket" => new SlackRoom(slack, bot.Address).AloneSeesAsync(FakeSlack.Alice, Title),
        "teams" => new TeamsRoom(teams, bot.Address).AloneSeesAsync(FakeTeams.Alice, Title),
        "local" => bot.Room.SeesAsync(LocalPeople.Ada, LocalChannels.General, Title),

        // Whoever types at a terminal waits for it.
        _ => Task.CompletedTask,
    };

    public async ValueTask InitializeAsync()
    {
        slack = await FakeSlack.StartAsync();
        teams = await FakeTeams.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await slack.DisposeAsync();
        await teams.DisposeAsync();
    }

    /// <returns>The key, as whoever sent the request knows it.</returns>
    private async Task<string> SendAsync(string door, BotProcess bot)
    {
        const string Line = "/incident open P0 Redis is down";
        switch (door)
        {
            case "slack":
                var command = slack.Sender.Command("/incident", "open P0 Redis is down");
                Assert.Equal(200, await new SlackRoom(slack, bot.Address).SendAsync(command));
                return $"slack:{FakeSlack.Team}:{HttpUtility.ParseQueryString(command.Body)["trigger_id"]}";

            case "slack socket":
                var enveloped = slack.Sender.Command("/incident", "open P0 Redis is down");
                await slack.Sockets.SendAsync(enveloped, TestRedis.Token);
                return $"slack:{FakeSlack.Team}:{HttpUtility.ParseQueryString(enveloped.Body)["trigger_id"]}";

            case "teams":
                var activity = teams.Sender.Message(Line, FakeTeams.Alice);
                Assert.Equal(200, await new TeamsRoom(teams, bot.Address).SendAsync(activity));
                return $"teams:{FakeTeams.Tenant}:{activity["conversation"]!["id"]}:{activity["id"]}";

            case "local":
                await bot.Room.SayAsync(LocalPeople.Ada, LocalChannels.General, Line, key: "mine");
                return "local:mine";

            default:
                Assert.Contains(Title, (await bot.RunAsync("type", Line)).Output, StringComparison.Ordinal);
                return await bot.Store.Get<IDatabase>().ReadAsync(
                    session => session.FindAsync(new Statement("select key from inbox where key like 'terminal:%'"), row => row.GetString(0), TestRedis.Token),
                    TestRedis.Token) ?? "";
        }
    }
}
