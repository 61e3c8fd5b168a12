using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;

namespace IncidentBot.Chat.Local;

/// <summary>Delivers to the channel log, which the page reads.</summary>
internal sealed class LocalPlatform(IChannelLog log, TimeProvider time) : IChatPlatform
{
    public const string PlatformName = "local";

    public string Name => PlatformName;

    public ChannelRef ChannelFor(int incidentNumber, string title, ChannelRef origin) =>
        LocalChannels.Ref(LocalChannels.ForIncident(incidentNumber, title));

    public Task<string> PostAsync(ChannelRef channel, Card card, Delivery delivery, CancellationToken ct) =>
        AddAsync(FromBot(channel, onlyFor: null, card, delivery), ct);

    public Task<string> PostUnderAsync(ChannelRef channel, string messageId, Card card, Delivery delivery, CancellationToken ct) =>
        AddAsync(FromBot(channel, onlyFor: null, card, delivery) with { Under = messageId }, ct);

    public async Task UpdateAsync(ChannelRef channel, string messageId, Card card, CancellationToken ct)
    {
        if (!await log.UpdateAsync(channel, messageId, card, ct))
        {
            throw new DeliveryException($"The channel {channel.ChannelId} has no message {messageId} to update.", permanent: true);
        }
    }

    public Task ReplyAsync(ReplyAddress to, Card card, Delivery delivery, CancellationToken ct) =>
        log.AddAsync(FromBot(to.Channel, new PersonId(to.To.UserId), card, delivery), ct);

    /// <summary>In the one channel that everybody has.</summary>
    public Task NoticeAsync(Account to, Card card, Delivery delivery, CancellationToken ct) =>
        log.AddAsync(FromBot(LocalChannels.Ref(LocalChannels.General), new PersonId(to.UserId), card, delivery), ct);

    public Task<string?> WhyNotAloneAsync(Account to, CancellationToken ct) => Task.FromResult<string?>(null);

    private async Task<string> AddAsync(ChannelMessage message, CancellationToken ct)
    {
        await log.AddAsync(message, ct);
        return message.Id;
    }

    // The prefix keeps a delivery apart from typed messages, whose ids hold what a browser sent.
    private ChannelMessage FromBot(ChannelRef channel, PersonId? onlyFor, Card card, Delivery delivery) =>
        new($"bot-{delivery.Id}", channel, time.GetUtcNow(), Author: null, onlyFor, card, Revision: 0);
}
