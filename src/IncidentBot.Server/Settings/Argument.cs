using System.Globalization;
using System.Text.RegularExpressions;
using IncidentBot.Actions;
using IncidentBot.Words;

namespace IncidentBot.Settings;

/// <summary>One value that people type for something that the configuration names.</summary>
/// <param name="Pattern">What a word must match from its first letter to its last.</param>
internal sealed record Argument(string Name, ArgumentKind Kind, string Pattern, string Example, string Help)
{
    private const int Longest = 200;

    /// <summary>Time zones are written out; without one it is UTC.</summary>
    private static readonly string[] Times = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>Makes an argument of its settings. What cannot be used is added to the faults; then it takes no part in a start.</summary>
    /// <param name="section">The path of the settings, for the faults.</param>
    /// <param name="usual">The pattern where none is set.</param>
    public static Argument Read(string section, string name, ArgumentOptions settings, string usual, SettingFaults faults)
    {
        var read = new Argument(name, settings.Kind, settings.Pattern ?? usual, settings.Example, settings.Help);
        try
        {
            var fault = settings.Example.Length == 0 ? "say what could be typed." : read.Fault(settings.Example);
            faults.Check(fault is null, $"{section}:Example is '{settings.Example}': {fault}");
            return read;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            faults.Add($"{section}:Pattern cannot be used: {e.Message}");
            return read with { Pattern = usual };
        }
    }

    /// <summary>The parameters of an action that takes a name, then whatever the things of that name take; each of those has the last word.</summary>
    public static IEnumerable<Parameter> Parameters(IEnumerable<Argument> arguments) =>
        arguments.GroupBy(argument => argument.Name, StringComparer.OrdinalIgnoreCase)
            .Select(same => new Parameter(same.Key, same.First().Help, same.First().Example)
            {
                Check = value => same.Select(argument => argument.Fault(value)).ToList() is var faults && faults.Contains(null) ? null : faults[0],
            });

    /// <summary>Says what is wrong with a value, or null when it is fine.</summary>
    public string? Fault(string text) => Kind switch
    {
        _ when text.Length > Longest || text.Contains('\0', StringComparison.Ordinal) => $"is longer than {Longest} characters, or no text.",
        _ when Invisible.IsIn(text) => "has a character in it that nobody sees. Type it by hand.",
        ArgumentKind.Time when Age.Read(text) is null && Written(text) is null => "is no time. Write it as 2026-11-22T10:15:00Z, or how long ago as 45m.",
        ArgumentKind.Integer when Number(text) is null => "is no whole number.",
        ArgumentKind.Word when !Regex.IsMatch(text, $@"\A(?:{Pattern})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant) =>
            $"does not fit {Pattern}",
        _ => null,
    };

    /// <summary>True for <c>45m</c>: another time each time it is read.</summary>
    public bool IsRelative(string text) => Kind is ArgumentKind.Time && Age.Read(text) is not null;

    /// <param name="text">Of an integer, without a fault.</param>
    public static long Integer(string text) => Number(text)!.Value;

    /// <param name="text">Of a time, without a fault.</param>
    public static DateTimeOffset Time(string text, DateTimeOffset now) => Age.Read(text) is { } ago ? now - ago : Written(text)!.Value;

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static DateTimeOffset? Written(string text) =>
        DateTimeOffset.TryParseExact(text, Times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
