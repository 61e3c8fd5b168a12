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
        Blocks = [new CardBlock.Lines([.. Enumerable.Range(1, 412).Select(n => $"10.0.0.{n}:50000 <!channel> name=worker-{n}")]) { Output = "/redis clients <!channel> on primary" }],
    };

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
    public async Task A_short_output_stays_where_it_is()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var bot = await SlackBot.StartAsync(slack);

        await bot.Platform.PostAsync(Here, new Card("3 clients") { Blocks = [new CardBlock.Lines(["a", "b", "c"]) { Output = "/redis clients" }] }, new("1"), Ct);

        Assert.Empty(slack.Files.All);
        Assert.Contains("c", Assert.Single(slack.Messages).Visible, StringComparison.Ordinal);
    }
}
