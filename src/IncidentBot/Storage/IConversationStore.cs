using IncidentBot.Messages;

namespace IncidentBot.Storage;

/// <summary>
/// How the conversations of a platform are reached that gives an address with each message instead of having one. What is
/// kept is the platform's own text, opaque to everybody else.
/// </summary>
public interface IConversationStore
{
    /// <returns>Null when nothing is known of the channel.</returns>
    Task<string?> FindAsync(ChannelRef channel, CancellationToken ct);

    /// <summary>Keeps the text, in place of what was there.</summary>
    Task RememberAsync(ChannelRef channel, string conversation, CancellationToken ct);
}
