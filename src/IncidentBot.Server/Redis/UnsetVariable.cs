using System.Text.RegularExpressions;

namespace IncidentBot.Redis;

/// <summary>
/// A place that somebody or something was to fill in: <c>${REDIS_PASSWORD}</c>, <c>{{ redis_host }}</c>, <c>%env(REDIS_URL)%</c>,
/// <c>&lt;password&gt;</c>.
/// </summary>
internal static partial class UnsetVariable
{
    /// <exception cref="FormatException">One of the parts is nothing else, and so no value.</exception>
    public static void Refuse(params ReadOnlySpan<string?> parts)
    {
        foreach (var part in parts)
        {
            if (part is not null && Whole().Match(part) is { Success: true } found)
            {
                var name = found.Groups.Values.Skip(1).First(group => group.Success).Value;
                throw RedisUrl.Wrong($"{name} is not filled in: the text of the variable itself stands there", "its value: set it where the bot is started");
            }
        }
    }

    [GeneratedRegex(
        @"^(?:\$\{([A-Za-z_][\w.]{0,99})[^}]*\}|\$\(([A-Za-z_]\w{0,99})\)|\$([A-Z][A-Z0-9]*_[A-Z0-9_]{1,99})"
            + @"|\{\{\s*\.?(?:[\w$]+\.)*([A-Za-z_]\w{0,99})[^}]*\}\}"
            + @"|%env\((?:\w+:)*(\w{1,99})\)%|%([A-Z][A-Z0-9_]{2,99})%|<([A-Za-z][A-Za-z _\-]{2,60})>)$",
        RegexOptions.NonBacktracking)]
    private static partial Regex Whole();
}
