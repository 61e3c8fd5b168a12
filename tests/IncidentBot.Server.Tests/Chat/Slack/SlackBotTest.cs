using IncidentBot.Server.Tests.Support;

namespace IncidentBot.Server.Tests.Chat.Slack;

/// <summary>A bot's way in and out of a fake Slack, in virtual time.</summary>
public abstract class SlackBotTest : IAsyncLifetime
{
    private protected MovableTime Time { get; } = new();

    private protected FakeSlack Slack { get; private set; } = null!;

    private protected SlackBot Bot { get; private set; } = null!;

    private protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Slack = await FakeSlack.StartAsync(Time);
        Bot = await SlackBot.StartAsync(Slack);
    }

    public async ValueTask DisposeAsync()
    {
        await Bot.DisposeAsync();
        await Slack.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
