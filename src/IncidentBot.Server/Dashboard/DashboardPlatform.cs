using IncidentBot.Chat;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;

namespace IncidentBot.Dashboard;

/// <summary>What pages answer to one person, kept in the channel log. Nobody else reads it, and no incident lives there.</summary>
/// <param name="home">Where incidents live that are opened from a page, among the other platforms; null where there is none.</param>
internal sealed class DashboardPlatform(IChannelLog log, Func<(IChatPlatform Platform, ChannelRef Channel)?> home, TimeProvider time) : IChatPlatform
{
    public string Name => PageChannel.Platform;

    public ChannelRef ChannelFor(int incidentNumber, string title, ChannelRef origin) =>
        home() is var (platform, channel) ? platform.ChannelFor(incidentNumber, title, channel) : origin;

    public async Task<string> PostAsync(ChannelRef channel, Card card, Delivery delivery, CancellationToken ct)
    {
        var id = $"page-{delivery.Id}";
        await log.AddAsync(new ChannelMessage(id, channel, time.GetUtcNow(), Author: null, OnlyFor: null, card, Revision: 0), ct);
        return id;
    }

    public async Task UpdateAsync(ChannelRef channel, string messageId, Card card, CancellationToken ct)
    {
        if (!await log.UpdateAsync(channel, messageId, card, ct))
        {
            throw new DeliveryException($"The page of {channel.ChannelId} has no message {messageId} to update.", permanent: true);
        }
    }

    public Task ReplyAsync(ReplyAddress to, Card card, Delivery delivery, CancellationToken ct) => PostAsync(to.Channel, card, delivery, ct);
}
