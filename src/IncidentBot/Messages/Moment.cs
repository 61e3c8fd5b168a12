using System.Globalization;
using System.Text.RegularExpressions;

namespace IncidentBot.Messages;

/// <summary>
/// A moment inside card text, written <c>&lt;t:1795323985&gt;</c> (Unix seconds). Renderers turn it into the platform's own
/// localised time, so that nobody at 03:00 has to add hours.
/// </summary>
public static partial class Moment
{
    public static string Of(DateTimeOffset at) => $"<t:{at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}>";

    public static string Replace(string text, Func<DateTimeOffset, string> render) =>
        Token().Replace(
            text,
            match => long.TryParse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and <= 253402300799
                ? render(DateTimeOffset.FromUnixTimeSeconds(seconds))
                : match.Value);

    [GeneratedRegex("<t:([0-9]{1,12})>", RegexOptions.NonBacktracking)]
    private static partial Regex Token();
}
