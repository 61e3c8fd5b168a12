using System.Web;
using IncidentBot.Chat.Local;
using IncidentBot.Messages;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary>One contract over all doors: whoever sent a request reads its answer by its key, on another replica and after <c>kill -9</c>.</summary>
public sealed class AnswerByKeyTests : IAsyncLifetime
{
    private FakeSlack slack = null!;
    private FakeTeams teams = null!;

    public static TheoryData<string> Doors => ["slack", "teams", "local", "terminal"];

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task A_request_has_its_answer_by_its_key_also_after_a_kill(string door)
    {
        await using var bot = await BotProcess.StartAsync(
            "redis://127.0.0.1:1",
            [.. SlackRoom.Settings(slack), .. TeamsRoom.Settings(teams), "Local:Enabled=true"]);
        var elsewhere = bot.Store.Get<IAnswers>();
        Assert.IsType<AnswerState.NotKnown>(await elsewhere.OfAsync($"{door}:nobody has sent this", TestRedis.Token));

        var key = await SendAsync(door, bot);
        await Eventually.TrueAsync(async () => await elsewhere.OfAsync(key, TestRedis.Token) is AnswerState.Given, "the answer is committed");
        await bot.KillAsync();

        // The process that answered is gone, with whatever it had not delivered.
        var given = Assert.IsType<AnswerState.Given>(await elsewhere.OfAsync(key, TestRedis.Token)).Answer;
        Assert.Equal(new Outcome.Done(), given.Outcome);
        Assert.Equal(Subject.Incident(1), given.Subject);
        Assert.StartsWith("INC-1 P0 opened", given.Card.Title, StringComparison.Ordinal);

        await bot.StartAgainAsync();
        Assert.Equal(given.Card.Title, Assert.IsType<AnswerState.Given>(await elsewhere.OfAsync(key, TestRedis.Token)).Answer.Card.Title);
    }

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

            case "teams":
                var activity = teams.Sender.Message(Line, FakeTeams.Alice);
                Assert.Equal(200, await new TeamsRoom(teams, bot.Address).SendAsync(activity));
                return $"teams:{FakeTeams.Tenant}:{activity["conversation"]!["id"]}:{activity["id"]}";

            case "local":
                await bot.Room.SayAsync(LocalPeople.Ada, LocalChannels.General, Line, key: "mine");
                return "local:mine";

            default:
                Assert.Equal(0, (await bot.RunAsync("type", Line)).Code);
                return await bot.Store.Get<IDatabase>().ReadAsync(
                    session => session.FindAsync(new Statement("select key from inbox where key like 'terminal:%'"), row => row.GetString(0), TestRedis.Token),
                    TestRedis.Token) ?? "";
        }
    }
}
