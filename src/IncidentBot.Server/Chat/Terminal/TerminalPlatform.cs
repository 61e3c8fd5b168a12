using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;

namespace IncidentBot.Chat.Terminal;

/// <summary>Delivers to the channel log, which <see cref="TypeCommand"/> reads. Each terminal account has one channel, and is alone in it.</summary>
internal sealed class TerminalPlatform(IChannelLog log, TimeProvider time) : IChatPlatform
{
    public const string PlatformName = "terminal";

    public string Name => PlatformName;

    public ChannelRef ChannelFor(int incidentNumber, string title, ChannelRef origin) => origin;

    public async Task<string> PostAsync(ChannelRef channel, Card card, Delivery delivery, CancellationToken ct)
    {
        await log.AddAsync(new ChannelMessage(delivery.Id, channel, time.GetUtcNow(), Author: null, OnlyFor: null, card.WithoutForms(), Revision: 0), ct);
        return delivery.Id;
    }

    public async Task UpdateAsync(ChannelRef channel, string messageId, Card card, CancellationToken ct)
    {
        if (!await log.UpdateAsync(channel, messageId, card.WithoutForms(), ct))
        {
            throw new DeliveryException($"The terminal of {channel.ChannelId} has no message {messageId} to update.", permanent: true);
        }
    }

    public Task NoticeAsync(Account to, Card card, Delivery delivery, CancellationToken ct) =>
        PostAsync(new ChannelRef(to.Platform, to.Workspace, to.UserId), card, delivery, ct);

    public Task<string?> WhyNotAloneAsync(Account to, CancellationToken ct) => Task.FromResult<string?>(null);

    public Task ReplyAsync(ReplyAddress to, Card card, Delivery delivery, CancellationToken ct) => PostAsync(to.Channel, card, delivery, ct);
}
