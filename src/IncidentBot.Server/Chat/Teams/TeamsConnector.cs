using System.Net;
using IncidentBot.Chat.Teams.Wire;
using Microsoft.Bot.Connector;
using Microsoft.Bot.Schema;
using Microsoft.Bot.Schema.Teams;
using Microsoft.Extensions.Options;
using Microsoft.Rest;

namespace IncidentBot.Chat.Teams;

/// <summary>
/// The Bot Connector's service, at the address that came with a conversation. See
/// https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference.
/// </summary>
internal sealed class TeamsConnector(TeamsConnectors connectors, TeamsTokens tokens, TeamsPace pace, IOptions<TeamsOptions> options)
{
    private const int MembersOfPage = 500;

    private ChannelAccount Bot => new($"28:{options.Value.AppId}", "IncidentBot");

    public Activity Message(AdaptiveCard card, string summary) => new()
    {
        Type = ActivityTypes.Message,
        From = Bot,
        Summary = summary,
        Attachments = [card.Attached()],
    };

    /// <param name="onlyFor">The one person who is to see it, as the connector knows them; null for everyone there.</param>
    /// <returns>The message's id.</returns>
    /// <exception cref="DeliveryException">Teams did not take it.</exception>
    public async Task<string> PostAsync(TeamsConversation to, Activity activity, CancellationToken ct, string? onlyFor = null)
    {
        activity.Recipient = onlyFor is null ? null : new ChannelAccount(onlyFor);
        var posted = await CallAsync(to, "a message", service => service.SendToConversationAsync(to.Id, activity, ct), ct, onlyForOne: onlyFor is not null);
        return posted?.Id ?? throw new DeliveryException("Teams took the message and gave no id for it.", permanent: true);
    }

    /// <inheritdoc cref="PostAsync"/>
    public Task UpdateAsync(TeamsConversation at, string messageId, Activity activity, CancellationToken ct) =>
        CallAsync(at, "an update", service => service.UpdateActivityAsync(at.Id, messageId, activity, ct), ct);

    /// <summary>Begins a thread in a channel with its first message.</summary>
    /// <inheritdoc cref="PostAsync"/>
    public async Task<(string Conversation, string Message)> BeginThreadAsync(TeamsConversation channel, string tenant, Activity activity, CancellationToken ct)
    {
        var thread = new ConversationParameters
        {
            IsGroup = true,
            TenantId = tenant,
            Activity = activity,
            ChannelData = new TeamsChannelData { Channel = new ChannelInfo(channel.Id), Tenant = new TenantInfo(tenant) },
        };
        var begun = await CallAsync(channel, "a new thread", service => service.CreateConversationAsync(thread, ct), ct);
        return begun is { Id: { } conversation, ActivityId: { } message }
            ? (conversation, message)
            : throw new DeliveryException("Teams began the thread and gave no id for it.", permanent: true);
    }

    /// <summary>The chat of a person with the bot; made when there is none.</summary>
    /// <inheritdoc cref="PostAsync"/>
    public async Task<TeamsConversation> OpenChatAsync(string serviceUrl, string tenant, string user, CancellationToken ct)
    {
        // Paced like a conversation of its own: it is the person that Teams counts for.
        var with = new TeamsConversation(serviceUrl, user);
        var chat = new ConversationParameters
        {
            IsGroup = false,
            Bot = Bot,
            Members = [new ChannelAccount(user)],
            TenantId = tenant,
            ChannelData = new TeamsChannelData { Tenant = new TenantInfo(tenant) },
        };
        var opened = await CallAsync(with, "a new chat", service => service.CreateConversationAsync(chat, ct), ct);
        return new TeamsConversation(serviceUrl, opened?.Id ?? throw new DeliveryException("Teams opened the chat and gave no id for it.", permanent: true));
    }

    /// <summary>A page of the people of a team.</summary>
    /// <param name="continuation">From the page before; null for the first.</param>
    /// <inheritdoc cref="PostAsync"/>
    public async Task<PagedMembersResult> MembersAsync(TeamsConversation team, string? continuation, CancellationToken ct)
    {
        var page = await CallAsync(
            team, "the members of a team", service => service.GetConversationPagedMembersAsync(team.Id, MembersOfPage, continuation, ct), ct);
        return page is { Members: not null } ? page : throw new DeliveryException("Teams gave no members of the team.", permanent: true);
    }

    /// <returns>Null when Teams did it and what it said about it cannot be read.</returns>
    private async Task<T?> CallAsync<T>(
        TeamsConversation conversation, string what, Func<IConversations, Task<T>> call, CancellationToken ct, bool onlyForOne = false)
        where T : class
    {
        // Checked again: the address was stored meanwhile, and the configuration may have changed.
        if (ServiceUrls.Read(conversation.ServiceUrl, options.Value) is not { } service)
        {
            throw new DeliveryException($"The conversation's service URL {conversation.ServiceUrl} is not on a host of Teams:ServiceHosts.", permanent: true);
        }

        if (pace.Wait(conversation.Id) is { } wait)
        {
            throw new DeliveryException(
                "The conversation has had as many messages as Teams takes just now.", permanent: false, wait, mayHaveArrived: false);
        }

        using var connector = connectors.Create(service, onlyForOne);
        try
        {
            return await WithTokenAsync(() => call(connector.Conversations), ct);
        }
        catch (SerializationException)
        {
            return null;
        }
        catch (ErrorResponseException e) when ((int)e.Response.StatusCode is >= 200 and < 300)
        {
            return null;
        }
        catch (ErrorResponseException e)
        {
            throw TeamsErrors.ToException(what, e);
        }
        catch (HttpRequestException e)
        {
            throw new DeliveryException(
                $"{service.Host} could not be reached ({e.HttpRequestError}).", permanent: false, inner: e, mayHaveArrived: e.MayHaveBeenSent());
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new DeliveryException($"{service.Host} did not answer within {TeamsConnectors.Deadline.TotalSeconds:0} s.", permanent: false, inner: e);
        }
    }

    private async Task<T> WithTokenAsync<T>(Func<Task<T>> call, CancellationToken ct)
    {
        try
        {
            return await call();
        }
        catch (ErrorResponseException e) when (e.Response.StatusCode is HttpStatusCode.Unauthorized && !options.Value.WithoutAuthentication)
        {
            // A token may be refused before it runs out: after a new secret, for one.
            await tokens.GetAsync(anew: true, ct);
            return await call();
        }
    }
}
