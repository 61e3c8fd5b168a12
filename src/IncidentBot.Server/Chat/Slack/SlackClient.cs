using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using IncidentBot.Chat.Slack.Api;
using IncidentBot.Chat.Slack.Wire;
using Microsoft.Extensions.Options;

namespace IncidentBot.Chat.Slack;

/// <summary>
/// Slack's Web API, and the addresses it gives for answers. See https://docs.slack.dev/apis/web-api/. Not made by
/// IHttpClientFactory, which logs addresses: a <c>response_url</c> is a secret for as long as it works.
/// </summary>
internal sealed class SlackClient : IDisposable
{
    /// <summary>A page of 200 messages, each as large as Slack takes them.</summary>
    private const int LargestAnswer = 8 * 1024 * 1024;

    private readonly IOptions<SlackOptions> options;
    private readonly SlackPace pace;
    private readonly SlackPostTurns postTurns;
    private readonly HttpClient http;

    public SlackClient(IOptions<SlackOptions> options, SlackPace pace, SlackPostTurns postTurns)
    {
        this.options = options;
        this.pace = pace;
        this.postTurns = postTurns;
        http = PlatformHttp.Create(options.Value.CallTimeout, LargestAnswer);
    }

    /// <inheritdoc cref="AskAsync(string, string, object, CancellationToken)"/>
    /// <exception cref="DeliveryException">Slack did not do it, or must not be asked yet.</exception>
    public async Task<ApiReply> CallAsync(string workspace, string method, object arguments, CancellationToken ct)
    {
        var reply = await AskAsync(workspace, method, arguments, ct);
        return reply.Ok ? reply : throw SlackErrors.ToException(method, reply);
    }

    /// <summary>For whoever knows what a refusal means: it is an answer, and only trouble that passes is thrown.</summary>
    /// <param name="workspace">The one whose token speaks: that of the channel, or of the person.</param>
    /// <param name="arguments">Written with <see cref="SlackJson.Options"/>, as JSON or as a form, whichever the method takes.</param>
    /// <exception cref="DeliveryException">Slack could not do it just now, or must not be asked yet.</exception>
    public Task<ApiReply> AskAsync(string workspace, string method, object arguments, CancellationToken ct) =>
        options.Value.TokenOf(workspace) is { } token
            ? AskAsync(workspace, token, SlackMethods.Named(method), arguments, ct)
            : throw new DeliveryException(
                $"There is no bot token for the workspace {workspace}: add Slack:Workspaces:{workspace}:BotToken.",
                permanent: true,
                mayHaveArrived: false);

    /// <summary>Asks for the single-use address of a socket. Takes the app's token, not a workspace's.</summary>
    /// <exception cref="DeliveryException">Slack gave none.</exception>
    public async Task<string?> OpenConnectionAsync(CancellationToken ct)
    {
        var method = SlackMethods.Named("apps.connections.open");
        var reply = await AskAsync(workspace: "", options.Value.AppToken!, method, new { }, ct);
        return reply.Ok ? reply.Read<string>("url") : throw SlackErrors.ToException(method.Name, reply);
    }

    /// <returns>False when the address has expired or was used as often as it may be.</returns>
    /// <exception cref="DeliveryException">Slack did not take it.</exception>
    public async Task<bool> RespondAsync(Uri responseUrl, ResponseMessage message, CancellationToken ct)
    {
        var answer = await PostAsync(responseUrl, Json(message), token: null, ct);
        if (answer.Status == HttpStatusCode.TooManyRequests)
        {
            throw SlackErrors.TooFast("response_url", answer.RetryAfter);
        }

        if (answer.Status == HttpStatusCode.OK)
        {
            return Read(answer.Body) is not { Ok: false } reply ? true : throw SlackErrors.ToException("response_url", reply);
        }

        if (answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            return false;
        }

        throw Read(answer.Body) is { } refusal
            ? SlackErrors.ToException("response_url", refusal)
            : new DeliveryException(
                $"Slack answered {(int)answer.Status} to an answer through response_url.",
                permanent: answer.Status == HttpStatusCode.BadRequest);
    }

