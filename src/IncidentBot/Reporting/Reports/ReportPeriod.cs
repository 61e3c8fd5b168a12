using System.Globalization;

namespace IncidentBot.Reporting.Reports;

/// <summary>The time that a report is about: the last days, up to now.</summary>
/// <param name="Name">As people type it: <c>30d</c>.</param>
/// <param name="Words">As they read it: <c>the last 30 days</c>.</param>
public sealed record ReportPeriod(string Name, int Days, string Words)
{
    public static ReportPeriod Week { get; } = new("7d", 7, "the last 7 days");
    public static ReportPeriod Month { get; } = new("30d", 30, "the last 30 days");

    /// <summary>Of days and not of the calendar, so that it can be compared with the one before on any day.</summary>
    public static ReportPeriod Quarter { get; } = new("quarter", 90, "the last 90 days");

    public static IReadOnlyList<ReportPeriod> All { get; } = [Week, Month, Quarter];

    public static ReportPeriod? Read(string name) => All.FirstOrDefault(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public TimeSpan Length => TimeSpan.FromDays(Days);

    /// <summary>As files are called.</summary>
    public string FileName(DateTimeOffset now, string ending) =>
        string.Create(CultureInfo.InvariantCulture, $"incidents-{now.UtcDateTime:yyyy-MM-dd}-{Name}.{ending}");
}
