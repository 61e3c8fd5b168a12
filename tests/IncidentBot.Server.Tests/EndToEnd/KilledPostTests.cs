using IncidentBot.Messages;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary><c>kill -9</c> after Slack has taken a message and before the bot has heard so.</summary>
public sealed class KilledPostTests
{
    /// <param name="nth">The incident's card, its runbook's card, the finding.</param>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task What_was_said_when_the_bot_was_killed_is_not_said_again(int nth)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var bot = await BotProcess.StartAsync("redis://127.0.0.1:1", SlackRoom.Settings(slack));
        var posts = 0;
        slack.Weather = (method, _) => method == "chat.postMessage" && Interlocked.Increment(ref posts) == nth
            ? new FakeSlackFailure("held", AfterEffect: true, Seconds: 600)
            : null;
        await new SlackRoom(slack, bot.Address).TypeAsync(FakeSlack.Alice, "/incident open P0 Redis is down");
        await Eventually.TrueAsync(() => ForAll(slack).Count == nth, "the message is there and its answer is held");

        await bot.KillAsync();
        await bot.StartAgainAsync();
        var people = new SlackRoom(slack, bot.Address);
        await people.AllSeeAsync("INC-1 finding");
        await people.TypeAsync(FakeSlack.Alice, "/incident mitigate it was restarted");
        await people.AllSeeAsync("Assessing → Mitigating");
        await people.AllSeeAsync("INC-1  P0  MITIGATING");
        await Eventually.TrueAsync(async () => !await WaitingAsync(bot), "all is delivered");

        Assert.Contains(slack.Calls, call => call.Method == "conversations.history");
        var titles = ForAll(slack).ConvertAll(message => message.Visible.Split('\n')[0]);
        Assert.Equal(titles.Distinct(), titles);
        Assert.Single(titles, title => title.Contains("INC-1  P0  MITIGATING", StringComparison.Ordinal));
        Assert.DoesNotContain(titles, title => title.Contains("ASSESSING", StringComparison.Ordinal) || title.Contains("DECLARED", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_said_in_the_announcements_thread_is_not_said_again()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var bot = await BotProcess.StartAsync("redis://127.0.0.1:1", SlackRoom.WithRooms(slack));
        var people = new SlackRoom(slack, bot.Address);
        await people.TypeAsync(FakeSlack.Alice, "/incident open P1 Redis is down");
        await people.AllSeeInAsync(FakeSlack.Channel, "INC-1 has a channel of its own");
        slack.Weather = (method, said) => method == "chat.postMessage" && said.ContainsKey("thread_ts") && InThread(slack).Count == 0
            ? new FakeSlackFailure("held", AfterEffect: true, Seconds: 600)
            : null;
        await people.TypeAsync(FakeSlack.Alice, "/incident severity INC-1 P0");
        await Eventually.TrueAsync(() => InThread(slack).Count == 1, "the message is there and its answer is held");

        await bot.KillAsync();
        await bot.StartAgainAsync();
        people = new SlackRoom(slack, bot.Address);
        await people.TypeAsync(FakeSlack.Alice, "/incident cancel INC-1 a mistake");
        await people.AllSeeInAsync(FakeSlack.Channel, "INC-1 is cancelled");
        var card = await people.AllSeeInAsync(FakeSlack.Channel, "INC-1  P0  CANCELLED");

        Assert.Contains(slack.Calls, call => call.Method == "conversations.replies");
        Assert.All(InThread(slack), message => Assert.Equal(card.Ts, message.ThreadTs));
        Assert.Collection(
            InThread(slack).Select(message => message.Visible),
            first => Assert.Contains("INC-1 is P0 now: Redis is down", first, StringComparison.Ordinal),
            second => Assert.Contains("INC-1 is cancelled: Redis is down", second, StringComparison.Ordinal));
    }

    private static List<FakeSlackMessage> InThread(FakeSlack slack) =>
        [.. slack.Messages.Where(message => message.Channel == FakeSlack.Channel && message.ThreadTs is not null)];

    private static List<FakeSlackMessage> ForAll(FakeSlack slack) => [.. slack.Messages.Where(message => message.OnlyFor is null)];

    private static Task<bool> WaitingAsync(BotProcess bot) =>
        bot.Store.Get<IOutbox>().HasWaitingAsync(new ChannelRef("slack", FakeSlack.Team, FakeSlack.Channel), TestContext.Current.CancellationToken);
}
