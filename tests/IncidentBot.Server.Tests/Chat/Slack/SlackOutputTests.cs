using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Server.Tests.Support;

namespace IncidentBot.Server.Tests.Chat.Slack;

/// <summary>The answer in the channel, the whole of a long output in its thread.</summary>
public sealed class SlackOutputTests
{
    private static readonly ChannelRef Here = new("slack", FakeSlack.Team, FakeSlack.Channel);

    private static readonly Card Long = new("412 clients")
    {
        Blocks = [new CardBlock.Lines([.. Enumerable.Range(1, 412).Select(n => $"10.0.0.{n}:50000 <!channel> name=worker-{n}")])
        {
            Output = "/redis clients <!channel> on primary",
        }],
    };

    private static readonly Card Wide =
        new("400 events at <t:1795323985>") { Blocks = [new CardBlock.Lines([.. Enumerable.Range(1, 400).Select(n => $"event {n}: something happened")])] };

    private static readonly (string, string?) Pages = ("Pages:Url", "https://incidentbot.example.org/");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_beginning_is_in_the_channel_and_the_whole_is_a_file_in_the_thread()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var bot = await SlackBot.StartAsync(slack);

        var ts = await bot.Platform.PostAsync(Here, Long, new("1"), Ct);

        var message = Assert.Single(slack.Messages);
        Assert.Contains("worker-10", message.Visible, StringComparison.Ordinal);
        Assert.DoesNotContain("worker-11", message.Visible, StringComparison.Ordinal);
        Assert.Contains("402 more lines", message.Visible, StringComparison.Ordinal);
        var file = Assert.Single(slack.Files.All);
        Assert.Equal((FakeSlack.Channel, ts, null), (file.Channel, file.Thread, file.Token));
        Assert.Equal(412, file.Content.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal("/redis clients &lt;!channel&gt; on primary", file.Title);
    }

    [Fact]
    public async Task Without_the_scope_for_files_the_rest_is_text_in_the_thread()
    {
        await using var slack = await FakeSlack.StartAsync();
        slack.Scopes.Remove("files:write");
        await using var bot = await SlackBot.StartAsync(slack);

        var ts = await bot.Platform.PostAsync(Here, Long, new("1"), Ct);

        var rest = Assert.Single(slack.Calls, call => call.Method == "chat.postMessage" && (string?)call.Arguments["thread_ts"] == ts);
        Assert.Contains("worker-11", rest.Arguments.ToJsonString(), StringComparison.Ordinal);
        Assert.Null(rest.Answer);
    }

    [Fact]
    public async Task An_answer_to_one_person_has_no_thread_and_shows_what_fits()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var bot = await SlackBot.StartAsync(slack);

        await bot.Platform.ReplyAsync(new ReplyAddress(Here, new Account("slack", FakeSlack.Team, FakeSlack.Alice), Ticket: null), Long, new("1"), Ct);

