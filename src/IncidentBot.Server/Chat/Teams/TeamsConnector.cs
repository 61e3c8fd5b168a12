using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using IncidentBot.Chat.Teams.Wire;
using Microsoft.Extensions.Options;

namespace IncidentBot.Chat.Teams;

/// <summary>
/// The Bot Connector's service, at the address that came with a conversation. See
/// https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference.
/// </summary>
internal sealed class TeamsConnector : IDisposable
{
    private const int LargestAnswer = 1024 * 1024;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly TeamsOptions options;
    private readonly TeamsTokens tokens;
    private readonly TeamsPace pace;
    private readonly HttpClient http;

    public TeamsConnector(IOptions<TeamsOptions> options, TeamsTokens tokens, TeamsPace pace)
    {
        this.options = options.Value;
        this.tokens = tokens;
        this.pace = pace;
        http = PlatformHttp.Create(Deadline, LargestAnswer);
    }

    private ActivityParty Bot => new($"28:{options.AppId}", "IncidentBot");

    public OutgoingActivity Message(AdaptiveCard card, string summary) => new(Bot, summary, [new OutgoingAttachment(card)]);

    /// <returns>The message's id.</returns>
    /// <exception cref="DeliveryException">Teams did not take it.</exception>
    public async Task<string> PostAsync(TeamsConversation to, OutgoingActivity activity, CancellationToken ct)
    {
        var targeted = activity.Recipient is null ? "" : "?isTargetedActivity=true";
        var reply = await CallAsync(HttpMethod.Post, to, $"v3/conversations/{Uri.EscapeDataString(to.Id)}/activities{targeted}", activity, "a message", ct);
        return reply.Id ?? throw new DeliveryException("Teams took the message and gave no id for it.", permanent: true);
    }

    /// <inheritdoc cref="PostAsync"/>
    public Task UpdateAsync(TeamsConversation at, string messageId, OutgoingActivity activity, CancellationToken ct) =>
        CallAsync(HttpMethod.Put, at, $"v3/conversations/{Uri.EscapeDataString(at.Id)}/activities/{Uri.EscapeDataString(messageId)}", activity, "an update", ct);

    /// <summary>Begins a thread in a channel with its first message.</summary>
    /// <inheritdoc cref="PostAsync"/>
    public async Task<(string Conversation, string Message)> BeginThreadAsync(TeamsConversation channel, string tenant, OutgoingActivity activity, CancellationToken ct)
    {
        var thread = new NewThread(new NewThreadPlace(new ActivityThing(channel.Id), new ActivityThing(tenant)), tenant, activity);
        var reply = await CallAsync(HttpMethod.Post, channel, "v3/conversations", thread, "a new thread", ct);
        return reply is { Id: { } conversation, ActivityId: { } message }
            ? (conversation, message)
            : throw new DeliveryException("Teams began the thread and gave no id for it.", permanent: true);
    }

    /// <summary>The chat of a person with the bot; made when there is none.</summary>
    /// <inheritdoc cref="PostAsync"/>
    public async Task<TeamsConversation> OpenChatAsync(string serviceUrl, string tenant, string user, CancellationToken ct)
    {
        // Paced like a conversation of its own: it is the person that Teams counts for.
        var with = new TeamsConversation(serviceUrl, user);
        var reply = await CallAsync(HttpMethod.Post, with, "v3/conversations", new NewChat(Bot, [new ActivityParty(user)], tenant, new NewChatPlace(new ActivityThing(tenant))), "a new chat", ct);
        return new TeamsConversation(serviceUrl, reply.Id ?? throw new DeliveryException("Teams opened the chat and gave no id for it.", permanent: true));
    }

    /// <summary>A page of the people of a team.</summary>
    /// <param name="continuation">From the page before; null for the first.</param>
    /// <inheritdoc cref="PostAsync"/>
    public async Task<ConnectorMembers> MembersAsync(TeamsConversation team, string? continuation, CancellationToken ct)
    {
        var path = $"v3/conversations/{Uri.EscapeDataString(team.Id)}/pagedmembers?pageSize=500{(continuation is null ? "" : $"&continuationToken={Uri.EscapeDataString(continuation)}")}";
        var answer = await AskAsync(HttpMethod.Get, team, path, body: null, "the members of a team", ct);
        return Read<ConnectorMembers>(answer) is { Members: not null } page ? page : throw new DeliveryException("Teams gave no members of the team.", permanent: true);
    }

    public void Dispose() => http.Dispose();

    private async Task<ConnectorReply> CallAsync(HttpMethod method, TeamsConversation conversation, string path, object body, string what, CancellationToken ct) =>
        Read<ConnectorReply>(await AskAsync(method, conversation, path, body, what, ct)) ?? new ConnectorReply(null, null);

    private async Task<string> AskAsync(HttpMethod method, TeamsConversation conversation, string path, object? body, string what, CancellationToken ct)
    {
        // Checked again: the address was stored meanwhile, and the configuration may have changed.
        if (ServiceUrls.Read(conversation.ServiceUrl, options) is not { } service)
        {
            throw new DeliveryException($"The conversation's service URL {conversation.ServiceUrl} is not on a host of Teams:ServiceHosts.", permanent: true);
        }

        if (pace.Wait(conversation.Id) is { } wait)
        {
            throw new DeliveryException("The conversation has had as many messages as Teams takes just now.", permanent: false, wait, mayHaveArrived: false);
        }

        var to = new Uri(service, path);
        var (status, retryAfter, answer) = await SendAsync(method, to, body, anew: false, ct);
        if (status == HttpStatusCode.Unauthorized && !options.WithoutAuthentication)
        {
            // A token may be refused before it runs out: after a new secret, for one.
            (status, retryAfter, answer) = await SendAsync(method, to, body, anew: true, ct);
        }

        return (int)status is >= 200 and < 300
            ? answer
            : throw TeamsErrors.ToException(what, status, Read<ConnectorProblem>(answer)?.Fault?.Code, retryAfter);
    }

    private async Task<(HttpStatusCode Status, TimeSpan? RetryAfter, string Body)> SendAsync(HttpMethod method, Uri to, object? body, bool anew, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, to)
        {
            Content = body is null ? null : new StringContent(JsonSerializer.Serialize(body, body.GetType(), TeamsJson.Options), Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = await tokens.GetAsync(anew, ct) is { } token ? new AuthenticationHeaderValue("Bearer", token) : null;
        try
        {
            using var response = await http.SendAsync(request, ct);
            return (response.StatusCode, response.Headers.RetryAfter?.Delta, await response.Content.ReadAsStringAsync(ct));
        }
        catch (HttpRequestException e)
        {
            throw new DeliveryException($"{to.Host} could not be reached ({e.HttpRequestError}).", permanent: false, inner: e, mayHaveArrived: e.MayHaveBeenSent());
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new DeliveryException($"{to.Host} did not answer within {Deadline.TotalSeconds:0} s.", permanent: false, inner: e);
        }
    }

    private static T? Read<T>(string body)
        where T : class
    {
        try
        {
            return body.StartsWith('{') ? JsonSerializer.Deserialize<T>(body, TeamsJson.Options) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
