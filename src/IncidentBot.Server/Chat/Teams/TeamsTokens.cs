using Microsoft.Extensions.Options;
using Microsoft.Identity.Client;

namespace IncidentBot.Chat.Teams;

/// <summary>The bot's own token, which each call of the connector carries. Kept until shortly before it runs out.</summary>
internal sealed class TeamsTokens : IDisposable
{
    private const string Entra = "https://login.microsoftonline.com/";

    /// <summary>The library tries twice, and the message has to be sent yet.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    private readonly TeamsOptions options;
    private readonly HttpClient http;
    private readonly Lazy<IConfidentialClientApplication> application;

    public TeamsTokens(IOptions<TeamsOptions> options)
    {
        this.options = options.Value;
        var direct = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(5) };
        http = new HttpClient(this.options.IsLocal ? new ThisMachine(new Uri(this.options.Authority), direct) : direct)
        {
            Timeout = Deadline,
            MaxResponseContentBufferSize = 1024 * 1024,
        };
        application = new Lazy<IConfidentialClientApplication>(Build);
    }

    /// <returns>Null when none is needed.</returns>
    /// <exception cref="DeliveryException">There is none to be had just now.</exception>
    public async Task<string?> GetAsync(bool anew, CancellationToken ct)
    {
        if (options.WithoutAuthentication)
        {
            return null;
        }

        try
        {
            var result = await application.Value.AcquireTokenForClient([options.Scope]).WithForceRefresh(anew).ExecuteAsync(ct);
            return result.AccessToken;
        }
        catch (MsalException e)
        {
            // Not the message: what Entra says may quote the secret. And not for good: a new secret makes it work again.
            throw new DeliveryException(
                $"Entra gives the bot no token ({e.ErrorCode}): check Teams:AppId, Teams:ClientSecret and Teams:TenantId; doctor teams says more.",
                permanent: false,
                mayHaveArrived: false);
        }
        catch (HttpRequestException e)
        {
            throw new DeliveryException($"Entra could not be reached ({e.HttpRequestError}).", permanent: false, inner: e, mayHaveArrived: false);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new DeliveryException($"Entra did not answer within {Deadline.TotalSeconds:0} s.", permanent: false, inner: e, mayHaveArrived: false);
        }
    }

    public void Dispose() => http.Dispose();

    private IConfidentialClientApplication Build()
    {
        var tenant = string.IsNullOrWhiteSpace(options.TokenTenant) ? options.TenantId : options.TokenTenant;
        return ConfidentialClientApplicationBuilder.Create(options.AppId)
            .WithClientSecret(options.ClientSecret)
            .WithAuthority(new Uri(new Uri(options.IsLocal ? Entra : options.Authority), tenant).ToString())
            .WithInstanceDiscovery(false)
            .WithHttpClientFactory(new OneClient(http))
            .Build();
    }

    private sealed class OneClient(HttpClient http) : IMsalHttpClientFactory
    {
        public HttpClient GetHttpClient() => http;
    }

    /// <summary>The library asks over https only; an Entra of one's own on this machine is asked over http.</summary>
    private sealed class ThisMachine(Uri authority, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new Uri(authority, request.RequestUri!.PathAndQuery);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
