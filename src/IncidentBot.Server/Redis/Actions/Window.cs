using System.Globalization;
using IncidentBot.Actions;

namespace IncidentBot.Redis.Actions;

/// <summary>For how long to watch.</summary>
internal static class Window
{
    private const int Usual = 5;
    private const int Most = 30;

    public static Parameter Parameter { get; } = new("seconds", $"how long to watch, {Usual} unless named, {Most} at most", "5")
    {
        Check = value => Parse(value) is null ? $"is not a number from 1 to {Most}." : null,
    };

    /// <summary>Watching, and the reads around it.</summary>
    public static TimeSpan TimeLimit { get; } = TimeSpan.FromSeconds(Most + 10);

    public static TimeSpan Of(ActionCall call) => TimeSpan.FromSeconds(call.Find(Parameter.Name) is { } typed ? Parse(typed)!.Value : Usual);

    private static int? Parse(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= Most ? seconds : null;
}
