using System.Globalization;
using System.Text.RegularExpressions;
using IncidentBot.Words;

namespace IncidentBot.Http;

/// <summary>One value that people type for an endpoint.</summary>
internal sealed record Argument(string Name, ArgumentKind Kind, string Pattern, string Example, string Help)
{
    private const int Longest = 200;

    /// <summary>Time zones are written out; without one it is UTC.</summary>
    private static readonly string[] Times = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>Says what is wrong with a value, or null when it is fine.</summary>
    public string? Fault(string text) => text.Length > Longest ? $"is longer than {Longest} characters." : Kind switch
    {
        ArgumentKind.Time => Age.Read(text) is null && Time(text) is null ? "is no time. Write it as 2026-11-22T10:15:00Z, or how long ago as 45m." : null,
        ArgumentKind.Integer => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? null : "is no whole number.",
        _ => Regex.IsMatch(text, $@"\A(?:{Pattern})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant) ? null : $"does not fit {Pattern}",
    };

    /// <summary>True for <c>45m</c>: another time each time it is read.</summary>
    public bool IsRelative(string text) => Kind is ArgumentKind.Time && Age.Read(text) is not null;

    /// <summary>The value as it is sent, before it is encoded. It has no fault.</summary>
    public string Value(string text, DateTimeOffset now) => Kind is ArgumentKind.Time
        ? (Age.Read(text) is { } ago ? now - ago : Time(text)!.Value).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
        : text;

    private static DateTimeOffset? Time(string text) =>
        DateTimeOffset.TryParseExact(text, Times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
