using System.Globalization;

namespace IncidentBot.Words;

/// <summary>How long something has lasted, or how long ago it was, as people type it: 90s, 5m, 2h, 7d, 4w.</summary>
public static class Age
{
    private const int LongestInDays = 36_500;

    /// <returns>Null where the text is no age, is nothing at all, or goes back more than a hundred years.</returns>
    public static TimeSpan? Read(string text)
    {
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var age = char.ToLowerInvariant(text[^1]) switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' when number <= LongestInDays => TimeSpan.FromDays(number),
            'w' when number <= LongestInDays / 7 => TimeSpan.FromDays(number * 7),
            _ => TimeSpan.Zero,
        };
        return age > TimeSpan.Zero && age.TotalDays <= LongestInDays ? age : null;
    }

    /// <summary>Says what is wrong with a text, or null when it is an age.</summary>
    public static string? Fault(string text) => Read(text) is null ? "is no age. Write a number with s, m, h, d or w, such as 5m." : null;
}
