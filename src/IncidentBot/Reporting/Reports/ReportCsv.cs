using System.Globalization;
using System.Text;
using IncidentBot.Incidents;
using IncidentBot.Measurements;

namespace IncidentBot.Reporting.Reports;

/// <summary>A row for each incident of a report (RFC 4180), with lengths in seconds.</summary>
public static class ReportCsv
{
    public static string Render(Report report)
    {
        var csv = new StringBuilder();
        var measurements = report.Measurements.Select(measured => measured.Measurement).ToList();
        Add(csv,
        [
            "incident", "title", "kind", "severity", "state", "target", "services", "cause", "opened_at", "impact_began_at", "recomputed",
            .. measurements.Select(one => $"{one.Name}_s"), .. measurements.Select(one => $"{one.Name}_is"),
        ]);
        foreach (var (incident, lengths) in report.Incidents)
        {
            var points = Points.Of(incident);
            Add(csv,
            [
                incident.Label,
                incident.Title,
                $"{incident.Kind}",
                $"{incident.Severity}",
                $"{incident.State}",
                $"{incident.Target}",
                string.Join(' ', ReportWriter.ServicesOf(incident)),
                points.CauseClass ?? "",
                Time(incident.OpenedAt),
                Time(points.Began.At.At),
                report.Recomputed.Contains(incident.Label) ? "yes" : "no",
                .. lengths.Select(length => (length as MeasuredLength.Recorded)?.Length.TotalSeconds.ToString("0", CultureInfo.InvariantCulture) ?? ""),
                .. lengths.Select(Standing),
            ]);
        }

        return csv.ToString();
    }

    /// <summary>What has become of a measurement, in a word.</summary>
    public static string Standing(MeasuredLength length) => length switch
    {
        MeasuredLength.Recorded => "recorded",
        MeasuredLength.Pending => "pending",
        MeasuredLength.Invalid => "invalid",
        _ => "not applicable",
    };

    private static void Add(StringBuilder csv, IEnumerable<string> cells) => csv.AppendJoin(',', cells.Select(Cell)).Append("\r\n");

    /// <summary>A spreadsheet takes what begins so for a formula, and would carry it out: https://owasp.org/www-community/attacks/CSV_Injection.</summary>
    private static string Cell(string text)
    {
        var harmless = text.Length > 0 && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal) ? $"'{text}" : text;
        return harmless.AsSpan().ContainsAny(",\"\r\n") ? $"\"{harmless.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : harmless;
    }

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
