using IncidentBot.Chat.Terminal;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary><c>type …</c> as an engineer runs it on the bot's machine.</summary>
public sealed class TerminalTests
{
    private static readonly string[] Steps =
    [
        "Assessing → Mitigating",
        "Verifying → Monitoring",
        "Monitoring → Resolved",
        "Resolved → Closed",
    ];

    [Fact]
    public async Task With_Slack_away_an_incident_goes_on_from_a_terminal_and_what_was_said_arrives_in_order_when_it_is_back()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var redis = await RedisServer.StartAsync();
        await using var bot = await BotProcess.StartAsync(redis.Url, [.. SlackRoom.Settings(slack), $"People:0:Accounts:1={TerminalSeat.Here.Account}"]);
        var people = new SlackRoom(slack, bot.Address);
        await people.TypeAsync(FakeSlack.Bob, "/incident open P0 Redis is down");
        await people.AllSeeAsync("INC-1 finding:");

        slack.IsDown = true;
        await AnswersAsync(bot, "INC-1 is Mitigating", "/incident", "mitigate", "INC-1", "it was restarted");
        await AnswersAsync(bot, "INC-1 is Verifying", "/incident", "verify", "INC-1");
        await Eventually.TrueAsync(
            async () => (await bot.RunAsync("type", "/incident status INC-1")).Output.Contains("RESOLVED", StringComparison.Ordinal),
            "the incident is resolved");
        await AnswersAsync(bot, "INC-1 is Closed", "/incident close INC-1");
        slack.IsDown = false;

        await people.AllSeeAsync("Resolved → Closed");
        await people.AllSeeAsync("INC-1  P0  CLOSED");
        Assert.Equal(Steps, slack.Messages.Select(
            message => Steps.FirstOrDefault(step => message.OnlyFor is null && message.Visible.Contains(step, StringComparison.Ordinal))).OfType<string>());
        await people.AllSeeAsync("Assessing → Mitigating, by Alice");
    }

    [Fact]
    public async Task Whoever_is_not_listed_may_look_and_no_more()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var bot = await BotProcess.StartAsync(redis.Url);

        await AnswersAsync(bot, "PONG in", "redis", "ping");
        await AnswersAsync(bot, "takes the Respond permission", "/redis clear-cache rl:*");
    }

    [Fact]
    public async Task Without_a_bot_that_answers_or_a_line_it_says_so()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var bot = await BotProcess.StartAsync(redis.Url);
        await bot.KillAsync();

        var unanswered = await bot.RunAsync("type", "--wait", "0.2", "/redis ping");
        var mistyped = await BotProcess.RunToEndAsync("type");

        Assert.Equal((3, ""), (unanswered.Code, unanswered.Output));
        Assert.Contains("Is one running on this store?", unanswered.Errors, StringComparison.Ordinal);
        Assert.Equal((2, ""), (mistyped.Code, mistyped.Output));
        Assert.Contains($"counts as {TerminalSeat.Here.Account}", mistyped.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_bot_has_ever_started_it_says_that_one_has_to()
    {
        var folder = Directory.CreateTempSubdirectory("incidentbot-no-store-");

        var exit = await BotProcess.RunInAsync(folder, ["type", "/redis", "ping"]);

        Assert.Equal((2, ""), (exit.Code, exit.Output));
        Assert.Contains("There is no SQLite database ", exit.Errors, StringComparison.Ordinal);
        Assert.Contains("the first start of the bot makes it. Start the bot with the same settings", exit.Errors, StringComparison.Ordinal);
        Assert.Empty(folder.EnumerateFileSystemInfos());
        folder.Delete();
    }

    private static async Task AnswersAsync(BotProcess bot, string answer, params string[] line)
    {
        var exit = await bot.RunAsync(["type", .. line]);
        Assert.Contains(answer, exit.Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), (exit.Code, exit.Errors));
    }
}
