using System.Text.RegularExpressions;

namespace IncidentBot.Redis;

/// <summary>A URL as it is copied out of an .env file, a properties file, a chat or a command line: what stands around it is no part of it.</summary>
internal static partial class PastedUrl
{
    private static readonly (char Open, char Close)[] Quotes = [('"', '"'), ('\'', '\''), ('`', '`'), ('<', '>'), ('“', '”'), ('‘', '’')];

    public static string Bare(string text)
    {
        var rest = WithoutQuotes(Trimmed(text));
        if (Before().Match(rest) is { Success: true } found)
        {
            rest = WithoutQuotes(Trimmed(rest[found.Groups[1].Index..]));
        }

        // A comma or semicolon at the end of a line of a program; in a query it may be the password's.
        return rest.Contains('?', StringComparison.Ordinal) || rest.Contains('=', StringComparison.Ordinal) ? rest : rest.TrimEnd(',', ';', ' ');
    }

    private static string Trimmed(string text) => text.Trim().Trim('\uFEFF', '\u200B', '\u2060').Trim();

    private static string WithoutQuotes(string text)
    {
        var line = text.Length > 2 && text[^1] is ',' or ';' && Quotes.Any(pair => pair.Close == text[^2]) ? text[..^1] : text;
        return line.Length > 1 && Quotes.Any(pair => line[0] == pair.Open && line[^1] == pair.Close) ? Trimmed(line[1..^1]) : text;
    }

    /// <summary><c>export REDIS_URL=</c>, <c>spring.data.redis.url: </c>, <c>redis-cli -u </c>, <c>jdbc:</c>, where a URL follows.</summary>
    [GeneratedRegex(
        @"^(?:(?:export\s+|set\s+)?[A-Za-z_][\w.\-]{0,99}\s*[=:]\s*|redis-cli\s+-u\s+|jdbc:)([""'`<“‘]?(?:redis|valkey|unix)[a-z+\-]{0,20}://)",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Before();
}
