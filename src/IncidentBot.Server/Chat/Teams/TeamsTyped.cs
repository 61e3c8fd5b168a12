using System.Net;
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
    public static string Read(Activity activity)
    {
        var text = activity.Text ?? "";
        foreach (var mention in (activity.Entities ?? []).OfType<Mention>().Where(mention => mention is { Text.Length: > 0, Mentioned: not null }))
        {
            text = Replace(text, mention.Text, mention.Mentioned.Id == activity.Recipient?.Id ? " " : Name(mention.Mentioned));
        }

        // Only where Teams says that it is markup: a person may well type <title> or &lt; into a plain message.
        text = activity.TextFormat is "xml" or "html" || Markup().IsMatch(text.Trim())
            ? WebUtility.HtmlDecode(Tag().Replace(text, " "))
            : text.Replace("&nbsp;", " ", StringComparison.Ordinal);
        return TypedLine.Said(Link().Replace(Clean(text), AsTyped));
    }

    // Teams makes a link of a name that looks like an address, and Markdown of the link.
    private static string AsTyped(Match link)
    {
        var (label, address) = (link.Groups["label"].Value, link.Groups["address"].Value);
        return string.Equals(label.TrimEnd('/'), address.TrimEnd('/'), StringComparison.OrdinalIgnoreCase) ? label : link.Value;
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
                '\n' or '\t' => rune.ToString(),
                _ when Rune.IsControl(rune) => "",
                _ => rune.ToString(),
            });
        }

        return clean.ToString();
    }

    [GeneratedRegex(@"^<(?:p\b[^<>]*>.*</p|div\b[^<>]*>.*</div)>$", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Markup();

    [GeneratedRegex(@"\[(?<label>[^\[\]\s]+)\]\((?:https?://|mailto:)(?<address>[^()\s]+)\)", RegexOptions.NonBacktracking)]
    private static partial Regex Link();

    [GeneratedRegex(@"<[^<>]*>", RegexOptions.NonBacktracking)]
    private static partial Regex Tag();
}
