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

    /// <summary>A time as text, with its day where that is not the reader's: alone it would be taken for one of today.</summary>
    /// <param name="at">In the zone of the reader, as is <paramref name="now"/>.</param>
    /// <param name="zone">Its format.</param>
    public static string Text(DateTimeOffset at, DateTimeOffset now, string zone) => at.ToString(
        $"{(at.Date == now.Date ? "" : at.Year == now.Year ? "d MMM " : "d MMM yyyy ")}HH:mm:ss {zone}", CultureInfo.InvariantCulture);

    public static string Utc(DateTimeOffset at, DateTimeOffset now) => Text(at.ToUniversalTime(), now.ToUniversalTime(), "'UTC'");

    public static string Replace(string text, Func<DateTimeOffset, string> render) =>
        Token().Replace(
            text,
            match => long.TryParse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and <= 253402300799
                ? render(DateTimeOffset.FromUnixTimeSeconds(seconds))
                : match.Value);

    [GeneratedRegex("<t:([0-9]{1,12})>", RegexOptions.NonBacktracking)]
    private static partial Regex Token();
}
