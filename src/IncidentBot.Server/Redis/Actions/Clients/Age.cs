using System.Globalization;

namespace IncidentBot.Redis.Actions.Clients;

/// <summary>How long something has lasted, as people type it: 90s, 5m, 2h, 1d.</summary>
internal static class Age
{
    /// <returns>Null where the text is no age, or is under a second.</returns>
    public static TimeSpan? Parse(string text) =>
        text.Length > 1 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 100_000
            ? char.ToLowerInvariant(text[^1]) switch
            {
                's' => TimeSpan.FromSeconds(number),
                'm' => TimeSpan.FromMinutes(number),
                'h' => TimeSpan.FromHours(number),
                'd' => TimeSpan.FromDays(number),
                _ => null,
            }
            : null;

    public static string? Fault(string text) => Parse(text) is null ? "is no age. Write a number with s, m, h or d, such as 5m." : null;
}
