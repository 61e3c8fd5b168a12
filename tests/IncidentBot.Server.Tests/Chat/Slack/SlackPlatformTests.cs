using System.Net;
using System.Text.RegularExpressions;
using IncidentBot.Chat;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Server.Tests.Support;

namespace IncidentBot.Server.Tests.Chat.Slack;

public sealed class SlackPlatformTests : SlackBotTest
{
    private static readonly ChannelRef Here = new("slack", FakeSlack.Team, FakeSlack.Channel);
    private static readonly Account Alice = new("slack", FakeSlack.Team, FakeSlack.Alice);

    [Fact]
    public void It_is_called_slack_and_an_incident_lives_where_it_was_opened()
    {
        Assert.Equal("slack", Bot.Platform.Name);
        Assert.Equal(Here, Bot.Platform.ChannelFor(42, "Redis out of memory", Here));
        Assert.Equal($"https://slack.com/app_redirect?team={Here.Workspace}&channel={Here.ChannelId}", Bot.Platform.AddressOf(Here)?.AbsoluteUri);
    }

    [Fact]
    public async Task A_card_is_posted_and_brought_up_to_date_in_place()
    {
        var id = await Bot.Platform.PostAsync(Here, SlackCards.Living, new("1"), default);
        await Bot.Platform.UpdateAsync(Here, id, SlackCards.Plan, default);

        var message = Assert.Single(Slack.Messages);
        Assert.Equal((id, 1, null), (message.Ts, message.Edits, message.OnlyFor));
        Assert.Contains("Would unlink about 1,204,000 keys", message.Visible, StringComparison.Ordinal);
        Assert.Equal(["chat.postMessage", "chat.update"], Slack.Calls.Select(call => call.Method));
        Assert.All(Slack.Calls, call => Assert.Equal(Slack.BotToken, call.Token));
    }

    [Fact]
    public async Task A_time_of_another_day_has_its_day()
    {
        var now = Slack.Time.GetUtcNow();

        await Bot.Platform.PostAsync(Here, Card.Say("", $"{Moment.Of(now)} and {Moment.Of(now - TimeSpan.FromDays(2))}"), new("1"), default);

        var blocks = Assert.Single(Slack.Messages).Blocks.ToJsonString();
        Assert.Single(Regex.Matches(blocks, @"\{date_short\} \{time_secs\}"));
        Assert.Equal(2, Regex.Count(blocks, @"\{time_secs\}"));
    }

    [Fact]
    public async Task Every_kind_of_card_is_taken()
    {
        foreach (var (_, card) in SlackCards.All)
        {
            await Bot.Platform.PostAsync(Here, card, new("1"), default);
        }

        Assert.Equal(SlackCards.All.Count, Slack.Messages.Count);
    }

    [Fact]
    public async Task An_answer_goes_through_the_ticket_to_one_person_and_without_the_token()
    {
        await Bot.Platform.ReplyAsync(Address(), Card.Say("PONG"), new("1"), default);

        Assert.Equal(FakeSlack.Alice, Assert.Single(Slack.Messages).OnlyFor);
        var call = Assert.Single(Slack.Calls);
        Assert.Equal(("response_url", null), (call.Method, call.Token));
    }

    [Fact]
    public async Task An_answer_to_a_button_does_not_take_the_place_of_its_card()
    {
        await Bot.Platform.PostAsync(Here, SlackCards.Plan, new("1"), default);
        await Slack.Sender.PressAsync(Bot.Url, Slack.Messages[0], "Approve", default);
        await Bot.Platform.ReplyAsync(Assert.Single(Bot.Inbox.Rows).ReplyTo, Card.Say("Refused: not by the requester"), new("2"), default);

        Assert.Equal(0, Slack.Messages[0].Edits);
        Assert.Equal("Refused: not by the requester", Slack.Messages[1].Visible);
    }

    [Fact]
    public async Task The_sixth_answer_goes_out_as_the_bots_own()
    {
        var to = Address();
        for (var answer = 1; answer <= 6; answer++)
        {
            await Bot.Platform.ReplyAsync(to, Card.Say($"Answer {answer}"), new("1"), default);
        }

        Assert.Equal(6, Slack.Messages.Count(message => message.OnlyFor == FakeSlack.Alice));
        Assert.Equal(["response_url", "chat.postEphemeral"], Slack.Calls.TakeLast(2).Select(call => call.Method));
        Assert.Equal(["used_url", null], Slack.Calls.TakeLast(2).Select(call => call.Answer));
    }

