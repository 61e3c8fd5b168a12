using System.Net;
using IncidentBot.Messages;
using IncidentBot.Server.Tests.Support;

namespace IncidentBot.Server.Tests.Chat.Slack;

/// <summary>Random schedules of what is said and of what goes wrong, by seed; the time is virtual.</summary>
public sealed class SlackStormTests
{
    private static readonly ChannelRef[] Channels =
    [
        new("slack", FakeSlack.Team, FakeSlack.Channel),
        new("slack", FakeSlack.Team, "C0OTHER"),
        new("slack", FakeSlack.Team, "C0ROOM1"),
    ];
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(5);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 5)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task While_Slack_takes_no_more_posts_a_change_of_state_is_seen_within_five_seconds(int seed)
    {
        var random = new Random(seed);
        await using var bot = await StartAsync();
        int[] incidents = [await bot.OpenAsync(Channels[0], "state 0"), await bot.OpenAsync(Channels[1], "state 0")];
        await bot.DeliverAsync();
        var said = new List<(ChannelRef Channel, string Text)>();
        var waiting = new Dictionary<(int Incident, string Title), DateTimeOffset>();
        var resting = new Dictionary<string, DateTimeOffset>();
        bot.Slack.Weather =
            (method, _) => method != "chat.postMessage" || random.NextDouble() > 0.7 ? null : Resting(FakeSlackFailure.RateLimited(random.Next(1, 30)));

        for (var step = 0; step < 240; step++)
        {
            if (random.NextDouble() < 0.15)
            {
                said.AddRange(await ChatterAsync(bot, random, said.Count));
            }

            if (random.NextDouble() < 0.05)
            {
                var which = random.Next(2);
                await bot.ChangeAsync(incidents[which], $"state {step}");
                foreach (var older in waiting.Keys.Where(change => change.Incident == which).ToList())
                {
                    waiting.Remove(older);
                }

                waiting[(which, $"state {step}")] = bot.Time.Now;
            }

            await bot.DeliverAsync();
            foreach (var (change, since) in waiting.ToList())
            {
                if (bot.Slack.Messages.Any(message => message.Channel == Channels[change.Incident].ChannelId
                    && message.Visible.Contains($"{change.Title} (primary)", StringComparison.Ordinal)))
                {
                    waiting.Remove(change);
                }

                Assert.True(bot.Time.Now - since <= Promise, $"{change} of {since:O} is not seen at {bot.Time.Now:O}");
            }

            bot.Time.Now += Step;
        }

        bot.Slack.Weather = null;
        await UntilQuietAsync(bot, TimeSpan.FromMinutes(30));
        AssertAllSaidOnceAndInOrder(bot, said);
        AssertPace(bot);

        FakeSlackFailure Resting(FakeSlackFailure failure)
        {
            // A method that was asked to rest is not called before.
            Assert.True(bot.Time.Now >= resting.GetValueOrDefault("chat.postMessage"), "a method was called while it should rest");
            resting["chat.postMessage"] = bot.Time.Now.AddSeconds(failure.RetryAfterSeconds!.Value);
            return failure;
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Whatever_goes_wrong_for_an_hour_nothing_is_lost_or_said_twice_and_the_order_is_kept(int seed)
    {
        var random = new Random(seed);
        await using var bot = await StartAsync();
        var said = new List<(ChannelRef Channel, string Text)>();
        var titles = new Dictionary<int, string>();
        var outageFrom = bot.Time.Now.AddSeconds(20);
        var outageUntil = outageFrom.AddHours(1);
        bot.Slack.Weather = (_, _) => bot.Time.Now >= outageFrom && bot.Time.Now < outageUntil
            ? new FakeSlackFailure("service_unavailable", HttpStatusCode.ServiceUnavailable)
            : Trouble(random);

        while (bot.Time.Now < outageUntil.AddMinutes(1))
        {
            var isOut = bot.Time.Now >= outageFrom && bot.Time.Now < outageUntil;
            if (random.NextDouble() < (isOut ? 0.02 : 0.2))
            {
                said.AddRange(await ChatterAsync(bot, random, said.Count));
                await HappenAsync(bot, random, titles);
            }

            await bot.DeliverAsync();
            bot.Time.Now += isOut ? TimeSpan.FromSeconds(10) : Step;
        }

        bot.Slack.Weather = null;
        await UntilQuietAsync(bot, TimeSpan.FromHours(1));
        AssertAllSaidOnceAndInOrder(bot, said);
        AssertOneCardEach(bot, titles);
        AssertPace(bot);
    }

    [Fact]
    public async Task A_revoked_token_gives_up_what_it_cannot_say_and_the_others_go_on()
    {
        await using var bot = await StartAsync();
        bot.Slack.Revoke(bot.Slack.BotToken);
        await bot.SayAsync(new Outgoing.Post(Channels[0], new Card("lost")));
        await bot.DeliverAsync();
        bot.Slack.Reinstate(bot.Slack.BotToken);
        await bot.SayAsync(new Outgoing.Post(Channels[0], new Card("said")));
        bot.Time.Now += TimeSpan.FromSeconds(1);
        await bot.DeliverAsync();

        Assert.Equal("said", Assert.Single(bot.Slack.Messages).Visible);
        Assert.Equal((0, 1), await bot.CountAsync());
    }

    private static FakeSlackFailure? Trouble(Random random) => random.Next(10) switch
    {
        0 => new FakeSlackFailure("internal_error", HttpStatusCode.InternalServerError),
        1 => new FakeSlackFailure("fatal_error", AfterEffect: true),
        2 => new FakeSlackFailure("lost", AfterEffect: true, Lost: true),
        3 => FakeSlackFailure.RateLimited(random.Next(1, 5)),
        _ => null,
    };

    private static async Task<IEnumerable<(ChannelRef, string)>> ChatterAsync(SlackDeliveries bot, Random random, int from)
    {
        var channel = Channels[random.Next(Channels.Length)];
        var texts = Enumerable.Range(from, random.Next(1, 8)).Select(number => $"line {number}").ToList();
        await bot.SayAsync([.. texts.Select(text => new Outgoing.Post(channel, new Card(text) { Blocks = random.Next(10) == 0 ? [LongOutput(text)] : [] }))]);
        return texts.Select(text => (channel, text));
    }

    /// <summary>An incident is opened somewhere, or how one stands changes.</summary>
    private static async Task HappenAsync(SlackDeliveries bot, Random random, Dictionary<int, string> titles)
    {
        if (titles.Count < 5)
        {
            titles[await bot.OpenAsync(Channels[random.Next(Channels.Length)], "opened")] = "opened";
            return;
        }

        var changed = random.Next(1, titles.Count + 1);
        titles[changed] = $"change {random.Next(1000)}";
        await bot.ChangeAsync(changed, titles[changed]);
    }

    private static async Task UntilQuietAsync(SlackDeliveries bot, TimeSpan limit)
    {
        var until = bot.Time.Now + limit;
        while ((await bot.CountAsync()).Waiting > 0)
        {
            Assert.True(bot.Time.Now < until, "messages are still waiting");
            await bot.DeliverAsync();
            bot.Time.Now += Step;
        }

        Assert.Equal((0, 0), await bot.CountAsync());
    }

    private static CardBlock.Lines LongOutput(string of) => new([.. Enumerable.Range(0, 40).Select(number => $"{of}, row {number}")]) { Output = of };

    /// <summary>Each line in its channel, in order and once, whatever became of the answers; and once what hangs on it.</summary>
    private static void AssertAllSaidOnceAndInOrder(SlackDeliveries bot, List<(ChannelRef Channel, string Text)> said)
    {
        foreach (var channel in Channels)
        {
            var seen = bot.Slack.Messages.Where(message => message.Channel == channel.ChannelId
                && message.ThreadTs is null
                && message.Text.StartsWith("line", StringComparison.Ordinal)).ToList();
            Assert.Equal(said.Where(line => line.Channel == channel).Select(line => line.Text), seen.Select(message => message.Text.Split('\n')[0]));
            Assert.All(seen, line => Assert.Equal(line.Visible.Contains(", row 0", StringComparison.Ordinal) ? 1 : 0, OutputsOf(bot, line)));
        }
    }

    private static int OutputsOf(SlackDeliveries bot, FakeSlackMessage line) =>
        bot.Slack.Files.All.Count(file => file.Channel == line.Channel && file.Thread == line.Ts)
            + bot.Slack.Messages.Count(message => message.Channel == line.Channel && message.ThreadTs == line.Ts);

    private static void AssertOneCardEach(SlackDeliveries bot, Dictionary<int, string> titles)
    {
        foreach (var (number, title) in titles)
        {
            var card = Assert.Single(bot.Slack.Messages, message => message.Visible.Contains($"INC-{number} ", StringComparison.Ordinal));
            Assert.Contains($"{title} (primary)", card.Visible, StringComparison.Ordinal);
        }
    }

    /// <summary>Slack never saw more than a post a second in a channel, accepted or not.</summary>
    private static void AssertPace(SlackDeliveries bot)
    {
        foreach (var channel in bot.Slack.Calls.Where(call => call.Method == "chat.postMessage").GroupBy(call => (string?)call.Arguments["channel"]))
        {
            Assert.All(
                channel.Zip(channel.Skip(1)),
                pair => Assert.True(pair.Second.At - pair.First.At >= TimeSpan.FromSeconds(1), $"{pair.First.At:O} and {pair.Second.At:O}"));
        }
    }

    private static async Task<SlackDeliveries> StartAsync()
    {
        var bot = await SlackDeliveries.StartAsync();
        bot.Slack.AddChannel("C0OTHER");
        Assert.Equal(Channels[2].ChannelId, bot.Slack.Rooms.Add("inc-1-storm", FakeSlack.BotUser).Id);
        return bot;
    }
}