    /// <summary>Puts a file where files.getUploadURLExternal said. No token goes there.</summary>
    /// <exception cref="DeliveryException">Slack did not take it.</exception>
    public async Task UploadAsync(Uri to, byte[] content, CancellationToken ct)
    {
        if (!(options.Value.IsLocal && to.IsLoopback)
            && !(to.Scheme == Uri.UriSchemeHttps && to.IsDefaultPort && to.IdnHost.EndsWith(".slack.com", StringComparison.OrdinalIgnoreCase)))
        {
            throw new DeliveryException("Slack gave an address for a file that is not its own.", permanent: true);
        }

        var answer = await PostAsync(to, new ByteArrayContent(content), token: null, ct);
        if (answer.Status != HttpStatusCode.OK)
        {
            throw new DeliveryException($"Slack answered {(int)answer.Status} to a file.", permanent: false);
        }
    }

    private Task<ApiReply> AskAsync(string workspace, string token, SlackMethod method, object arguments, CancellationToken ct)
    {
        var json = JsonSerializer.SerializeToElement(arguments, arguments.GetType(), SlackJson.Options);
        return method.Tier == SlackTier.Posting && json.TryGetProperty("channel", out var channel)
            ? postTurns.InTurnAsync(workspace, channel.GetString()!, () => SendAsync(workspace, token, method, json, ct), ct)
            : SendAsync(workspace, token, method, json, ct);
    }

    private async Task<ApiReply> SendAsync(string workspace, string token, SlackMethod method, JsonElement json, CancellationToken ct)
    {
        if (pace.Take(workspace, method) is { } wait)
        {
            throw new DeliveryException($"{method.Name} has to wait: more would be over Slack's limit.", permanent: false, wait, mayHaveArrived: false);
        }

        var answer = await PostAsync(new Uri(options.Value.ApiBase, method.Name), method.TakesJson ? Json(json) : Form(json), token, ct);
        var reply = Read(answer.Body);
        if (answer.Status == HttpStatusCode.TooManyRequests || reply is { Ok: false, Error: "ratelimited" or "rate_limited" })
        {
            var tooFast = SlackErrors.TooFast(method.Name, answer.RetryAfter);
            pace.Rest(workspace, method, tooFast.RetryAfter!.Value);
            throw tooFast;
        }

        return reply switch
        {
            null => throw new DeliveryException($"Slack answered {(int)answer.Status} to {method.Name}, without a reason.", permanent: false),
            { Ok: false } when SlackErrors.ToException(method.Name, reply) is { Permanent: false } passing => throw passing,
            _ => reply,
        };
    }

    private async Task<Answer> PostAsync(Uri to, HttpContent content, string? token, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, to) { Content = content };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);

        try
        {
            using var response = await http.SendAsync(request, ct);
            var body = await response.Content.ReadAsStringAsync(ct);
            return (int)response.StatusCode >= 500
                ? throw new DeliveryException(
                    $"Slack has trouble of its own ({(int)response.StatusCode}).",
                    permanent: false,
                    response.Headers.RetryAfter?.Delta)
                : new Answer(response.StatusCode, body, response.Headers.RetryAfter?.Delta);
        }
        catch (HttpRequestException e)
        {
            throw new DeliveryException(
                $"{to.Host} could not be reached ({e.HttpRequestError}).",
                permanent: false,
                inner: e,
                mayHaveArrived: e.MayHaveBeenSent());
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new DeliveryException($"{to.Host} did not answer within {options.Value.CallTimeout.TotalSeconds:0.#} s.", permanent: false, inner: e);
        }
    }

    private static StringContent Json(object arguments) =>
        new(JsonSerializer.Serialize(arguments, arguments.GetType(), SlackJson.Options), Encoding.UTF8, "application/json");

    /// <summary>Numbers and truth values as they are written, anything nested as JSON.</summary>
    private static FormUrlEncodedContent Form(JsonElement arguments) => new(arguments.EnumerateObject().Select(argument =>
        KeyValuePair.Create(argument.Name, argument.Value.ValueKind == JsonValueKind.String ? argument.Value.GetString() : argument.Value.GetRawText())));

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

    private sealed record Answer(HttpStatusCode Status, string Body, TimeSpan? RetryAfter);
}
