using System.Globalization;
using IncidentBot.Messages;
using IncidentBot.Words;

namespace IncidentBot.Chat.Terminal;

/// <summary>A card for a terminal: in the time of its place, buttons as the commands that they type, and nothing that would steer the terminal.</summary>
internal static class TerminalText
{
    public static string Render(Card card, TimeZoneInfo zone)
    {
        var text =
            PlainText.Render(card with { Buttons = [] }, at => TimeZoneInfo.ConvertTime(at, zone).ToString("HH:mm:ss zzz", CultureInfo.InvariantCulture));

        // Names and output come from elsewhere, and an escape sequence in one could retitle the window or hide a line.
        return Printable.Spaced(string.Join('\n', [text, .. card.WithoutForms().Buttons.Select(button => $"  {button.Label}: {button.Command}")]));
    }
}
