using System.Text;
using System.Text.RegularExpressions;
using IncidentBot.Commands;
using Microsoft.Bot.Schema;

namespace IncidentBot.Chat.Teams;

/// <summary>
/// What somebody typed, as a command: without the mention of the bot, without markup, with the slash that people may leave
/// out. See https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-and-group-conversations.
/// </summary>
internal static partial class TeamsTyped
{
    /// <summary>Where the bot was mentioned: no text has this character, for control characters are taken out.</summary>
    private const char Here = '\u0001';

    public static string Read(Activity activity)
    {
        var (text, isMarkup) = Sent(activity);
        text = text.Replace($"{Here}", "", StringComparison.Ordinal);
        foreach (var mention in (activity.Entities ?? []).OfType<Mention>().Where(mention => mention is { Text.Length: > 0, Mentioned: not null }))
        {
            text = Replace(text, mention.Text, mention.Mentioned.Id == activity.Recipient?.Id ? $" {Here} " : Name(mention.Mentioned));
        }

        text = Clean(isMarkup ? TeamsMarkup.Plain(text) : text.Replace("&nbsp;", " ", StringComparison.Ordinal));
        var said = Link().Replace(Attached().Replace(text, " "), AsTyped).Split(Here, 2);
        return said is [var before, var after] ? TypedLine.Said(before, after.Replace(Here, ' ')) : TypedLine.Said(said[0]);
    }

    /// <summary>
    /// Markup only where Teams says that it is: a person may well type &lt;title&gt; or &amp;lt; into a plain message. A reply quotes
    /// what it answers, and only the HTML that comes along says which part that is.
    /// </summary>
    private static (string Text, bool IsMarkup) Sent(Activity activity)
    {
        var text = activity.Text ?? "";
        var html = activity.Attachments?.FirstOrDefault(attachment => attachment?.ContentType == "text/html")?.Content?.ToString();
        return html is not null && (text.Length == 0 || TeamsMarkup.IsReply(html))
            ? (TeamsMarkup.WithMentions(html), true)
            : (text, activity.TextFormat is "xml" or "html" || TeamsMarkup.IsIn(text));
    }

    // Teams makes a link of a name that looks like an address, and Markdown of the link.
    private static string AsTyped(Match link)
    {
        var (label, scheme, address) = (link.Groups["label"].Value, link.Groups["scheme"].Value, link.Groups["address"].Value.TrimEnd('/'));
        return new[] { address, scheme + address }.Contains(label.TrimEnd('/'), StringComparer.OrdinalIgnoreCase) ? label : link.Value;
    }

    // One place for one mention: the same words typed by hand stay.
    private static string Replace(string text, string what, string with) =>
        text.IndexOf(what, StringComparison.Ordinal) is >= 0 and var at ? string.Concat(text.AsSpan(0, at), with, text.AsSpan(at + what.Length)) : text;

    // Teams names the people mentioned by an id that no configuration knows.
    private static string Name(ChannelAccount mentioned) =>
        mentioned.Name is { Length: > 0 } name ? name.Contains(' ', StringComparison.Ordinal) ? $"\"@{name.Replace('"', '\'')}\"" : $"@{name}" : "@somebody";

    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            // Teams puts no-break spaces behind mentions, and zero-width ones where it likes.
            clean.Append(rune.Value switch
            {
                0x00A0 or 0x202F => " ",
                0x200B or 0xFEFF => "",
                '\n' or '\t' or Here => rune.ToString(),
                _ when Rune.IsControl(rune) => "",
                _ => rune.ToString(),
            });
        }

        return clean.ToString();
    }

    [GeneratedRegex(@"\[(?<label>[^\[\]\s]+)\]\((?<scheme>https?://|mailto:)(?<address>[^()\s]+)\)", RegexOptions.NonBacktracking)]
    private static partial Regex Link();

    [GeneratedRegex(@"<attachment\b[^<>]*>(?:</attachment>)?", RegexOptions.NonBacktracking)]
    private static partial Regex Attached();
}
