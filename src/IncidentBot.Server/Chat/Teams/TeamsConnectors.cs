using System.Net.Http.Headers;
using IncidentBot.Chat.Teams.Wire;
using Microsoft.Bot.Connector;
using Microsoft.Bot.Connector.Authentication;
using Microsoft.Rest;
using Newtonsoft.Json;

namespace IncidentBot.Chat.Teams;

/// <summary>Makes the clients of the connector: over the same connections, with the bot's own token, and without a retry that nobody asked for.</summary>
internal sealed class TeamsConnectors : ConnectorFactory, IDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private const int LargestAnswer = 1024 * 1024;

    private readonly SocketsHttpHandler connections = PlatformHttp.Handler();
    private readonly TargetedActivities targeted;
    private readonly Credentials credentials;

    public TeamsConnectors(TeamsTokens tokens)
    {
        targeted = new TargetedActivities(connections);
        credentials = new Credentials(tokens);
    }

    /// <param name="onlyForOne">Whether what is posted is for its recipient alone.</param>
    public IConnectorClient Create(Uri service, bool onlyForOne)
    {
        // The client writes into the headers of what it is given, so each has its own. Given none, it would also retry by itself.
        var http = PlatformHttp.Over(onlyForOne ? targeted : connections, Deadline, LargestAnswer, keeps: true);
        var client = new ConnectorClient(service, credentials, http, disposeHttpClient: true);
        client.SerializationSettings.ContractResolver = SdkJson.Resolver;
        client.DeserializationSettings.ContractResolver = SdkJson.Resolver;

        // Indented by default, which would eat into the size limit.
        client.SerializationSettings.Formatting = Formatting.None;
        return client;
    }

    public override Task<IConnectorClient> CreateAsync(string serviceUrl, string audience, CancellationToken cancellationToken) =>
        Task.FromResult(Create(new Uri(serviceUrl), onlyForOne: false));

    public void Dispose() => targeted.Dispose();

    private sealed class Credentials(TeamsTokens tokens) : ServiceClientCredentials
    {
        public override async Task ProcessHttpRequestAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            request.Headers.Authorization = await tokens.GetAsync(anew: false, cancellationToken) is { } token
                ? new AuthenticationHeaderValue("Bearer", token)
                : null;
    }

    /// <summary>The SDK has no parameter for it.</summary>
    private sealed class TargetedActivities(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new Uri($"{request.RequestUri!.AbsoluteUri}?isTargetedActivity=true");
            return base.SendAsync(request, cancellationToken);
        }
    }
}
