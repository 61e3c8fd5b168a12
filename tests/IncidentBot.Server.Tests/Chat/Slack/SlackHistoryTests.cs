using System.Text.Json.Nodes;
using IncidentBot.Chat;
using IncidentBot.Messages;
using IncidentBot.Server.Tests.Support;

namespace IncidentBot.Server.Tests.Chat.Slack;

/// <summary>A post that may be there already is looked for, and sent again only where it is not there or nobody can tell.</summary>
public sealed class SlackHistoryTests : IAsyncLifetime
{
    private static readonly ChannelRef Here = new("slack", FakeSlack.Team, FakeSlack.Channel);
    private static readonly Delivery First = new("out-7");
    private static readonly Card Hello = Card.Say("Hello");

    private static readonly Card Long = new("412 clients")
    {
        Blocks = [Lines("/redis clients"), Lines("/redis slowlog")],
    };

    private readonly MovableTime time = new();
    private FakeSlack slack = null!;
    private SlackBot bot = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Delivery Again => First with { MayBeThereSince = time.Now };

    private IEnumerable<FakeSlackMessage> InChannel => slack.Messages.Where(message => message.ThreadTs is null);

    public async ValueTask InitializeAsync()
    {
        slack = await FakeSlack.StartAsync(time);
        bot = await SlackBot.StartAsync(slack);
    }

    public async ValueTask DisposeAsync()
    {
        await bot.DisposeAsync();
        await slack.DisposeAsync();
    }

    [Fact]
    public async Task A_first_try_asks_nothing()
    {
        await bot.Platform.PostAsync(Here, Hello, First, Ct);

        Assert.Equal("chat.postMessage", Assert.Single(slack.Calls).Method);
    }

    [Theory]
    [InlineData(-5)]
    [InlineData(0)]
    [InlineData(5)]
    public async Task What_is_there_already_is_found_whichever_clock_is_ahead(int minutes)
    {
        var (again, sent) = (Again, time.Now);
        time.Now = sent.AddMinutes(minutes).AddSeconds(1);
        var there = await bot.Platform.PostAsync(Here, Hello, First, Ct);
        time.Now = sent.AddHours(1);

        Assert.Equal(there, await bot.Platform.PostAsync(Here, Hello, again, Ct));
        Assert.Single(slack.Messages);
    }

    [Fact]
    public async Task What_is_not_there_is_posted_and_no_other_delivery_is_taken_for_it()
    {
        await bot.Platform.PostAsync(Here, Hello, new("out-70"), Ct);
        slack.Show(FakeSlack.Channel, onlyFor: null, new() { ["text"] = "Hello" });

        await bot.Platform.PostAsync(Here, Hello, Again, Ct);

        Assert.Equal(3, slack.Messages.Count);
    }

    [Fact]
    public async Task Of_two_messages_with_its_id_only_the_bots_own_counts()
    {
        var ours = await bot.Platform.PostAsync(Here, Hello, First, Ct);
        var forged = new JsonObject { ["text"] = "Hello", ["metadata"] = slack.Messages[0].Metadata!.DeepClone() };
        slack.Show(FakeSlack.Channel, onlyFor: null, forged, FakeSlack.Alice);
        Assert.Equal(ours, await bot.Platform.PostAsync(Here, Hello, Again, Ct));

        slack.Delete(slack.Messages[0]);
        Assert.NotEqual(ours, await bot.Platform.PostAsync(Here, Hello, Again, Ct));
        Assert.Equal(2, slack.Messages.Count);
    }

    [Fact]
    public async Task An_update_leaves_it_recognisable()
    {
        var there = await bot.Platform.PostAsync(Here, Hello, First, Ct);
        await bot.Platform.UpdateAsync(Here, there, Card.Say("Changed"), Ct);

        Assert.Equal(there, await bot.Platform.PostAsync(Here, Card.Say("Changed again"), Again, Ct));
    }

    [Fact]
    public async Task It_is_found_on_a_later_page()
    {
        var there = await bot.Platform.PostAsync(Here, Hello, First, Ct);
        await ChatterAsync(8);
        slack.History.PageSize = 3;

        Assert.Equal(there, await bot.Platform.PostAsync(Here, Hello, Again, Ct));
        Assert.Equal(3, slack.Calls.Count(call => call.Method == "conversations.history"));
    }

