using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using IncidentBot.Chat.Slack.Wire;
using Microsoft.Extensions.Options;

namespace IncidentBot.Chat.Slack;

/// <summary>
/// Slack's Web API, and the addresses it gives for answers. See https://docs.slack.dev/apis/web-api/. Not made by
/// IHttpClientFactory, which logs addresses: a <c>response_url</c> is a secret for as long as it works.
/// </summary>
internal sealed class SlackClient : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly IOptions<SlackOptions> options;
    private readonly HttpClient http;

    public SlackClient(IOptions<SlackOptions> options)
    {
        this.options = options;

        // No redirects: the token and the answers go where the configuration says and nowhere else.
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        http = new HttpClient(handler) { Timeout = Deadline, MaxResponseContentBufferSize = 1024 * 1024 };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("IncidentBot");
    }

    /// <exception cref="DeliveryException">Slack did not do it.</exception>
    public async Task<ApiReply> CallAsync(string method, object arguments, CancellationToken ct)
    {
        var reply = await AskAsync(method, arguments, ct);
        return reply.Ok ? reply : throw SlackErrors.ToException(method, reply);
    }

    /// <summary>For whoever knows what a refusal means: it is an answer, and only trouble that passes is thrown.</summary>
    /// <param name="arguments">Sent as JSON; a dictionary as a form, which is all that the methods that read understand.</param>
    /// <exception cref="DeliveryException">Slack could not do it just now.</exception>
    public async Task<ApiReply> AskAsync(string method, object arguments, CancellationToken ct)
    {
        var (status, body) = await PostAsync(new Uri(options.Value.ApiBase, method), arguments, options.Value.BotToken, ct);
        if (Read(body) is not { } reply)
        {
            throw new DeliveryException($"Slack answered {(int)status} to {method}, without a reason.", permanent: false);
        }

        return reply.Ok || SlackErrors.ToException(method, reply).Permanent ? reply : throw SlackErrors.ToException(method, reply);
    }

    /// <returns>False when the address has expired or was used as often as it may be.</returns>
    /// <exception cref="DeliveryException">Slack did not take it.</exception>
    public async Task<bool> RespondAsync(Uri responseUrl, ResponseMessage message, CancellationToken ct)
    {
        var (status, body) = await PostAsync(responseUrl, message, token: null, ct);
        if (status == HttpStatusCode.OK)
        {
            return Read(body) is not { Ok: false } reply ? true : throw SlackErrors.ToException("response_url", reply);
        }

        if (status is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            return false;
        }

        throw Read(body) is { } refusal
            ? SlackErrors.ToException("response_url", refusal)
            : new DeliveryException($"Slack answered {(int)status} to an answer through response_url.", permanent: status == HttpStatusCode.BadRequest);
    }

    private async Task<(HttpStatusCode Status, string Body)> PostAsync(Uri to, object arguments, string? token, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, to)
        {
            Content = arguments is IReadOnlyDictionary<string, string> form
                ? new FormUrlEncodedContent(form)
                : new StringContent(JsonSerializer.Serialize(arguments, arguments.GetType(), SlackJson.Options), Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);

        try
        {
            using var response = await http.SendAsync(request, ct);
            var body = await response.Content.ReadAsStringAsync(ct);
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
            {
                throw new DeliveryException("Slack asks to slow down (429).", permanent: false, response.Headers.RetryAfter?.Delta);
            }

            return (int)response.StatusCode >= 500
                ? throw new DeliveryException($"Slack has trouble of its own ({(int)response.StatusCode}).", permanent: false, response.Headers.RetryAfter?.Delta)
                : (response.StatusCode, body);
        }
        catch (HttpRequestException e)
        {
            throw new DeliveryException($"{to.Host} could not be reached ({e.HttpRequestError}).", permanent: false, inner: e);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new DeliveryException($"{to.Host} did not answer within {Deadline.TotalSeconds:0} s.", permanent: false, inner: e);
        }
    }

    private static ApiReply? Read(string body)
    {
        try
        {
            return body.StartsWith('{') ? JsonSerializer.Deserialize<ApiReply>(body, SlackJson.Options) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Dispose() => http.Dispose();
}