    [Fact]
    public async Task After_half_an_hour_too()
    {
        var to = Address();
        Time.Now = Time.Now.AddMinutes(31);
        await Bot.Platform.ReplyAsync(to, Card.Say("PONG"), new("1"), default);

        Assert.Equal(["expired_url", null], Slack.Calls.Select(call => call.Answer));
        Assert.Equal(FakeSlack.Alice, Assert.Single(Slack.Messages).OnlyFor);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("http://169.254.169.254/latest")]
    [InlineData("https://evil.example/x")]
    public async Task Without_a_ticket_that_leads_to_Slack_the_answer_goes_through_the_Web_API(string? ticket)
    {
        await Bot.Platform.ReplyAsync(new ReplyAddress(Here, Alice, ticket), Card.Say("PONG"), new("1"), default);

        Assert.Equal("chat.postEphemeral", Assert.Single(Slack.Calls).Method);
    }

    [Fact]
    public async Task Too_fast_says_when_to_come_back()
    {
        Slack.LimitsRate = true;
        await Bot.Platform.PostAsync(Here, Card.Say("one"), new("1"), default);

        var e = await FailureAsync(() => Bot.Platform.PostAsync(Here, Card.Say("two"), new("2"), default));
        Assert.Equal((false, false), (e.Permanent, e.MayHaveArrived));
        Assert.Equal(TimeSpan.FromSeconds(1), e.RetryAfter);

        Time.Now += TimeSpan.FromSeconds(1);
        await Bot.Platform.PostAsync(Here, Card.Say("two"), new("2"), default);
        Assert.Equal(2, Slack.Messages.Count);
    }

    [Fact]
    public async Task A_ticket_can_be_used_too_fast_as_well()
    {
        Slack.FailNext("response_url", FakeSlackFailure.RateLimited(7));

        var e = await FailureAsync(() => Bot.Platform.ReplyAsync(Address(), Card.Say("PONG"), new("1"), default));

        Assert.Equal((false, TimeSpan.FromSeconds(7)), (e.Permanent, e.RetryAfter));
    }

