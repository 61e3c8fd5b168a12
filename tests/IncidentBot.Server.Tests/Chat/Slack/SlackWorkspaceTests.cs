using IncidentBot.Chat;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Server.Tests.Support;

namespace IncidentBot.Server.Tests.Chat.Slack;

/// <summary>One bot in several workspaces.</summary>
public sealed class SlackWorkspaceTests : IAsyncLifetime
{
    private const string Other = "T0OTHER";

    private FakeSlack slack = null!;
    private string token = null!;

    public async ValueTask InitializeAsync()
    {
        slack = await FakeSlack.StartAsync();
        token = slack.AddWorkspace(Other);
    }

    public ValueTask DisposeAsync() => slack.DisposeAsync();

    [Fact]
    public async Task Each_call_speaks_with_the_token_of_its_channels_workspace()
    {
        await using var bot = await SlackBot.StartAsync(slack, ($"Slack:Workspaces:{Other}:BotToken", token));
        var (here, there) = (new ChannelRef("slack", FakeSlack.Team, FakeSlack.Channel), new ChannelRef("slack", Other, FakeSlack.Channel));

        await bot.Platform.UpdateAsync(here, await bot.Platform.PostAsync(here, Card.Say("x"), new("1"), default), Card.Say("y"), default);
        await bot.Platform.UpdateAsync(there, await bot.Platform.PostAsync(there, Card.Say("x"), new("2"), default), Card.Say("y"), default);
        await bot.Platform.ReplyAsync(new ReplyAddress(there, new Account("slack", Other, FakeSlack.Bob), null), Card.Say("z"), new("3"), default);

        Assert.Equal([slack.BotToken, slack.BotToken, token, token, token], slack.Calls.Select(call => call.Token));
    }

    [Fact]
    public async Task Without_a_token_for_all_only_the_named_workspaces_are_served()
    {
        await using var bot = await SlackBot.StartAsync(slack, ("Slack:BotToken", null), ($"Slack:Workspaces:{Other}:BotToken", token));

        var served = await slack.Sender.SendAsync(slack.Sender.Command("/redis", "ping", team: Other), bot.Commands, default);
        var refused = await slack.Sender.SendAsync(slack.Sender.Command("/redis", "ping"), bot.Commands, default);
        var unsaid = await Assert.ThrowsAsync<DeliveryException>(
            () => bot.Platform.PostAsync(new ChannelRef("slack", FakeSlack.Team, FakeSlack.Channel), Card.Say("x"), new("1"), default));

        Assert.Equal(new FakeSlackAck(200, ""), served);
        Assert.Contains("Slack:Workspaces", refused.Body, StringComparison.Ordinal);
        Assert.Equal(Other, Assert.Single(bot.Inbox.Rows).Channel.Workspace);
        Assert.Contains($"Slack:Workspaces:{FakeSlack.Team}:BotToken", unsaid.Message, StringComparison.Ordinal);
        Assert.Empty(slack.Calls);
    }
}
