using System.Text.Json.Nodes;
using IncidentBot.Chat;
using IncidentBot.Messages;
using IncidentBot.Server.Tests.Support;

namespace IncidentBot.Server.Tests.Chat.Slack;

/// <summary>A post that may be there already is looked for, and sent again only where it is not there or nobody can tell.</summary>
public sealed class SlackHistoryTests : SlackBotTest
{
    private static readonly ChannelRef Here = new("slack", FakeSlack.Team, FakeSlack.Channel);
    private static readonly Delivery First = new("out-7");
    private static readonly Card Hello = Card.Say("Hello");

    private static readonly Card Long = new("412 clients")
    {
        Blocks = [Lines("/redis clients"), Lines("/redis slowlog")],
    };

    private Delivery Again => First with { MayBeThereSince = Time.Now };

    private IEnumerable<FakeSlackMessage> InChannel => Slack.Messages.Where(message => message.ThreadTs is null);

    [Fact]
    public async Task A_first_try_asks_nothing()
    {
        await Bot.Platform.PostAsync(Here, Hello, First, Ct);

        Assert.Equal("chat.postMessage", Assert.Single(Slack.Calls).Method);
    }

    [Theory]
    [InlineData(-5)]
    [InlineData(0)]
    [InlineData(5)]
    public async Task What_is_there_already_is_found_whichever_clock_is_ahead(int minutes)
    {
        var (again, sent) = (Again, Time.Now);
        Time.Now = sent.AddMinutes(minutes).AddSeconds(1);
        var there = await Bot.Platform.PostAsync(Here, Hello, First, Ct);
        Time.Now = sent.AddHours(1);

        Assert.Equal(there, await Bot.Platform.PostAsync(Here, Hello, again, Ct));
        Assert.Single(Slack.Messages);
    }

    [Fact]
    public async Task What_was_said_in_a_thread_is_looked_for_there()
    {
        var above = await Bot.Platform.PostAsync(Here, Card.Say("The announcement"), new("out-1"), Ct);
        var there = await Bot.Platform.PostUnderAsync(Here, above, Hello, First, Ct);

        Assert.Equal(there, await Bot.Platform.PostUnderAsync(Here, above, Hello, Again, Ct));
        Assert.NotEqual(there, await Bot.Platform.PostUnderAsync(Here, above, Hello, new("out-8", Time.Now), Ct));

        Assert.Equal([null, above, above], Slack.Messages.Select(message => message.ThreadTs));
        Assert.Equal(2, Slack.Calls.Count(call => call.Method == "conversations.replies"));
    }

    [Fact]
    public async Task A_thread_whose_message_was_deleted_is_refused_for_good_and_without_effect()
    {
        var above = await Bot.Platform.PostAsync(Here, Card.Say("The announcement"), new("out-1"), Ct);
        Slack.Delete(Slack.Messages[0]);

        var refusal = await Assert.ThrowsAsync<DeliveryException>(() => Bot.Platform.PostUnderAsync(Here, above, Hello, Again, Ct));

        Assert.True(refusal is { Permanent: true, MayHaveArrived: false });
    }

    [Fact]
    public async Task What_is_not_there_is_posted_and_no_other_delivery_is_taken_for_it()
    {
        await Bot.Platform.PostAsync(Here, Hello, new("out-70"), Ct);
        Slack.Show(FakeSlack.Channel, onlyFor: null, new() { ["text"] = "Hello" });

        await Bot.Platform.PostAsync(Here, Hello, Again, Ct);

        Assert.Equal(3, Slack.Messages.Count);
    }

    [Fact]
    public async Task Of_two_messages_with_its_id_only_the_bots_own_counts()
    {
        var ours = await Bot.Platform.PostAsync(Here, Hello, First, Ct);
        var forged = new JsonObject { ["text"] = "Hello", ["metadata"] = Slack.Messages[0].Metadata!.DeepClone() };
        Slack.Show(FakeSlack.Channel, onlyFor: null, forged, FakeSlack.Alice);
        Assert.Equal(ours, await Bot.Platform.PostAsync(Here, Hello, Again, Ct));

        Slack.Delete(Slack.Messages[0]);
        Assert.NotEqual(ours, await Bot.Platform.PostAsync(Here, Hello, Again, Ct));
        Assert.Equal(2, Slack.Messages.Count);
    }

    [Fact]
    public async Task An_update_leaves_it_recognisable()
    {
        var there = await Bot.Platform.PostAsync(Here, Hello, First, Ct);
        await Bot.Platform.UpdateAsync(Here, there, Card.Say("Changed"), Ct);

        Assert.Equal(there, await Bot.Platform.PostAsync(Here, Card.Say("Changed again"), Again, Ct));
    }

    [Fact]
    public async Task It_is_found_on_a_later_page()
    {
        var there = await Bot.Platform.PostAsync(Here, Hello, First, Ct);
        await ChatterAsync(8);
        Slack.History.PageSize = 3;

        Assert.Equal(there, await Bot.Platform.PostAsync(Here, Hello, Again, Ct));
        Assert.Equal(3, Slack.Calls.Count(call => call.Method == "conversations.history"));
    }