    [Theory]
    [InlineData("channel_not_found", "/invite")]
    [InlineData("not_in_channel", "/invite")]
    [InlineData("is_archived", "archived")]
    [InlineData("message_not_found", "deleted")]
    [InlineData("invalid_auth", "Slack:BotToken")]
    [InlineData("token_revoked", "Slack:BotToken")]
    [InlineData("missing_scope", "scope")]
    [InlineData("restricted_action", "administrator")]
    [InlineData("invalid_blocks", "report")]
    [InlineData("account_inactive", "install the app again")]
    [InlineData("not_allowed_token_type", "xoxb-")]
    [InlineData("name_taken", "another name")]
    [InlineData("something_new", "docs.slack.dev")]
    public async Task What_trying_again_cannot_help_says_what_to_do(string error, string advice)
    {
        Slack.FailNext("chat.postMessage", new FakeSlackFailure(error));

        var e = await FailureAsync(() => Bot.Platform.PostAsync(Here, Card.Say("x"), new("1"), default));

        Assert.True(e.Permanent);
        Assert.Contains(error, e.Message, StringComparison.Ordinal);
        Assert.Contains(advice, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ratelimited", HttpStatusCode.OK, false)]
    [InlineData("ratelimited", HttpStatusCode.TooManyRequests, false)]
    [InlineData("message_limit_exceeded", HttpStatusCode.OK, false)]
    [InlineData("internal_error", HttpStatusCode.OK, true)]
    [InlineData("service_unavailable", HttpStatusCode.OK, true)]
    [InlineData("fatal_error", HttpStatusCode.InternalServerError, true)]
    [InlineData("bad gateway", HttpStatusCode.BadGateway, true)]
    [InlineData("unavailable", HttpStatusCode.ServiceUnavailable, true)]
    public async Task What_passes_is_worth_another_try_and_says_whether_the_message_may_be_there(string error, HttpStatusCode status, bool mayHaveArrived)
    {
        Slack.FailNext("chat.postMessage", new FakeSlackFailure(error, status));

        var e = await FailureAsync(() => Bot.Platform.PostAsync(Here, Card.Say("x"), new("1"), default));

        Assert.Equal((false, mayHaveArrived), (e.Permanent, e.MayHaveArrived));
    }

    [Fact]
    public async Task A_connection_that_breaks_after_the_call_leaves_open_whether_the_message_is_there()
    {
        Slack.FailNext("chat.postMessage", new FakeSlackFailure("lost", AfterEffect: true, Lost: true));

        Assert.True((await FailureAsync(() => Bot.Platform.PostAsync(Here, Card.Say("x"), new("1"), default))).MayHaveArrived);
    }

    [Fact]
    public async Task The_fake_workspace_itself_refuses_unknown_places_and_messages()
    {
        await Bot.Platform.PostAsync(Here, Card.Say("x"), new("1"), default);
        Slack.Delete(Slack.Messages[0]);
        Assert.Contains(
            "message_not_found",
            (await FailureAsync(() => Bot.Platform.UpdateAsync(Here, "1.2", Card.Say("x"), default))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "channel_not_found",
            (await FailureAsync(() => Bot.Platform.PostAsync(Here with { ChannelId = "C9" }, Card.Say("x"), new("1"), default))).Message,
            StringComparison.Ordinal);
        Slack.Archive(FakeSlack.Channel);
        Assert.Contains(
            "is_archived",
            (await FailureAsync(() => Bot.Platform.PostAsync(Here, Card.Say("x"), new("1"), default))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "is_inactive. The channel is archived",
            (await FailureAsync(() => Bot.Platform.UpdateAsync(Here, "1.2", Card.Say("x"), default))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_scope_is_named_with_the_place_where_it_is_added()
    {
        Slack.Scopes.Remove("chat:write");

        var e = await FailureAsync(() => Bot.Platform.PostAsync(Here, Card.Say("x"), new("1"), default));

        Assert.Contains("Add the scope chat:write to the app, under OAuth & Permissions", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_takes_too_long_is_worth_another_try_although_the_message_is_there()
    {
        await using var hasty = await SlackBot.StartAsync(Slack, ("Slack:CallTimeout", "00:00:00.2"));
        Slack.FailNext("chat.postMessage", new FakeSlackFailure("slow", AfterEffect: true, Seconds: 20));

        var e = await FailureAsync(() => hasty.Platform.PostAsync(Here, Card.Say("x"), new("1"), default));

        Assert.Equal((false, true), (e.Permanent, e.MayHaveArrived));
        Assert.Contains("did not answer within 0.2 s", e.Message, StringComparison.Ordinal);
        Assert.Single(Slack.Messages);
    }

    [Fact]
    public async Task A_wrong_token_is_named_as_such_and_not_shown()
    {
        await using var other = await SlackBot.StartAsync(Slack, ("Slack:BotToken", "xoxb-wrong"));

        var e = await FailureAsync(() => other.Platform.PostAsync(Here, Card.Say("x"), new("1"), default));

        Assert.True(e.Permanent);
        Assert.Contains("invalid_auth", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("xoxb-wrong", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Slack_that_cannot_be_reached_is_worth_another_try_and_the_ticket_stays_secret()
    {
        var to = Address();
        await Slack.DisposeAsync();

        var e = await FailureAsync(() => Bot.Platform.ReplyAsync(to, Card.Say("x"), new("1"), default));

        Assert.Equal((false, false), (e.Permanent, e.MayHaveArrived));
        Assert.DoesNotContain("/response/", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shutdown_is_not_mistaken_for_a_failure_of_Slacks() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Bot.Platform.PostAsync(Here, Card.Say("x"), new("1"), new CancellationToken(canceled: true)));

    private static Task<DeliveryException> FailureAsync(Func<Task> deliver) => Assert.ThrowsAsync<DeliveryException>(deliver);

    private ReplyAddress Address() => new(Here, Alice, Slack.Responses.Issue(FakeSlack.Channel, FakeSlack.Alice));
}
