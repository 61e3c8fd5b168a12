namespace IncidentBot.Chat.Slack.Wire;

/// <summary>See https://docs.slack.dev/reference/objects/user-object.</summary>
internal sealed record SlackUser(string? Name, string? RealName, SlackProfile? Profile)
{
    /// <summary>As Slack shows it: the display name where the person has one.</summary>
    public string? Shown => new[] { Profile?.DisplayName, Profile?.RealName, RealName, Name }.FirstOrDefault(name => !string.IsNullOrWhiteSpace(name));
}

internal sealed record SlackProfile(string? DisplayName, string? RealName);
