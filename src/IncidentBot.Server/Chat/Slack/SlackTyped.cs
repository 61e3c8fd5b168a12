using System.Text.RegularExpressions;

namespace IncidentBot.Chat.Slack;

/// <summary>
/// What somebody typed, out of Slack's notation. Slack sends <c>&amp;</c>, <c>&lt;</c> and <c>&gt;</c> as entities, and
/// with <c>should_escape</c> turns people, channels and links into <c>&lt;…&gt;</c>. People stay as they are: their id
/// is what a command needs. See https://docs.slack.dev/messaging/formatting-message-text#escaping.
/// </summary>
internal static partial class SlackTyped
{
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
            '!' => label ?? "@" + target[1..],
            _ => target,
        };
    }

    [GeneratedRegex(@"<(?<target>[^<>|\s]+)(\|(?<label>[^<>]*))?>", RegexOptions.NonBacktracking)]
    private static partial Regex Reference();

    [GeneratedRegex("&(lt|gt|amp);", RegexOptions.NonBacktracking)]
    private static partial Regex Entity();
}
