using System.Text.Json;
using IncidentBot.Incidents;
using IncidentBot.Measurements;

namespace IncidentBot.Reporting.Reports;

/// <summary>A report for programs. Times are in UTC, lengths in seconds, and what is not known is null.</summary>
public static class ReportJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n" };

    public static string Render(Report report) => JsonSerializer.Serialize(
        new
        {
            Period = report.Period.Name,
            From = report.From.UtcDateTime,
            Until = report.Until.UtcDateTime,
            Incidents = report.Incidents.Count,
            Before = report.Before,
            report.BySeverity,
            report.ByService,
            report.ByCause,
            ByDay = report.ByDay.Select(one => new { one.Day, one.Count }),
            Measurements = report.Measurements.Select(measured => new
            {
                measured.Measurement.Name,
                From = $"{measured.Measurement.From}",
                Until = $"{measured.Measurement.Until}",
                Recorded = Seconds(measured.Recorded),
                Before = Seconds(measured.Before),
                measured.Pending,
                measured.NotApplicable,
                measured.Invalid,
            }),
            ResponsesInTime = report.Responses,
            UpdatesInTime = report.Updates,
            ApprovalWaits = Seconds(report.ApprovalWaits),
            Verifications = Seconds(report.Verifications),
            Repeated = report.Repeats,
            Actions = report.Actions.Select(used => new { Action = $"{used.Action}", used.Runs, used.Verified, used.Unknown }),
            report.Overridden,
            report.BrokenGlass,
            Overdue = report.Overdue.Select(one => new { one.Incident, Task = one.Task.Label, one.Task.What, one.Owner, Due = one.Task.Due?.UtcDateTime }),
            NotCounted = new { report.Drills, report.Maintenance, report.Cancelled },
            report.Backfilled,
            report.Recomputed,
            Listed = report.Incidents.Select(one => new
            {
                Incident = one.Incident.Label,
                one.Incident.Title,
                Severity = $"{one.Incident.Severity}",
                State = $"{one.Incident.State}",
                Target = $"{one.Incident.Target}",
                Services = ReportWriter.ServicesOf(one.Incident),
                Cause = Points.Of(one.Incident).CauseClass,
                OpenedAt = one.Incident.OpenedAt.UtcDateTime,
                Lengths = one.Lengths.ToDictionary(length => length.Of.Name, length => new
                {
                    Is = ReportCsv.Standing(length),
                    Seconds = (length as MeasuredLength.Recorded)?.Length.TotalSeconds,
                }),
            }),
        },
        Options);

    private static object? Seconds(Spread? spread) =>
        spread is null ? null : new { N = spread.Count, MedianSeconds = spread.Median.TotalSeconds, P90Seconds = spread.P90?.TotalSeconds };
}