    [Fact]
    public async Task A_channel_is_not_read_without_end_and_the_message_is_not_lost()
    {
        await bot.Platform.PostAsync(Here, Hello, First, Ct);
        await ChatterAsync(8);
        slack.History.PageSize = 1;

        await bot.Platform.PostAsync(Here, Hello, Again, Ct);

        Assert.Equal(5, slack.Calls.Count(call => call.Method == "conversations.history"));
        Assert.Equal(10, slack.Messages.Count);
        Assert.Contains("it may appear twice", bot.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("channels:history", false, "channels:history")]
    [InlineData("groups:history", true, "groups:history")]
    [InlineData(null, false, "not_in_channel")]
    public async Task Where_the_bot_may_not_read_it_posts_again_and_says_why(string? lacks, bool inPrivate, string reason)
    {
        if (lacks is null)
        {
            slack.History.NotJoined.Add(FakeSlack.Channel);
        }
        else
        {
            slack.Scopes.Remove(lacks);
        }

        if (inPrivate)
        {
            slack.History.Private.Add(FakeSlack.Channel);
        }

        await bot.Platform.PostAsync(Here, Hello, First, Ct);
        await bot.Platform.PostAsync(Here, Hello, Again, Ct);

        Assert.Equal(2, slack.Messages.Count);
        Assert.Contains(reason, bot.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_private_channel_it_is_found_too()
    {
        slack.History.Private.Add(FakeSlack.Channel);
        var there = await bot.Platform.PostAsync(Here, Hello, First, Ct);

        Assert.Equal(there, await bot.Platform.PostAsync(Here, Hello, Again, Ct));
    }

    [Fact]
    public async Task While_Slack_cannot_say_whether_it_is_there_it_is_not_posted_again()
    {
        await bot.Platform.PostAsync(Here, Hello, First, Ct);
        slack.FailNext("conversations.history", new FakeSlackFailure("internal_error"));

        var e = await Assert.ThrowsAsync<DeliveryException>(() => bot.Platform.PostAsync(Here, Hello, Again, Ct));

        Assert.Equal((false, true), (e.Permanent, e.MayHaveArrived));
        Assert.Single(slack.Messages);
    }

    [Fact]
    public async Task A_lookup_that_comes_too_early_waits_until_all_its_pages_may_be_read()
    {
        slack.FailNext("conversations.history", FakeSlackFailure.RateLimited(1));

        var e = await Assert.ThrowsAsync<DeliveryException>(() => bot.Platform.PostAsync(Here, Hello, Again, Ct));

        Assert.Equal(TimeSpan.FromSeconds(10), e.RetryAfter);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_output_whose_sharing_was_not_confirmed_is_in_the_thread_once(bool happened)
    {
        slack.FailNext("files.completeUploadExternal", new FakeSlackFailure("fatal_error", AfterEffect: happened));
        var e = await Assert.ThrowsAsync<DeliveryException>(() => bot.Platform.PostAsync(Here, Long, First, Ct));
        Assert.Equal((false, true), (e.Permanent, e.MayHaveArrived));

        await bot.Platform.PostAsync(Here, Long, Again, Ct);
        await bot.Platform.PostAsync(Here, Long, Again, Ct);

        Assert.Single(slack.Messages);
        Assert.Equal(["/redis clients", "/redis slowlog"], slack.Files.All.Select(file => file.Title));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_output_as_text_is_in_the_thread_once(bool happened)
    {
        slack.Scopes.Remove("files:write");
        slack.Weather = (method, arguments) => method == "chat.postMessage" && arguments["thread_ts"] is not null ? new FakeSlackFailure("fatal_error", AfterEffect: happened) : null;
        await Assert.ThrowsAsync<DeliveryException>(() => bot.Platform.PostAsync(Here, Long, First, Ct));
        slack.Weather = null;

        await bot.Platform.PostAsync(Here, Long, Again, Ct);
        await bot.Platform.PostAsync(Here, Long, Again, Ct);

        Assert.Single(InChannel);
        Assert.Collection(
            slack.Messages.Where(message => message.ThreadTs is not null),
            message => Assert.Contains("/redis clients row 39", message.Visible, StringComparison.Ordinal),
            message => Assert.Contains("/redis slowlog row 39", message.Visible, StringComparison.Ordinal));
    }

    [Fact]
    public async Task At_Slacks_pace_the_text_of_an_output_comes_with_the_next_try()
    {
        slack.Scopes.Remove("files:write");
        await using var slow = await SlackBot.StartAsync(slack, ("Slack:PostEvery", "00:00:01"));
        var card = Long with { Blocks = [Lines("/redis clients")] };

        var e = await Assert.ThrowsAsync<DeliveryException>(() => slow.Platform.PostAsync(Here, card, First, Ct));
        Assert.Equal((TimeSpan.FromSeconds(1), true), (e.RetryAfter, e.MayHaveArrived));
        time.Now += TimeSpan.FromSeconds(1);
        await slow.Platform.PostAsync(Here, card, Again, Ct);

        Assert.Equal([null, slack.Messages[0].Ts], slack.Messages.Select(message => message.ThreadTs));
    }

    [Fact]
    public async Task Where_it_could_not_be_found_again_a_message_is_not_repeated_for_the_sake_of_its_thread()
    {
        slack.Scopes.Remove("files:write");
        slack.Scopes.Remove("channels:history");
        slack.Weather = (method, arguments) => method == "chat.postMessage" && arguments["thread_ts"] is not null ? new FakeSlackFailure("internal_error") : null;

        await bot.Platform.PostAsync(Here, Long, First, Ct);

        Assert.Single(slack.Messages);
        Assert.Contains("could not be written into its thread", bot.Log.Text, StringComparison.Ordinal);
    }

    private async Task ChatterAsync(int count)
    {
        for (var number = 0; number < count; number++)
        {
            await bot.Platform.PostAsync(Here, Card.Say("Chatter"), new($"chatter-{number}"), Ct);
        }
    }

    private static CardBlock.Lines Lines(string of) => new([.. Enumerable.Range(0, 40).Select(number => $"{of} row {number}")]) { Output = of };
}
