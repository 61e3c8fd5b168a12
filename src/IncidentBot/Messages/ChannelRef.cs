namespace IncidentBot.Messages;

/// <summary>A place where people read: <c>slack</c>, workspace <c>T1DC2JH3J</c>, channel <c>C2147483705</c>.</summary>
public sealed record ChannelRef(string Platform, string Workspace, string ChannelId)
{
    /// <summary>The three parts of <c>platform:workspace:x</c>, the last of which may have colons of its own; null for anything else.</summary>
    public static ChannelRef? Read(string text) => text.Split(':', 3) is [{ Length: > 0 } platform, { Length: > 0 } workspace, { Length: > 0 } channel]
        ? new ChannelRef(platform, workspace, channel)
        : null;

    public override string ToString() => $"{Platform}:{Workspace}:{ChannelId}";
}
