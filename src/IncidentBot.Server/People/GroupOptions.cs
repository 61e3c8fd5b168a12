using IncidentBot.Messages;

namespace IncidentBot.People;

/// <summary>An entry of <c>People:Groups</c>: what the members of a group may do.</summary>
internal sealed class GroupOptions
{
    /// <summary><c>slack:T1DC2JH3J:S0614TZR7</c>, a user group; <c>teams:TENANT_ID:19:…@thread.tacv2</c>, a team.</summary>
    public string Group { get; init; } = "";

    /// <summary><c>Respond</c> and <c>Approve</c>.</summary>
    public IReadOnlyList<string> Permissions { get; init; } = [];

    /// <exception cref="ArgumentException">Something in the entry cannot be read; the message says what to write.</exception>
    public PersonGroup ToGroup() => ChannelRef.Read(Group) is { } group
        ? new PersonGroup(group.Platform, group.Workspace, group.ChannelId, PermissionNames.Read(Permissions, $"People:Groups: {Group}"))
        : throw new ArgumentException($"People:Groups has the group '{Group}'. Write platform:workspace:group, for example slack:T1DC2JH3J:S0614TZR7.");
}
