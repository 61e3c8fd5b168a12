using IncidentBot.Chat.Slack.Wire;

namespace IncidentBot.Chat.Slack.Views;

/// <summary>The shortcut on a message that makes a note of it: typed as <c>/incident note</c>, with the way back to the message.</summary>
internal static class AddToTimeline
{
    public const string CallbackId = "add_to_timeline";

    private const int LongestText = 1000;

    /// <returns>Null for another shortcut, and for a message without text.</returns>
    public static string? Command(Interaction interaction)
    {
        if (interaction is not { CallbackId: CallbackId, Message: { Text: { Length: > 0 } said, Ts: { Length: > 0 } ts }, Channel.Id: { } channel })
        {
            return null;
        }

        // Words of the bot come first, so that a message that begins with INC-7 makes no note of another incident.
        var text = SlackCut.Short(SlackText.Plain(SlackText.OneLine(SlackTyped.Read(said))), LongestText);
        return $"/incident note A message said: {text} {Link(interaction.Team?.Domain, channel, ts)}".TrimEnd();
    }

    private static string Link(string? domain, string channel, string ts) =>
        domain is { Length: > 0 }
            && domain.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')
            && ts.All(letter => char.IsAsciiDigit(letter) || letter == '.')
            ? $"https://{domain}.slack.com/archives/{channel}/p{ts.Replace(".", "", StringComparison.Ordinal)}"
            : "";
}
