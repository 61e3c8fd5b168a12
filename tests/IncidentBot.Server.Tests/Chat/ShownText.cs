using System.Text;
using System.Text.RegularExpressions;
using IncidentBot.Chat.Teams;
using IncidentBot.Messages;

namespace IncidentBot.Server.Tests.Chat;

/// <summary>
/// Text as somebody reads it, to compare what a card says with what a message shows: without white space and control
/// characters, with every time as one clock and every place by its name. Nothing is cut here, so what differs was cut.
/// </summary>
internal static partial class ShownText
{
    /// <summary>Of a text that has not been drawn yet.</summary>
    public static string Of(string text) => Visible(Moment.Replace(WithoutThreads(Place.Replace(text, Name)), _ => "🕰"));

    /// <summary>Of <c>plain_text</c> of Slack's.</summary>
    public static string InSlack(string text) => Visible(PlainTime().Replace(text, "🕰"));

    /// <summary>Of <c>mrkdwn</c> of Slack's: every bracket that is not escaped is Slack's own.</summary>
    public static string InMrkdwn(string text) => Visible(PlainTime().Replace(Bracket().Replace(SlackTime().Replace(text, "🕰"), ""), "🕰")
        .Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal));

    /// <summary>Of a text of Teams'.</summary>
    public static string InTeams(string text) => Visible(PlainTime().Replace(TeamsTime().Replace(WithoutThreads(text), "🕰"), "🕰"));

    private static string Name(ChannelRef channel, string name) => TeamsThread.IsOfIncident(channel.ChannelId) ? channel.ChannelId : name;

    // Until there is nothing left to name: what one name leaves over may be the beginning of another.
    private static string WithoutThreads(string text) =>
        TeamsThread.Replace(text, incident => $"the thread of INC-{incident}") is var named && named != text ? WithoutThreads(named) : text;

    private static string Visible(string text)
    {
        var shown = new StringBuilder();
        foreach (var rune in Between()
            .Replace(text, "")
            .EnumerateRunes()
            .Where(rune => !Rune.IsWhiteSpace(rune) && !Rune.IsControl(rune) && rune.Value is not ((>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069))))
        {
            shown.Append(rune.Value == '`' ? "'" : rune.ToString());
        }

        return shown.ToString();
    }

    [GeneratedRegex(@"<!date\^\d+\^(?:\{date_short\} )?\{time_secs\}\|(?:\d+ [A-Z][a-z]{2} \d{4} )?\d\d:\d\d:\d\d UTC>")]
    private static partial Regex SlackTime();

    [GeneratedRegex("[<>]")]
    private static partial Regex Bracket();

    [GeneratedRegex(@"(?:\{\{DATE\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ, SHORT\)\}\} )?\{\{TIME\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\)\}\}")]
    private static partial Regex TeamsTime();

    [GeneratedRegex(@"(?:\d{1,2} [A-Z][a-z]{2} \d{4} )?\d\d:\d\d:\d\d UTC")]
    private static partial Regex PlainTime();

    /// <summary>What keeps two braces from meaning something to Teams.</summary>
    [GeneratedRegex(@"(?<=\{)\u200b(?=\{)")]
    private static partial Regex Between();
}
