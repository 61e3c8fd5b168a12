namespace IncidentBot.Messages;

/// <summary>A place where people read: <c>slack</c>, workspace <c>T1DC2JH3J</c>, channel <c>C2147483705</c>.</summary>
public sealed record ChannelRef(string Platform, string Workspace, string ChannelId)
{
    public override string ToString() => $"{Platform}:{Workspace}:{ChannelId}";
}
