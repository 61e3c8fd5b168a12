using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using IncidentBot.Messages;
using IncidentBot.Words;

namespace IncidentBot.Chat.Slack;

/// <summary>
/// Card text as pieces that must not be torn: a character, an escaped character, a date, a link. See
/// https://docs.slack.dev/messaging/formatting-message-text.
/// </summary>
internal static partial class SlackText
{
    private const int LongestLink = 300;

    public static string Clean(string text) => Printable.Lines(text);

    public static string OneLine(string text) => Clean(text).ReplaceLineEndings(" ").Trim();

    /// <summary>For <c>plain_text</c> and inside code, where dates are not rendered.</summary>
    public static string WithPlainMoments(string text) => Moment.Replace(Place.Plain(text), Moment.Utc);

    /// <summary>Dates and links work only in <c>mrkdwn</c>; everything else is better off as <c>plain_text</c>.</summary>
    public static bool NeedsMrkdwn(string text) => Token().IsMatch(text);

    /// <summary>
    /// Whether Slack would read the text's own characters as bold, italic, struck or code: <c>rl:*, bull:*</c>. There is
    /// no escape for these. A character inside a word (<c>maxmemory_policy</c>) formats nothing.
    /// </summary>
    public static bool WouldBeFormatted(string text) => FormattingCharacter().IsMatch(text);

    public static IEnumerable<string> Plain(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            yield return rune.ToString();
        }
    }

    /// <summary>The three characters that Slack gives a meaning, so that no title can mention a channel.</summary>
    public static IEnumerable<string> Escaped(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            yield return rune.Value switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                _ => rune.ToString(),
            };
        }
    }

    public static IEnumerable<string> Mrkdwn(string text)
    {
        var done = 0;
        foreach (Match token in Token().Matches(text))
        {
            foreach (var piece in Escaped(text[done..token.Index]).Concat(Render(token.Value)))
            {
                yield return piece;
            }

            done = token.Index + token.Length;
        }

        foreach (var piece in Escaped(text[done..]))
        {
            yield return piece;
        }
    }

    private static IEnumerable<string> Render(string token)
    {
        if (token[0] != '<')
        {
            return token.Length <= LongestLink ? [$"<{string.Concat(Escaped(token))}>"] : Escaped(token);
        }

        if (token.StartsWith("<p:", StringComparison.Ordinal))
        {
            var place = Place.Replace(token, (channel, name) => channel.Platform == SlackPlatform.PlatformName && SlackId.Is(channel.ChannelId)
                ? $"<#{channel.ChannelId}>"
                : string.Concat(Escaped(name)));
            return place != token ? [place] : Escaped(token);
        }

        var date = Moment.Replace(token, (at, hasDay) => string.Create(
            CultureInfo.InvariantCulture,
            $"<!date^{at.ToUnixTimeSeconds()}^{(hasDay ? "{date_short} " : "")}{{time_secs}}|{Moment.Utc(at, hasDay)}>"));
        return date != token ? [date] : Escaped(token);
    }

    [GeneratedRegex(@"<t:[0-9]{1,12}(?::d)?>|<p:[^<>\s]{5,350}>|https?://[^\s<>|""`]*[^\s<>|""`.,;:!?)'\]]", RegexOptions.NonBacktracking)]
    private static partial Regex Token();

    [GeneratedRegex(@"(?<!\w)[*_~`]|[*_~`](?!\w)")]
    private static partial Regex FormattingCharacter();
}
