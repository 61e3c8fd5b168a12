using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Options;

namespace IncidentBot.Chat.Teams;

/// <summary>
/// Delivers cards to Teams. The connector has no key by which it would recognise a repeated message and no way to read one
/// back, so one whose answer was lost may appear twice; the second says so.
/// </summary>
internal sealed partial class TeamsPlatform(
    TeamsConnector connector,
    TeamsAddressBook book,
    ITurns turns,
    WholeCards wholes,
    IOptions<TeamsOptions> options,
    TimeProvider time,
    ILogger<TeamsPlatform> logger) : IChatPlatform
{
    /// <summary>Longer than a call that runs into its limit, and once more with a new token.</summary>
    private static readonly TimeSpan LongestBeginning = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan ComeBackAfter = TimeSpan.FromSeconds(1);

    private static readonly CardBlock MayBeRepeated =
        new CardBlock.Footnote("This may be here twice: Teams did not confirm the first try, so it was sent again. It is one event.");

    public const string PlatformName = "teams";

    /// <summary>Teams as the Bot Connector calls it.</summary>
    public const string ConnectorChannel = "msteams";

    public string Name => PlatformName;

    /// <summary>A thread of its own, in the channel that is set aside for incidents or in the one it was opened in; a chat has no threads.</summary>
    public ChannelRef ChannelFor(int incidentNumber, string title, ChannelRef origin)
    {
        var channel = string.IsNullOrWhiteSpace(options.Value.IncidentChannel) ? TeamsThread.ChannelOf(origin.ChannelId) : options.Value.IncidentChannel;
        return channel is null ? origin : origin with { ChannelId = TeamsThread.Of(incidentNumber, channel) };
    }

    public ChannelRef PlaceIn(ChannelRef channel, int incidentNumber) =>
        TeamsThread.ChannelOf(channel.ChannelId) is { } parent ? channel with { ChannelId = TeamsThread.Of(incidentNumber, parent) } : channel;

    public async Task<string> PostAsync(ChannelRef channel, Card card, Delivery delivery, CancellationToken ct)
    {
        var message = await MessageAsync(Marked(card, delivery), ct);
        if (await book.FindAsync(channel, ct) is { } known)
        {
            return await connector.PostAsync(known, message, ct);
        }

        return TeamsThread.IsOfIncident(channel.ChannelId)
            ? await BeginThreadAsync(channel, message, ct)
            : await connector.PostAsync(new TeamsConversation(options.Value.ServiceUrl, channel.ChannelId), message, ct);
    }

    /// <summary>In a thread, as in a chat, what is said last stands below the rest; a channel as such has a thread for each message.</summary>
    public async Task<string> PostUnderAsync(ChannelRef channel, string messageId, Card card, Delivery delivery, CancellationToken ct)
    {
        var there = await book.FindAsync(channel, ct) ?? new TeamsConversation(options.Value.ServiceUrl, channel.ChannelId);
        return TeamsThread.ChannelOf(there.Id) == there.Id
            ? await connector.PostAsync(there with { Id = TeamsThread.Under(messageId, there.Id) }, await MessageAsync(Marked(card, delivery), ct), ct)
            : await PostAsync(channel, card, delivery, ct);
    }

    /// <summary>What was said in a channel as such began a thread of its own, and is changed there.</summary>
    public async Task UpdateAsync(ChannelRef channel, string messageId, Card card, CancellationToken ct)
    {
        var isChannel = TeamsThread.ChannelOf(channel.ChannelId) == channel.ChannelId;
        var there = await book.FindAsync(channel, ct)
            ?? (isChannel ? new TeamsConversation(options.Value.ServiceUrl, channel.ChannelId) : null)
            ?? throw new DeliveryException($"Nothing is known of the conversation {channel.ChannelId}.", permanent: true);
        var conversation = TeamsThread.ChannelOf(there.Id) == there.Id ? there with { Id = TeamsThread.Under(messageId, there.Id) } : there;
        await connector.UpdateAsync(conversation, messageId, await MessageAsync(card, ct), ct);
    }

    public async Task ReplyAsync(ReplyAddress to, Card card, Delivery delivery, CancellationToken ct)
    {
        var ticket = TeamsTicket.Read(to.Ticket) ?? throw new DeliveryException("The request came without an address to answer to.", permanent: true);
        var there = new TeamsConversation(ticket.ServiceUrl, ticket.Conversation);
        var message = await MessageAsync(Marked(card, delivery), ct);
        try
        {
            await (Way(ticket.Readers) switch
            {
                TeamsAnswers.Personal => connector.PostAsync(await PersonalChatAsync(to, ticket, ct), message, ct),
                TeamsAnswers.Targeted => connector.PostAsync(there, message, ct, onlyFor: ticket.User),
                _ => connector.PostAsync(there, message, ct),
            });
        }
        catch (DeliveryException e) when (e.Permanent && Way(ticket.Readers) is not TeamsAnswers.Open)
        {
            // Better seen by others than by nobody: the app is not installed for the person, or Teams does not target there.
            LogInTheOpen(to.Channel, e.Message);
            await connector.PostAsync(there, message, ct);
        }
    }

    /// <summary>Only in a chat that is known: with others the bot has none of its own until they have written to it, or were answered there.</summary>
    public async Task NoticeAsync(Account to, Card card, Delivery delivery, CancellationToken ct)
    {
        var chat = await book.FindAsync(TeamsAddressBook.PersonalChatOf(to), ct)
            ?? throw new DeliveryException("There is no chat of the person with the bot yet.", permanent: true, mayHaveArrived: false);
        await connector.PostAsync(chat, await MessageAsync(Marked(card, delivery), ct), ct);
    }

    public async Task<string?> WhyNotAloneAsync(Account to, CancellationToken ct) => await book.FindAsync(TeamsAddressBook.PersonalChatOf(to), ct) is null
        ? "In Teams you can be told alone once you have a chat of your own with the bot: write help to it there."
        : null;

    private TeamsAnswers Way(TeamsReaders readers) => readers switch
    {
        TeamsReaders.Everyone => TeamsAnswers.Open,
        TeamsReaders.OnePersonThere => TeamsAnswers.Targeted,
        _ => options.Value.Answers,
    };

    private async Task<TeamsConversation> PersonalChatAsync(ReplyAddress to, TeamsTicket ticket, CancellationToken ct)
    {
        var name = TeamsAddressBook.PersonalChatOf(to.To);
        if (await book.FindAsync(name, ct) is { } known)
        {
            return known;
        }

        var opened = await connector.OpenChatAsync(ticket.ServiceUrl, to.To.Workspace, ticket.User, ct);
        await book.RememberAsync(name, opened, ct);
        return opened;
    }

    /// <summary>Several messages of an incident go out side by side, from any replica, and only one of them may begin its thread.</summary>
    private async Task<string> BeginThreadAsync(ChannelRef channel, Activity message, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var turn = await turns.TakeAsync($"thread {channel}", now, now + LongestBeginning, ct)
            ?? throw new DeliveryException("Another message is beginning the incident's thread.", permanent: false, ComeBackAfter, mayHaveArrived: false);
        try
        {
            return await book.FindAsync(channel, ct) is { } known ? await connector.PostAsync(known, message, ct) : await BeginAsync(channel, message, ct);
        }
        finally
        {
            await turns.PassOnAsync(turn, time.GetUtcNow(), CancellationToken.None);
        }
    }

    private async Task<string> BeginAsync(ChannelRef channel, Activity message, CancellationToken ct)
    {
        var parent = TeamsThread.ChannelOf(channel.ChannelId)!;
        var within = await book.FindAsync(channel with { ChannelId = parent }, ct) ?? new TeamsConversation(options.Value.ServiceUrl, parent);
        var (conversation, first) = await connector.BeginThreadAsync(within, channel.Workspace, message, ct);

        // The way in before the way out: what people write there is to be recognised as the incident's.
        await book.RememberAsync(
            channel with { ChannelId = conversation },
            new TeamsConversation(within.ServiceUrl, conversation, KnownAs: channel.ChannelId),
            ct);
        await book.RememberAsync(channel, new TeamsConversation(within.ServiceUrl, conversation), ct);
        return first;
    }

    private static Card Marked(Card card, Delivery delivery) =>
        delivery.MayBeThereSince is null ? card : card with { Blocks = [.. card.Blocks, MayBeRepeated] };

    private async Task<Activity> MessageAsync(Card card, CancellationToken ct) =>
        connector.Message(await wholes.DrawAsync(card, (dated, whole) => AdaptiveCards.Render(dated, whole), ct), AdaptiveCards.Summary(card));

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "An answer in {Channel} is shown to everyone there, because it could not be shown to one person: {Reason}")]
    private partial void LogInTheOpen(ChannelRef channel, string reason);
}
