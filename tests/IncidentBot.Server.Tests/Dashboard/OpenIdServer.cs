using IncidentBot.Server.Tests.Chat.Slack.Peers;
using IncidentBot.Support;

namespace IncidentBot.Dashboard;

/// <summary>A real OpenID Connect server, whose tokens name people as Slack's and Entra's do; and how a bot is set up for it.</summary>
internal sealed class OpenIdServer : IAsyncDisposable
{
    public const string Team = "T1DC2JH3J";
    public const string Tenant = "8f1d8f4b-3d11-4c06-9b0e-2f5b9a4f7c11";

    private const string Secret = "a secret of this test";

    private readonly NodePeer peer;

    private OpenIdServer(NodePeer peer, int port, string way, Uri address)
    {
        this.peer = peer;
        Address = address;
        Bot = new Uri($"http://127.0.0.1:{port}");
        Settings =
        [
            $"Urls={Bot.GetLeftPart(UriPartial.Authority)}",
            $"Pages:Url={Bot.GetLeftPart(UriPartial.Authority)}",
            "Local:Enabled=true",
            $"SignIn:{way}:ClientId=incidentbot",
            $"SignIn:{way}:ClientSecret={Secret}",
            $"SignIn:{way}:Authority={address}",
            way == "Slack" ? $"SignIn:Slack:Team={Team}" : $"SignIn:Entra:Tenant={Tenant}",
            "People:0:Id=mia",
            "People:0:Name=Mia",
            "People:0:Permissions:0=Respond",
            "People:0:Permissions:1=Approve",
            $"People:0:Accounts:0=slack:{Team}:UMIA",
            $"People:0:Accounts:1=teams:{Tenant}:mia",
        ];
    }

    public Uri Address { get; }

    /// <summary>Where the bot has to be.</summary>
    public Uri Bot { get; }

    /// <summary>Of a bot that signs people in here.</summary>
    public IReadOnlyList<string> Settings { get; }

    /// <param name="way"><c>Slack</c> or <c>Entra</c>.</param>
    /// <param name="team">The workspace, or the directory, that its tokens name.</param>
    public static async Task<OpenIdServer> StartAsync(string way = "Slack", string? team = null)
    {
        var port = FreePort.Next();
        var peer = await NodePeer.StartAsync("openid-provider.mjs", new
        {
            clientId = "incidentbot",
            clientSecret = Secret,
            redirectUri = $"http://127.0.0.1:{port}/sign-in/{way.ToLowerInvariant()}/back",
            team = team ?? Team,
            tenant = team ?? Tenant,
        });
        return new OpenIdServer(peer, port, way, new Uri((string)(await peer.NextAsync(TestContext.Current.CancellationToken))["issuer"]!));
    }

    public ValueTask DisposeAsync() => peer.DisposeAsync();
}
