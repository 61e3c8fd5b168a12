using System.Text.RegularExpressions;
using IncidentBot.Execution;

namespace IncidentBot.Chat.Slack;

/// <summary>What Slack's tokens look like: <c>xoxb-…</c>, <c>xapp-…</c>. See https://docs.slack.dev/authentication/tokens.</summary>
internal static partial class SlackTokens
{
    public static SecretShape Shape { get; } = new(Token());

    [GeneratedRegex(@"\bx(?:ox[abeprs]|app)-[A-Za-z0-9-]{6,}")]
    private static partial Regex Token();
}
