using IncidentBot.Messages;
using IncidentBot.People;

namespace IncidentBot.Storage;

/// <summary>A message of the local chat, which has no vendor's server that would keep it.</summary>
/// <param name="Author">Null for the bot.</param>
/// <param name="OnlyFor">Set on an answer that one person alone sees.</param>
/// <param name="Card">What the bot says; typed text is a card with a title only.</param>
/// <param name="Revision">Rises with each insert and update over all channels, so that a reader can ask for what is new.</param>
public sealed record ChannelMessage(string Id, ChannelRef Channel, DateTimeOffset At, PersonId? Author, PersonId? OnlyFor, Card Card, long Revision)
{
    /// <summary>The message in whose thread it is; null for one in the open.</summary>
    public string? Under { get; init; }
}

/// <summary>A channel that somebody has spoken in.</summary>
/// <param name="LastPosition">
/// Of the last message there: of those that the reader may see, where one is named. It rises with each message over all channels,
/// so the one spoken in last has the highest, and no update moves it.
/// </param>
public sealed record SpokenChannel(ChannelRef Channel, long LastPosition);

public interface IChannelLog
{
    /// <summary>Adds the message, or does nothing when its id is there already. The revision given is ignored.</summary>
    Task AddAsync(ChannelMessage message, CancellationToken ct);

    /// <returns>False when there is no such message.</returns>
    Task<bool> UpdateAsync(ChannelRef channel, string id, Card card, CancellationToken ct);

    /// <summary>
    /// The last <paramref name="limit"/> messages of the channel that the reader may see and that changed after the
    /// revision, in the order they were posted.
    /// </summary>
    Task<IReadOnlyList<ChannelMessage>> ReadAsync(ChannelRef channel, PersonId reader, long afterRevision, int limit, CancellationToken ct);

    /// <summary>The last <paramref name="limit"/> messages before this one that the reader may see, in the order they were posted.</summary>
    Task<IReadOnlyList<ChannelMessage>> ReadBeforeAsync(ChannelRef channel, PersonId reader, string id, int limit, CancellationToken ct);

    /// <summary>Channels that have a message, the one spoken in last first: of those that were last spoken in before the position.</summary>
    Task<IReadOnlyList<SpokenChannel>> ChannelsAsync(string platform, long before, int limit, CancellationToken ct);

    /// <summary>The channels of open incidents that have a message, of the newest incidents.</summary>
    Task<IReadOnlyList<SpokenChannel>> OpenChannelsAsync(string platform, int limit, CancellationToken ct);

    /// <summary>The first messages of the channel that the reader may see, the earliest first.</summary>
    Task<IReadOnlyList<ChannelMessage>> EarliestAsync(ChannelRef channel, PersonId reader, int limit, CancellationToken ct);

    /// <summary>Channels in which something was posted behind that position that the reader may see, the one spoken in last first.</summary>
    Task<IReadOnlyList<SpokenChannel>> PostedAsync(string platform, PersonId reader, long afterPosition, int limit, CancellationToken ct);
}
