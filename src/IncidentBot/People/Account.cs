namespace IncidentBot.People;

/// <summary>An account on a chat platform: <c>slack</c>, workspace <c>T1DC2JH3J</c>, user <c>U2CERLKJA</c>.</summary>
public sealed record Account(string Platform, string Workspace, string UserId)
{
    /// <returns>Null when the text is not of the form <c>platform:workspace:user</c>.</returns>
    public static Account? Read(string text) =>
        text.Split(':', 3) is [{ Length: > 0 } platform, var workspace, { Length: > 0 } user] ? new Account(platform, workspace, user) : null;

    public override string ToString() => $"{Platform}:{Workspace}:{UserId}";
}
