using System.Globalization;
using System.Text.RegularExpressions;

namespace IncidentBot.Runbooks.FrontMatter;

/// <summary><c>immediately</c>, <c>15 min</c>, <c>1h</c>.</summary>
internal static partial class ResponseTime
{
    public static TimeSpan? Read(string text)
    {
        if (AtOnce().IsMatch(text))
        {
            return TimeSpan.Zero;
        }

        return Length().Match(text) is { Success: true } match
            && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? match.Groups[2].Value[0] is 'h' or 'H' ? TimeSpan.FromHours(number) : TimeSpan.FromMinutes(number)
            : null;
    }

    [GeneratedRegex("^(?:immediate(?:ly)?|at once|now)$", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex AtOnce();

    [GeneratedRegex("^([0-9]{1,4}) ?(m|min|mins|minutes?|h|hours?)$", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Length();
}
