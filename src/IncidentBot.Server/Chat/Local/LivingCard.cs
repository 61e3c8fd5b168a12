using IncidentBot.People;
using IncidentBot.Storage;

namespace IncidentBot.Chat.Local;

/// <summary>
/// The card of an incident in its own channel, which stays in sight: the first thing that the bot says there, or nearly so, since
/// somebody may have been faster.
/// </summary>
internal static class LivingCard
{
    private const int AmongTheFirst = 10;

    /// <returns>Null in a channel that is no incident's.</returns>
    public static async Task<ChannelMessage?> OfAsync(IChannelLog log, string channel, Person reader, CancellationToken ct) =>
        LocalChannels.IncidentNumber(channel) is null ? null
        : (await log.EarliestAsync(LocalChannels.Ref(channel), reader.Id, AmongTheFirst, ct))
            .FirstOrDefault(message => message is { Author: null, OnlyFor: null });
}
