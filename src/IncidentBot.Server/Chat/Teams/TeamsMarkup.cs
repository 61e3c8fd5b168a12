using System.Net;
using System.Text.RegularExpressions;

namespace IncidentBot.Chat.Teams;

/// <summary>What a message in HTML shows, as the plain message that would show the same.</summary>
internal static partial class TeamsMarkup
{
    public static bool IsIn(string text) => Whole().IsMatch(text.Trim());

    /// <summary>Whether it answers another message, which is in it and is not what was typed.</summary>
    public static bool IsReply(string html) => Quote().IsMatch(html);

    /// <summary>Links stay Markdown, as in a plain message. What is quoted goes, for somebody else has said it.</summary>
    public static string Plain(string html)
    {
        var text = Anchor().Replace(Picture().Replace(Quote().Replace(html, "\n"), "${alt}"), "[${label}](${address})");
        return Gap().Replace(WebUtility.HtmlDecode(Tag().Replace(Inline().Replace(text, ""), "\n")), "\n");
    }

    /// <summary>In the HTML beside a plain message a mention is a span; as it is in the message itself.</summary>
    public static string WithMentions(string html) => MentionSpan().Replace(html, "<at>${name}</at>");

    [GeneratedRegex(@"^<(?:p\b[^<>]*>.*</p|div\b[^<>]*>.*</div)>$", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Whole();

    [GeneratedRegex("<blockquote\\b[^<>]*>.*?</blockquote>", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Quote();

    [GeneratedRegex("<span\\b[^<>]*schema\\.skype\\.com/Mention\"[^<>]*>(?<name>[^<>]*)</span>", RegexOptions.NonBacktracking)]
    private static partial Regex MentionSpan();

    // An emoji is a picture of it.
    [GeneratedRegex("<(?:img|emoji)\\b[^<>]*\\balt=\"(?<alt>[^\"<>]*)\"[^<>]*>", RegexOptions.NonBacktracking)]
    private static partial Regex Picture();

    [GeneratedRegex("<a\\b[^<>]*\\bhref=\"(?<address>[^\"<>]*)\"[^<>]*>(?<label>[^<>]*)</a>", RegexOptions.NonBacktracking)]
    private static partial Regex Anchor();

    [GeneratedRegex("</?(?:a|b|i|u|s|em|strong|span|code|strike|del|ins|font|small|at|img|emoji)(?:[\\s/][^<>]*)?>", RegexOptions.NonBacktracking)]
    private static partial Regex Inline();

    [GeneratedRegex("<[^<>]*>", RegexOptions.NonBacktracking)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s*\n\s*", RegexOptions.NonBacktracking)]
    private static partial Regex Gap();
}
