using System.Globalization;
using System.Text;

namespace IncidentBot.Databases;

/// <summary>What a database says, as one line that a phone can show, and numbers as people read them.</summary>
internal static class Plain
{
    public const int Width = 120;

    public static string Line(string text, int width = Width)
    {
        var line = new StringBuilder(Math.Min(text.Length, width + 1));
        foreach (var rune in text.EnumerateRunes())
        {
            var shown = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                ? " "
                : rune.ToString();
            if (line.Length + shown.Length > width)
            {
                line.Length = Math.Min(line.Length, width - 1);
                return line.Append('…').ToString();
            }

            line.Append(shown);
        }

        return line.ToString().TrimEnd();
    }

    public static string Duration(TimeSpan time) => time switch
    {
        { TotalDays: >= 1 } => $"{time.Days} d {time.Hours} h",
        { TotalHours: >= 1 } => $"{time.Hours} h {time.Minutes} min",
        { TotalMinutes: >= 1 } => $"{time.Minutes} min {time.Seconds} s",
        { TotalSeconds: >= 1 } => $"{time.Seconds} s",
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, time.TotalMilliseconds):0} ms"),
    };

    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0} %");
}
