using System.Text.RegularExpressions;
using IncidentBot.Commands;

namespace IncidentBot.Chat.Slack;

/// <summary>
/// What somebody typed, out of Slack's notation. Slack sends <c>&amp;</c>, <c>&lt;</c> and <c>&gt;</c> as entities, and
/// with <c>should_escape</c> turns people, channels and links into <c>&lt;…&gt;</c>. People stay as they are: their id
/// is what a command needs. A name that Slack made a link of (<c>pay.example.com</c>) is the name again.
/// See https://docs.slack.dev/messaging/formatting-message-text#escaping.
/// </summary>
internal static partial class SlackTyped
{
    /// <summary>A slash command, with what follows it.</summary>
    public static string Command(string command, string text) => TypedLine.Visible($"{command} {TypedLine.Undressed(Read(text))}");

    /// <summary>What stands around a mention of the bot.</summary>
    public static string Said(string before, string after) => TypedLine.Said(Read(before), Read(after));

    public static string Read(string text) => Entity().Replace(Reference().Replace(text, Plain), match => match.Value switch
    {
        "&lt;" => "<",
        "&gt;" => ">",
        _ => "&",
    });

    private static string Plain(Match reference)
    {
        var target = reference.Groups["target"].Value;
        var label = reference.Groups["label"] is { Success: true, Value: { Length: > 0 } value } ? value : null;
        return target[0] switch
        {
            '@' => reference.Value,
            '#' => "#" + (label ?? target[1..]),
            '!' when target.StartsWith("!date^", StringComparison.Ordinal) => label ?? target,
            '!' => "@" + (label ?? target[1..]).TrimStart('@'),
            _ => label is not null && IsMadeOf(target, label) ? label : target,
        };
    }

    /// <summary>Whether Slack put the scheme before what somebody typed. A label that says something else may hide where it leads.</summary>
    private static bool IsMadeOf(string link, string typed) =>
        link.TrimEnd('/').EndsWith(typed.TrimEnd('/'), StringComparison.OrdinalIgnoreCase)
        && link[..(link.TrimEnd('/').Length - typed.TrimEnd('/').Length)] is "http://" or "https://" or "mailto:" or "tel:";

    [GeneratedRegex(@"<(?<target>[^<>|\s]+|!date\^[^<>|]+)(\|(?<label>[^<>]*))?>", RegexOptions.NonBacktracking)]
    private static partial Regex Reference();

    [GeneratedRegex("&(lt|gt|amp);", RegexOptions.NonBacktracking)]
    private static partial Regex Entity();
}
