using System.Diagnostics.CodeAnalysis;

namespace IncidentBot.Chat.Slack;

/// <summary>The ids that Slack gives. What is shaped otherwise never becomes part of a key, an address or a call.</summary>
internal static class SlackId
{
    private const int Longest = 64;
    private const int LongestTrigger = 255;

    /// <summary>A workspace, channel, person or event: <c>T1DC2JH3J</c>.</summary>
    public static bool Is([NotNullWhen(true)] string? id) => id is { Length: > 0 and <= Longest } && id.All(char.IsAsciiLetterOrDigit);

    /// <summary>A <c>trigger_id</c>: <c>398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c</c>.</summary>
    public static bool IsTrigger([NotNullWhen(true)] string? id) =>
        id is { Length: > 0 and <= LongestTrigger } && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
}
