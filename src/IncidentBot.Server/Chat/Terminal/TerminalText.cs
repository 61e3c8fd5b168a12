using IncidentBot.Messages;
using IncidentBot.Words;

namespace IncidentBot.Chat.Terminal;

/// <summary>A card for a terminal: in the time of its place, buttons as the commands that they type, and nothing that would steer the terminal.</summary>
internal static class TerminalText
{
    /// <param name="now">By the terminal's clock: a time of another day has its day.</param>
    public static string Render(Card card, DateTimeOffset now, TimeZoneInfo zone)
    {
        var today = TimeZoneInfo.ConvertTime(now, zone);
        var text = PlainText.Render(card with { Buttons = [] }, at => Moment.Text(TimeZoneInfo.ConvertTime(at, zone), today, "zzz"));

        // Names and output come from elsewhere, and an escape sequence in one could retitle the window or hide a line.
        return Printable.Spaced(string.Join('\n', [text, .. card.WithoutForms().Buttons.Select(Line)]));
    }

    private static string Line(CardButton button) => $"  {button.Label}: {button.Page?.AbsoluteUri ?? button.Command}";
}