    [Fact]
    public async Task A_channel_is_not_read_without_end_and_the_message_is_not_lost()
    {
        await Bot.Platform.PostAsync(Here, Hello, First, Ct);
        await ChatterAsync(8);
        Slack.History.PageSize = 1;

        await Bot.Platform.PostAsync(Here, Hello, Again, Ct);

        Assert.Equal(5, Slack.Calls.Count(call => call.Method == "conversations.history"));
        Assert.Equal(10, Slack.Messages.Count);
        Assert.Contains("it may appear twice", Bot.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("channels:history", false, "channels:history")]
    [InlineData("groups:history", true, "groups:history")]
    [InlineData(null, false, "not_in_channel")]
    public async Task Where_the_bot_may_not_read_it_posts_again_and_says_why(string? lacks, bool inPrivate, string reason)
    {
        if (lacks is null)
        {
            Slack.History.NotJoined.Add(FakeSlack.Channel);
        }
        else
        {
            Slack.Scopes.Remove(lacks);
        }

        if (inPrivate)
        {
            Slack.History.Private.Add(FakeSlack.Channel);
        }

        await Bot.Platform.PostAsync(Here, Hello, First, Ct);
        await Bot.Platform.PostAsync(Here, Hello, Again, Ct);

        Assert.Equal(2, Slack.Messages.Count);
        Assert.Contains(reason, Bot.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_private_channel_it_is_found_too()
    {
        Slack.History.Private.Add(FakeSlack.Channel);
        var there = await Bot.Platform.PostAsync(Here, Hello, First, Ct);

        Assert.Equal(there, await Bot.Platform.PostAsync(Here, Hello, Again, Ct));
    }

    [Fact]
    public async Task While_Slack_cannot_say_whether_it_is_there_it_is_not_posted_again()
    {
        await Bot.Platform.PostAsync(Here, Hello, First, Ct);
        Slack.FailNext("conversations.history", new FakeSlackFailure("internal_error"));

        var e = await Assert.ThrowsAsync<DeliveryException>(() => Bot.Platform.PostAsync(Here, Hello, Again, Ct));

        Assert.Equal((false, true), (e.Permanent, e.MayHaveArrived));
        Assert.Single(Slack.Messages);
    }

    [Fact]
    public async Task A_lookup_that_comes_too_early_waits_until_all_its_pages_may_be_read()
    {
        Slack.FailNext("conversations.history", FakeSlackFailure.RateLimited(1));

        var e = await Assert.ThrowsAsync<DeliveryException>(() => Bot.Platform.PostAsync(Here, Hello, Again, Ct));

        Assert.Equal(TimeSpan.FromSeconds(10), e.RetryAfter);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_output_whose_sharing_was_not_confirmed_is_in_the_thread_once(bool happened)
    {
        Slack.FailNext("files.completeUploadExternal", new FakeSlackFailure("fatal_error", AfterEffect: happened));
        var e = await Assert.ThrowsAsync<DeliveryException>(() => Bot.Platform.PostAsync(Here, Long, First, Ct));
        Assert.Equal((false, true), (e.Permanent, e.MayHaveArrived));

        await Bot.Platform.PostAsync(Here, Long, Again, Ct);
        await Bot.Platform.PostAsync(Here, Long, Again, Ct);

        Assert.Single(Slack.Messages);
        Assert.Equal(["/redis clients", "/redis slowlog"], Slack.Files.All.Select(file => file.Title));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_output_as_text_is_in_the_thread_once(bool happened)
    {
        Slack.Scopes.Remove("files:write");
        Slack.Weather = (method, arguments) => method == "chat.postMessage" && arguments["thread_ts"] is not null
            ? new FakeSlackFailure("fatal_error", AfterEffect: happened)
            : null;
        await Assert.ThrowsAsync<DeliveryException>(() => Bot.Platform.PostAsync(Here, Long, First, Ct));
        Slack.Weather = null;

        await Bot.Platform.PostAsync(Here, Long, Again, Ct);
        await Bot.Platform.PostAsync(Here, Long, Again, Ct);

        Assert.Single(InChannel);
        Assert.Collection(
            Slack.Messages.Where(message => message.ThreadTs is not null),
            message => Assert.Contains("/redis clients row 39", message.Visible, StringComparison.Ordinal),
            message => Assert.Contains("/redis slowlog row 39", message.Visible, StringComparison.Ordinal));
    }

    [Fact]
    public async Task At_Slacks_pace_the_text_of_an_output_comes_with_the_next_try()
    {
        Slack.Scopes.Remove("files:write");
        await using var slow = await SlackBot.StartAsync(Slack, ("Slack:PostEvery", "00:00:01"));
        var card = Long with { Blocks = [Lines("/redis clients")] };

        var e = await Assert.ThrowsAsync<DeliveryException>(() => slow.Platform.PostAsync(Here, card, First, Ct));
        Assert.Equal((TimeSpan.FromSeconds(1), true), (e.RetryAfter, e.MayHaveArrived));
        Time.Now += TimeSpan.FromSeconds(1);
        await slow.Platform.PostAsync(Here, card, Again, Ct);

        Assert.Equal([null, Slack.Messages[0].Ts], Slack.Messages.Select(message => message.ThreadTs));
    }

    [Fact]
    public async Task Where_it_could_not_be_found_again_a_message_is_not_repeated_for_the_sake_of_its_thread()
    {
        Slack.Scopes.Remove("files:write");
        Slack.Scopes.Remove("channels:history");
        Slack.Weather =
            (method, arguments) => method == "chat.postMessage" && arguments["thread_ts"] is not null ? new FakeSlackFailure("internal_error") : null;

        await Bot.Platform.PostAsync(Here, Long, First, Ct);

        Assert.Single(Slack.Messages);
        Assert.Contains("could not be written into its thread", Bot.Log.Text, StringComparison.Ordinal);
    }

    private async Task ChatterAsync(int count)
    {
        for (var number = 0; number < count; number++)
        {
            await Bot.Platform.PostAsync(Here, Card.Say("Chatter"), new($"chatter-{number}"), Ct);
        }
    }

    private static CardBlock.Lines Lines(string of) => new([.. Enumerable.Range(0, 40).Select(number => $"{of} row {number}")]) { Output = of };
}
