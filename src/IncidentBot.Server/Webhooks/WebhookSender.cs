using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using IncidentBot.Storage;

namespace IncidentBot.Webhooks;

/// <summary>
/// Tells an endpoint one thing. It goes where the settings say and nowhere else: an answer that leads on is not followed, and the address that
/// a name has is looked at when it is connected to, each time anew. Of what is answered only the status and <c>Retry-After</c> are read.
/// </summary>
internal sealed class WebhookSender : IDisposable
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    private readonly TimeProvider time;
    private readonly HttpClient toPublic;
    private readonly HttpClient toAnywhere;

    public WebhookSender(TimeProvider time)
        : this(time, (host, ct) => Dns.GetHostAddressesAsync(host, ct))
    {
    }

    /// <param name="resolve">Which addresses a name has.</param>
    internal WebhookSender(TimeProvider time, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        this.time = time;
        toPublic = Client(PublicAddress.Is, resolve);
        toAnywhere = Client(_ => true, resolve);
    }

    public void Dispose()
    {
        toPublic.Dispose();
        toAnywhere.Dispose();
    }

    /// <returns>Also where nothing could be sent.</returns>
    public async Task<WebhookAnswer> SendAsync(WebhookOptions endpoint, WebhookDelivery delivery, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            using var request = Request(endpoint, delivery, time.GetUtcNow());
            var http = endpoint.AllowPrivate ? toAnywhere : toPublic;
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return new WebhookAnswer((int)response.StatusCode, Failure(response.StatusCode)) { RetryAfter = RetryAfter(response) };
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new WebhookAnswer(null, string.Create(CultureInfo.InvariantCulture, $"did not answer within {Limit.TotalSeconds:0} s"));
        }
        catch (HttpRequestException e)
        {
            return new WebhookAnswer(null, Words(e));
        }
    }

    private static HttpRequestMessage Request(WebhookOptions endpoint, WebhookDelivery delivery, DateTimeOffset now)
    {
        var timestamp = now.ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Url) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(delivery.Body)) };
        request.Content.Headers.ContentType =
            new MediaTypeHeaderValue(endpoint.Content is WebhookContent.CloudEvents ? "application/cloudevents+json" : "application/json", "utf-8");
        request.Headers.Add("webhook-id", delivery.EventId);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSecret.Sign(endpoint.Secrets, delivery.EventId, timestamp, delivery.Body));
        return request;
    }

    /// <summary>No connection is kept: the next one may lead elsewhere, and what is told is rare.</summary>
    private static HttpClient Client(Func<IPAddress, bool> mayBe, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            PooledConnectionLifetime = TimeSpan.Zero,
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = 0,
            ConnectCallback = (context, ct) => ConnectAsync(context.DnsEndPoint, mayBe, resolve, ct),
        };
        var http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("IncidentBot");
        return http;
    }

    /// <summary>The addresses that were looked at are the ones that are connected to: nobody asks for the name again in between.</summary>
    private static async ValueTask<Stream> ConnectAsync(
        DnsEndPoint place, Func<IPAddress, bool> mayBe, Func<string, CancellationToken, Task<IPAddress[]>> resolve, CancellationToken ct)
    {
        var addresses = IPAddress.TryParse(place.Host, out var literal) ? [literal] : await resolve(place.Host, ct);
        if (addresses.FirstOrDefault(address => !mayBe(address)) is { } refused)
        {
            throw new NotPublicException($"is at {refused}, which is no public address; AllowPrivate would allow it");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, place.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string? Failure(HttpStatusCode status) => (int)status switch
    {
        >= 200 and < 300 => null,
        >= 300 and < 400 => string.Create(CultureInfo.InvariantCulture, $"answered {(int)status}, which leads elsewhere and is not followed"),
        410 => "answered 410: it is gone",
        _ => string.Create(CultureInfo.InvariantCulture, $"answered {(int)status}"),
    };

    private TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
            ? response.Headers.RetryAfter?.Delta ?? response.Headers.RetryAfter?.Date - time.GetUtcNow()
            : null;

    /// <summary>What was received is in no sentence: it is a stranger's.</summary>
    private static string Words(HttpRequestException e) => e switch
    {
        { InnerException: NotPublicException refused } => refused.Message,
        { HttpRequestError: HttpRequestError.NameResolutionError } or { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound } } =>
            "has no address: its name is not known",
        { HttpRequestError: HttpRequestError.SecureConnectionError } => "could not be connected to safely: its certificate or its TLS is not accepted",
        { HttpRequestError: HttpRequestError.ConnectionError } => "could not be connected to",
        { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => "answered more than is read",
        { HttpRequestError: HttpRequestError.ResponseEnded } => "ended the connection without an answer",
        { HttpRequestError: HttpRequestError.InvalidResponse } => "answered what is no HTTP",
        _ => "broke off the connection",
    };

    private sealed class NotPublicException(string message) : IOException(message);
}

/// <summary>What an endpoint has answered.</summary>
/// <param name="Status">Null where it has not.</param>
/// <param name="Failure">In words that follow its name; null where it went well.</param>
internal sealed record WebhookAnswer(int? Status, string? Failure)
{
    /// <summary>For how long it asks to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
