using IncidentBot.Messages;

namespace IncidentBot.Chat;

/// <summary>Ways in that are there whatever chats are configured. Nobody has an account of them, and no channel that several people read.</summary>
internal static class BesideTheChats
{
    public static IReadOnlyList<string> Platforms { get; } = ["terminal", PageChannel.Platform];
}
