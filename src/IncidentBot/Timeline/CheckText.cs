using System.Globalization;
using IncidentBot.Incidents;

namespace IncidentBot.Timeline;

/// <summary>How verification checks read: in one sentence, or one line each.</summary>
internal static class CheckText
{
    public static string All(IReadOnlyList<CheckResult> checks) => checks.Count == 0
        ? "no checks are defined for this target"
        : $"{Count(checks)}: {string.Join("; ", checks.Select(check => $"{check.Name} {(check.Passed ? "passes" : "FAILS")} ({check.Evidence})"))}";

    public static IReadOnlyList<string> Lines(IReadOnlyList<CheckResult> checks)
    {
        var width = checks.Select(check => check.Name.Length).DefaultIfEmpty().Max();
        return [.. checks.Select(check => $"{(check.Passed ? "pass" : "FAIL")}  {check.Name.PadRight(width)}  {check.Evidence}")];
    }

    /// <summary>How many pass, and what does not.</summary>
    public static string Standing(IReadOnlyList<CheckResult> checks) =>
        Failing(checks) is { Length: > 0 } failing ? $"{Count(checks)}; {failing}" : Count(checks);

    /// <summary>What does not pass, and why.</summary>
    public static string Failing(IReadOnlyList<CheckResult> checks) =>
        string.Join("; ", checks.Where(check => !check.Passed).Select(check => $"{check.Name}: {check.Evidence.TrimEnd('.')}"));

    public static string Count(IReadOnlyList<CheckResult> checks) =>
        string.Create(CultureInfo.InvariantCulture, $"{checks.Count(check => check.Passed)} of {checks.Count} checks pass");
}
