using System.Collections.Concurrent;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;

namespace IncidentBot.Chat.Teams;

/// <summary>
/// The conversations that the bot has been in, by the name it has for them. Kept in the store, because a restart must not make
/// it forget them.
/// </summary>
internal sealed class TeamsAddressBook(IConversationStore store)
{
    private const int MostRemembered = 10_000;

    private readonly ConcurrentDictionary<ChannelRef, TeamsConversation> seen = new();

    public async Task<TeamsConversation?> FindAsync(ChannelRef channel, CancellationToken ct)
    {
        if (seen.TryGetValue(channel, out var known))
        {
            return known;
        }

        if (await store.FindAsync(channel, ct) is not { } text)
        {
            return null;
        }

        var found = TeamsConversation.Read(text);
        See(channel, found);
        return found;
    }

    public async Task RememberAsync(ChannelRef channel, TeamsConversation conversation, CancellationToken ct)
    {
        if (await FindAsync(channel, ct) == conversation)
        {
            return;
        }

        await store.RememberAsync(channel, conversation.Write(), ct);
        See(channel, conversation);
    }

    /// <summary>The name under which a person's own chat with the bot is kept.</summary>
    public static ChannelRef PersonalChatOf(Account account) => new(account.Platform, account.Workspace, $"user={account.UserId}");

    private void See(ChannelRef channel, TeamsConversation conversation)
    {
        if (seen.Count >= MostRemembered)
        {
            seen.Clear();
        }

        seen[channel] = conversation;
    }
}
