namespace IncidentBot.People;

/// <summary>A group that a platform keeps, a user group or a team, and what its members may do.</summary>
public sealed record PersonGroup(string Platform, string Workspace, string GroupId, Permissions Permissions)
{
    public override string ToString() => $"{Platform}:{Workspace}:{GroupId}";
}
