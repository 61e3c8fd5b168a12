using System.Globalization;
using System.Text.RegularExpressions;

namespace IncidentBot.Messages;

/// <summary>
/// A moment inside card text, written <c>&lt;t:1795323985&gt;</c> (Unix seconds). Renderers turn it into the platform's own
/// localised time, so that nobody at 03:00 has to add hours. <c>&lt;t:1795323985:d&gt;</c> is one that is shown with its day.
/// </summary>
public static partial class Moment
{
    private static readonly TimeSpan HalfADay = TimeSpan.FromHours(12);

    public static string Of(DateTimeOffset at) => $"<t:{at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}>";

    /// <summary>A time as text, with its day where that is not the reader's: alone it would be taken for one of today.</summary>
    /// <param name="at">In the zone of the reader, as is <paramref name="now"/>.</param>
    /// <param name="zone">Its format.</param>
    public static string Text(DateTimeOffset at, DateTimeOffset now, string zone) => at.ToString(
        $"{(at.Date == now.Date ? "" : at.Year == now.Year ? "d MMM " : "d MMM yyyy ")}HH:mm:ss {zone}", CultureInfo.InvariantCulture);

    /// <summary>
    /// For a reader whose zone only the platform knows: a time of more than half a day from now gets its day, because alone it would
    /// be taken for one of today.
    /// </summary>
    internal static string WithDays(string text, DateTimeOffset now) =>
        Token().Replace(text, token => At(token) is { } at && (at - now).Duration() > HalfADay ? $"<t:{token.Groups[1].Value}:d>" : token.Value);

    public static string Utc(DateTimeOffset at, DateTimeOffset now) => Text(at.ToUniversalTime(), now.ToUniversalTime(), "'UTC'");

    /// <summary>As text, where a platform formats no times, or for a reader on a machine that cannot.</summary>
    public static string Utc(DateTimeOffset at, bool hasDay) =>
        at.ToString($"{(hasDay ? "d MMM yyyy " : "")}HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    public static string Replace(string text, Func<DateTimeOffset, string> render) => Replace(text, (at, _) => render(at));

    /// <param name="render">Given the moment, and whether it is shown with its day.</param>
    public static string Replace(string text, Func<DateTimeOffset, bool, string> render) =>
        Token().Replace(text, token => At(token) is { } at ? render(at, token.Groups[2].Success) : token.Value);

    /// <returns>Null for a number that is no time.</returns>
    private static DateTimeOffset? At(Match token) =>
        long.TryParse(token.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and <= 253402300799
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    [GeneratedRegex("<t:([0-9]{1,12})(:d)?>", RegexOptions.NonBacktracking)]
    private static partial Regex Token();
}
