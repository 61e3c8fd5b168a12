using System.Security.Claims;
using Microsoft.Bot.Connector.Authentication;
using Microsoft.Bot.Schema;

namespace IncidentBot.Chat.Teams;

/// <summary>What the SDK asks of its surroundings: whom to trust, which is the gate's to say and not asked here, and with what to call the connector.</summary>
internal sealed class TeamsCloud(TeamsConnectors connectors) : BotFrameworkAuthentication
{
    public ConnectorFactory Connectors => connectors;

    public override ConnectorFactory CreateConnectorFactory(ClaimsIdentity claimsIdentity) => connectors;

    public override Task<UserTokenClient> CreateUserTokenClientAsync(ClaimsIdentity claimsIdentity, CancellationToken cancellationToken) =>
        Task.FromResult<UserTokenClient>(new NoUserTokens());

    public override Task<AuthenticateRequestResult> AuthenticateRequestAsync(Activity activity, string authHeader, CancellationToken cancellationToken) =>
        throw Gate();

    public override Task<AuthenticateRequestResult> AuthenticateStreamingRequestAsync(
        string authHeader,
        string channelIdHeader,
        CancellationToken cancellationToken) =>
        throw Gate();

    private static NotSupportedException Gate() => new($"{nameof(TeamsGate)} judges tokens.");

    /// <summary>Nobody signs in through the bot; but a turn cannot do without this.</summary>
    private sealed class NoUserTokens : UserTokenClient
    {
        public override Task<TokenResponse> GetUserTokenAsync(
            string userId,
            string connectionName,
            string channelId,
            string magicCode,
            CancellationToken cancellationToken) =>
            throw Nobody();

        public override Task<SignInResource> GetSignInResourceAsync(
            string connectionName,
            Activity activity,
            string finalRedirect,
            CancellationToken cancellationToken) =>
            throw Nobody();

        public override Task SignOutUserAsync(string userId, string connectionName, string channelId, CancellationToken cancellationToken) => throw Nobody();

        public override Task<TokenStatus[]> GetTokenStatusAsync(string userId, string channelId, string includeFilter, CancellationToken cancellationToken) =>
            throw Nobody();

        public override Task<Dictionary<string, TokenResponse>> GetAadTokensAsync(
            string userId, string connectionName, string[] resourceUrls, string channelId, CancellationToken cancellationToken) => throw Nobody();

        public override Task<TokenResponse> ExchangeTokenAsync(
            string userId, string connectionName, string channelId, TokenExchangeRequest exchangeRequest, CancellationToken cancellationToken) =>
                throw Nobody();

        private static NotSupportedException Nobody() => new("Nobody signs in through the bot.");
    }
}