        Assert.Contains("worker-11", Assert.Single(slack.Messages).Visible, StringComparison.Ordinal);
        Assert.Empty(slack.Files.All);
    }

    [Fact]
    public async Task A_card_that_is_cut_and_leads_to_no_page_is_a_file_in_its_thread()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var bot = await SlackBot.StartAsync(slack);

        var ts = await bot.Platform.PostAsync(Here, Wide, new("1"), Ct);

        Assert.Contains("more lines", Assert.Single(slack.Messages).Visible, StringComparison.Ordinal);
        var file = Assert.Single(slack.Files.All);
        Assert.Equal((FakeSlack.Channel, ts, "400 events at 05:06:25 UTC"), (file.Channel, file.Thread, file.Title));
        Assert.Equal(
            ["400 events at 2026-11-22 05:06:25 UTC", .. Enumerable.Range(1, 400).Select(n => $"event {n}: something happened")],
            file.Content.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_living_card_that_is_cut_leaves_no_file_that_would_soon_be_wrong()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var bot = await SlackBot.StartAsync(slack);

        await bot.Platform.PostAsync(Here, Wide with { Subject = new LiveSubject(LiveSubject.Incident, Guid.NewGuid()) }, new("1"), Ct);

        Assert.Contains("more lines", Assert.Single(slack.Messages).Visible, StringComparison.Ordinal);
        Assert.Empty(slack.Files.All);
    }

    [Fact]
    public async Task With_pages_a_card_that_is_cut_leads_to_the_whole_instead_and_one_that_fits_is_not_kept()
    {
        var time = new MovableTime();
        await using var slack = await FakeSlack.StartAsync(time);
        await using var bot = await SlackBot.StartAsync(slack, Pages);

        await bot.Platform.PostAsync(Here, Card.Say("PONG"), new("1"), Ct);
        Assert.Empty(bot.Kept.All);
        time.Now += TimeSpan.FromSeconds(2);
        await bot.Platform.PostAsync(Here, Wide, new("2"), Ct);

        Assert.Contains("Cut to fit. All of it: <https://incidentbot.example.org/cards/1>", slack.Messages[^1].Visible, StringComparison.Ordinal);
        var kept = Assert.Single(bot.Kept.All);
        Assert.Equal((Wide, time.Now, time.Now.AddDays(30)), (kept.Card, kept.At, kept.Until));
        Assert.Empty(slack.Files.All);
    }

    [Fact]
    public async Task An_output_that_is_too_large_for_a_file_says_in_it_where_the_rest_is()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var bot = await SlackBot.StartAsync(slack, Pages);
        var huge = new Card("Log")
        {
            Blocks = [new CardBlock.Lines(
        [
            .. Enumerable.Range(1, 300).Select(_ => new string('x', 900)),
            .. Enumerable.Range(1, 900).Select(n => $"{n} {new string('y', 900)}"),
        ]) { Output = "/host log" }]
        };

        await bot.Platform.PostAsync(Here, huge, new("1"), Ct);

        Assert.EndsWith(
            " more lines. All of them: https://incidentbot.example.org/cards/1\n",
            Assert.Single(slack.Files.All).Content,
            StringComparison.Ordinal);
        Assert.Same(huge, Assert.Single(bot.Kept.All).Card);
    }

    [Fact]
    public async Task Where_the_rest_of_an_output_is_cut_too_its_message_leads_to_the_whole()
    {
        await using var slack = await FakeSlack.StartAsync();
        slack.Scopes.Remove("files:write");
        await using var bot = await SlackBot.StartAsync(slack, Pages);

        await bot.Platform.PostAsync(Here, Long, new("1"), Ct);

        var rest = Assert.Single(slack.Calls, call => call.Method == "chat.postMessage" && call.Arguments["thread_ts"] is not null);
        Assert.Contains("https://incidentbot.example.org/cards/1", rest.Arguments.ToJsonString(), StringComparison.Ordinal);
        Assert.Same(Long, Assert.Single(bot.Kept.All).Card);
    }

    [Fact]
    public async Task A_card_that_cannot_be_kept_goes_out_cut_and_counted()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var bot = await SlackBot.StartAsync(slack, Pages);
        bot.Kept.Failure = new InvalidOperationException("the disk is full");

        await bot.Platform.PostAsync(Here, Wide, new("1"), Ct);

        var message = Assert.Single(slack.Messages);
        Assert.Contains("more lines", message.Visible, StringComparison.Ordinal);
        Assert.DoesNotContain("Cut to fit", message.Visible, StringComparison.Ordinal);
        Assert.Single(slack.Files.All);
        Assert.Contains("could not be kept whole: InvalidOperationException", bot.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_hangs_holds_up_no_card()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var bot = await SlackBot.StartAsync(slack, Pages);
        bot.Kept.Hangs = true;

        await bot.Platform.PostAsync(Here, Wide, new("1"), Ct);

        Assert.DoesNotContain("Cut to fit", Assert.Single(slack.Messages).Visible, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_short_output_stays_where_it_is()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var bot = await SlackBot.StartAsync(slack);

        await bot.Platform.PostAsync(
            Here,
            new Card("3 clients") { Blocks = [new CardBlock.Lines(["a", "b", "c"]) { Output = "/redis clients" }] },
            new("1"),
            Ct);

        Assert.Empty(slack.Files.All);
        Assert.Contains("c", Assert.Single(slack.Messages).Visible, StringComparison.Ordinal);
    }
}
