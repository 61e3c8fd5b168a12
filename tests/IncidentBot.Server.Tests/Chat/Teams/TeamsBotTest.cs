using IncidentBot.Server.Tests.Chat.Slack;
using IncidentBot.Server.Tests.Support;

namespace IncidentBot.Server.Tests.Chat.Teams;

/// <summary>A bot's way in and out of a fake Teams, in virtual time.</summary>
public abstract class TeamsBotTest : IAsyncLifetime
{
    private protected MovableTime Time { get; } = new();

    private protected FakeTeams Teams { get; private set; } = null!;

    private protected TeamsBot Bot { get; private set; } = null!;

    private protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Teams = await FakeTeams.StartAsync(Time);
        Bot = await TeamsBot.StartAsync(Teams);
    }

    public async ValueTask DisposeAsync()
    {
        await Bot.DisposeAsync();
        await Teams.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
