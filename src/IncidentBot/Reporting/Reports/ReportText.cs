using IncidentBot.Incidents;
using IncidentBot.Words;

namespace IncidentBot.Reporting.Reports;

/// <summary>What a report says, in the words in which the chat, the page and the digest say it.</summary>
public static class ReportText
{
    /// <summary>How many, and how many before: <c>P0 14 (9)</c>.</summary>
    public static string Of(Compared one) => $"{one.Name} {one.Now} ({one.Before})";

    public static string Of(KeptOf kept) => $"{kept.Kept} of {kept.Of}";

    /// <summary><c>median 21 min, p90 1 h 2 min (n 14)</c>; without a p90 where there are few.</summary>
    public static string Of(Spread spread) =>
        $"median {Duration.Words(spread.Median)}{(spread.P90 is { } p90 ? $", p90 {Duration.Words(p90)}" : "")} (n {spread.Count})";

    /// <summary>All of one measurement, in a line.</summary>
    public static string Of(ReportedMeasurement measured)
    {
        var parts = new List<string>
        {
            measured.Recorded is { } spread ? Of(spread) : "nothing to be measured yet",
        };
        if (measured.Listed.Count > 0)
        {
            parts.Add(string.Join(", ", measured.Listed.Select(one => $"{one.Incident} {Duration.Words(one.Length)}")));
        }

        parts.Add(measured.Before is { } before ? $"before {Of(before)}" : "nothing to compare with before");
        if (Rest(measured) is { Length: > 0 } rest)
        {
            parts.Add(rest);
        }

        return string.Join("; ", parts);
    }

    /// <summary>Those that have no length, and why; empty where all have one.</summary>
    public static string Rest(ReportedMeasurement measured) => string.Join(", ", new[]
    {
        measured.Pending > 0 ? $"{measured.Pending} pending" : null,
        measured.NotApplicable > 0 ? $"{measured.NotApplicable} not applicable" : null,
        measured.Invalid.Count > 0 ? $"{measured.Invalid.Count} NOT VALID and in no number: {Labels(measured.Invalid)}" : null,
    }.OfType<string>());

    public static string Of(Repeated again) => $"{again.Incidents.Count} times {again.Cause} at {again.Target}: {Labels(again.Incidents)}";

    public static string Of(UsedAction used) =>
        $"{Plural.Of(used.Runs, "run")}, {used.Verified} verified{(used.Unknown > 0 ? $", of {used.Unknown} nobody knows" : "")}";

    public static string Of(OverdueTask task) =>
        $"{task.Incident} {task.Task.Label} {task.Task.What} ({task.Owner ?? "nobody has it"}, due {task.Task.Due!.Value.UtcDateTime:yyyy-MM-dd})";

    /// <summary>What is in none of the other numbers; null where there is nothing.</summary>
    public static string? Apart(Report report)
    {
        var parts = new[]
        {
            Some(report.Drills, "drill"), Some(report.Maintenance, "maintenance", "maintenances"), Some(report.Cancelled, "cancelled", "cancelled"),
        }.OfType<string>().ToList();
        return parts.Count == 0 ? null : $"Not counted: {string.Join(", ", parts)}.";
    }

    /// <summary>What whoever reads the numbers has to know of how they were counted.</summary>
    public static IEnumerable<string> Notes(Report report)
    {
        yield return $"Opened from {report.From.UtcDateTime:yyyy-MM-dd HH:mm} to {report.Until.UtcDateTime:yyyy-MM-dd HH:mm} UTC; before, and in brackets, "
            + $"the {report.Period.Days} days before that. A p90 is by nearest rank; of fewer than {Spread.Few} each is listed instead.";
        if (report.Recomputed.Count > 0)
        {
            yield return $"Counted anew after a correction or a reopening: {Labels(report.Recomputed)}.";
        }

        if (report.Backfilled > 0)
        {
            yield return $"{Plural.Of(report.Backfilled, "was", "were")} written down afterwards, and "
                + $"{Plural.Pick(report.Backfilled, "says", "say")} nothing of how soon somebody came.";
        }

        if (report.RunsAreCut)
        {
            yield return $"Actions are those of the newest {Figures.Count(MostRuns)} runs.";
        }
    }

    /// <summary>How many runs are read for one report.</summary>
    public const int MostRuns = 5000;

    private static string? Some(int count, string one, string? many = null) => count == 0 ? null : Plural.Of(count, one, many ?? $"{one}s");

    private static string Labels(IReadOnlyList<string> labels) =>
        string.Join(", ", labels.Take(10)) + (labels.Count > 10 ? $" and {labels.Count - 10} more" : "");
}
