using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using IncidentBot.Messages;
using IncidentBot.Words;

namespace IncidentBot.Chat.Teams;

/// <summary>
/// Card text for the runs of a RichTextBlock. Nothing in a run is Markdown and no run can mention anybody, so there is
/// nothing to escape but the one notation that Teams replaces everywhere: <c>{{DATE(…)}}</c> and <c>{{TIME(…)}}</c>.
/// </summary>
internal static partial class TeamsText
{
    /// <summary>Longer than <c>… 2147483647 more characters</c>.</summary>
    private const int RoomForNote = 32;

    /// <summary>Whole where it fits, otherwise the beginning and a <c>…</c>; on one line.</summary>
    /// <param name="omitted">Told when it did not fit, where somebody wants to know.</param>
    public static string Short(string text, int limit, Omissions? omitted = null) => Rendered(Pieces(OneLine(text)), limit, _ => "…", room: 1, omitted);

    /// <summary>Whole where it fits, otherwise the beginning and how many characters are missing.</summary>
    /// <inheritdoc cref="Short"/>
    public static string Counted(string text, int limit, Omissions? omitted = null) => Rendered(
        Pieces(Clean(text).Trim()),
        limit,
        missing => string.Create(CultureInfo.InvariantCulture, $" … {missing} more characters"),
        RoomForNote,
        omitted);

    /// <summary>The same for a place where Teams formats no times: the label of a button, a notification.</summary>
    /// <inheritdoc cref="Short"/>
    public static string Plain(string text, int limit, Omissions? omitted = null) => Short(WithPlainMoments(text), limit, omitted);

    /// <summary>Columns stay columns: of several spaces in a row Teams would show one.</summary>
    /// <inheritdoc cref="Short"/>
    public static string Fixed(string text, int limit, Omissions? omitted = null) => Short(WithPlainMoments(Clean(text)
        .TrimEnd()
        .Replace('\n', ' ')
        .Replace("\t", "    ", StringComparison.Ordinal)
        .Replace("  ", "\u00a0\u00a0", StringComparison.Ordinal)), limit, omitted);

    public static IReadOnlyList<string> LinesOf(string text) => Clean(text).Trim().Split('\n');

    private static string Clean(string text) => Printable.Lines(
        TeamsThread.Replace(Place.Replace(text, Name), incident => $"the thread of INC-{incident}").ReplaceLineEndings("\n"));

    // The thread of an incident has no name but its number.
    private static string Name(ChannelRef channel, string name) =>
        channel.Platform == TeamsPlatform.PlatformName && TeamsThread.IsOfIncident(channel.ChannelId) ? channel.ChannelId : name;

    private static string OneLine(string text) => Clean(text).Replace('\n', ' ').TrimStart(' ').TrimEnd();

    private static string WithPlainMoments(string text) => Moment.Replace(text, Moment.Utc);

    /// <summary>What must not be torn: a character, a time, a pair of braces that could become one.</summary>
    private static IEnumerable<string> Pieces(string text)
    {
        var done = 0;
        foreach (Match token in Token().Matches(text))
        {
            foreach (var rune in text[done..token.Index].EnumerateRunes())
            {
                yield return rune.ToString();
            }

            done = token.Index + token.Length;
            var time = Moment.Replace(
                token.Value,
                (at, hasDay) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) is var iso && hasDay
                    ? $"{{{{DATE({iso}, SHORT)}}}} {{{{TIME({iso})}}}}"
                    : $"{{{{TIME({iso})}}}}");

            // A zero-width space between the braces: they look the same and mean nothing.
            yield return token.Value[0] == '{' ? "{\u200b{" : time;
        }

        foreach (var rune in text[done..].EnumerateRunes())
        {
            yield return rune.ToString();
        }
    }

    private static string Rendered(IEnumerable<string> pieces, int limit, Func<int, string> note, int room, Omissions? omitted)
    {
        var all = pieces.ToList();
        if (all.Sum(piece => piece.Length) <= limit)
        {
            return string.Concat(all);
        }

        omitted?.Add();
        var length = 0;
        var kept = all.TakeWhile(piece => (length += piece.Length) <= limit - room).ToList();
        return string.Concat(kept).TrimEnd() + note(all.Count - kept.Count);
    }

    [GeneratedRegex(@"<t:[0-9]{1,12}(?::d)?>|\{\{(?=(?:DATE|TIME)\()", RegexOptions.IgnoreCase)]
    private static partial Regex Token();
}
