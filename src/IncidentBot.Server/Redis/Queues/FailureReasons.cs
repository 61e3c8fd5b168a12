using System.Text.RegularExpressions;
using IncidentBot.Execution;

namespace IncidentBot.Redis.Queues;

/// <summary>Reasons of failures, those together that differ in numbers and ids only.</summary>
internal static partial class FailureReasons
{
    public const string None = "no reason given";

    /// <summary>A sentence that quotes it has to fit a phone.</summary>
    private const int Longest = 120;

    private const int LongestRead = 4000;

    /// <summary>By what they look like, before a line is cut and its numbers are taken out: of what is left, nobody could tell a secret.</summary>
    private static readonly Redactor Shapes = new([]);

    /// <returns>The commonest first.</returns>
    public static IReadOnlyList<ReasonGroup> Group(IEnumerable<string?> reasons) =>
    [
        .. reasons.Select(Line)
            .GroupBy(Fold, StringComparer.Ordinal)
            .Select(group => new ReasonGroup(group.Distinct(StringComparer.Ordinal).Count() == 1 ? group.First() : group.Key, group.Count()))
            .OrderByDescending(group => group.Count)
            .ThenBy(group => group.Words, StringComparer.Ordinal),
    ];

    /// <summary>The first line that says something. Cut between words only: half a URL no longer looks like one with a password.</summary>
    public static string Line(string? reason)
    {
        var read = (reason ?? "") is { Length: > LongestRead } endless ? $"{endless.AsSpan(0, LongestRead)} …" : reason ?? "";
        var line = Shapes.Clean(read).Split('\n').Select(text => text.Trim()).FirstOrDefault(text => text.Length > 0) ?? None;
        if (line.Length <= Longest)
        {
            return line;
        }

        var cut = line.LastIndexOf(' ', Longest);
        return cut > 0 ? $"{line[..cut]} …" : None;
    }

    private static string Fold(string line) => Ids().Replace(line, match => match.ValueSpan.ContainsAnyInRange('0', '9') ? "…" : match.Value);

    /// <summary>UUIDs and other hexadecimal with a digit in it, then whatever is counted: numbers, times, addresses.</summary>
    [GeneratedRegex(@"\b[0-9a-f]{8,}(?:-[0-9a-f]{4,})*\b|\d+(?:[.:,-]\d+)*", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Ids();
}

/// <param name="Words">As the job gave it; with … for what differs from one job to the next.</param>
internal sealed record ReasonGroup(string Words, int Count);
