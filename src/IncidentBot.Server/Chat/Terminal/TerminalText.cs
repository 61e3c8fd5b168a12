using System.Globalization;
using System.Text;
using IncidentBot.Messages;

namespace IncidentBot.Chat.Terminal;

/// <summary>A card for a terminal: in the time of its place, buttons as the commands that they type, and nothing that would steer the terminal.</summary>
internal static class TerminalText
{
    public static string Render(Card card, TimeZoneInfo zone)
    {
        var text = PlainText.Render(card with { Buttons = [] }, at => TimeZoneInfo.ConvertTime(at, zone).ToString("HH:mm:ss zzz", CultureInfo.InvariantCulture));
        return Harmless(string.Join('\n', [text, .. card.WithoutForms().Buttons.Select(button => $"  {button.Label}: {button.Command}")]));
    }

    /// <summary>Names and output come from elsewhere, and an escape sequence in one could retitle the window or hide a line.</summary>
    private static string Harmless(string text)
    {
        var harmless = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            harmless.Append(rune.Value is '\n' ? "\n" : Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format ? " " : rune.ToString());
        }

        return harmless.ToString();
    }
}
