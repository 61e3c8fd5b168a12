namespace IncidentBot.People;

/// <summary>An account on a chat platform: <c>slack</c>, workspace <c>T1DC2JH3J</c>, user <c>U2CERLKJA</c>.</summary>
public sealed record Account(string Platform, string Workspace, string UserId)
{
    public override string ToString() => $"{Platform}:{Workspace}:{UserId}";
}
