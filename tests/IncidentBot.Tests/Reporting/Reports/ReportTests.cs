using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Measurements;
using IncidentBot.Reporting.Reports;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Reporting.Reports;

/// <summary>Reports of incidents whose numbers were worked out by hand.</summary>
public sealed class ReportTests
{
    private static readonly DateTimeOffset Now = Some.Night;

    [Fact]
    public void A_spread_is_a_median_and_a_nearest_rank_and_of_few_no_rank()
    {
        Assert.Null(Spread.Of([]));
        Assert.Equal(new Spread(1, Minutes(7), null), Spread.Of([Minutes(7)]));
        Assert.Equal(new Spread(4, Minutes(25), null), Spread.Of([Minutes(40), Minutes(10), Minutes(20), Minutes(30)]));

        // The ninth of ten, and the last of five.
        Assert.Equal(new Spread(10, Minutes(5.5), Minutes(9)), Spread.Of(Enumerable.Range(1, 10).Select(n => Minutes(n))));
        Assert.Equal(new Spread(5, Minutes(3), Minutes(100)), Spread.Of([Minutes(1), Minutes(2), Minutes(3), Minutes(4), Minutes(100)]));
    }

    [Fact]
    public void Of_one_long_night_among_short_ones_no_number_is_a_mean()
    {
        var report = Write([.. Enumerable.Range(1, 5).Select(n => Made(n, daysAgo: n, acknowledged: n < 5 ? 2 : 600))]);

        var acknowledge = Of(report, "acknowledge");
        Assert.Equal(new Spread(5, Minutes(2), Minutes(600)), acknowledge.Recorded);
        Assert.Empty(acknowledge.Listed);
        Assert.Equal("median 2 min, p90 10 h (n 5); nothing to compare with before", ReportText.Of(acknowledge));
    }

    [Fact]
    public void Where_they_are_few_each_is_listed_and_beside_it_is_the_time_before()
    {
        var report = Write(
            [Made(1, daysAgo: 40, acknowledged: 10), Made(2, daysAgo: 3, acknowledged: 4), Made(3, daysAgo: 2, acknowledged: 6), Made(4, daysAgo: 1)]);

        Assert.Equal((3, 1), (report.Incidents.Count, report.Before));
        Assert.Equal(
            "median 5 min (n 2); INC-3 6 min, INC-2 4 min; before median 10 min (n 1); 1 pending",
            ReportText.Of(Of(report, "acknowledge")));
    }

    [Fact]
    public void Only_what_happened_counts_and_the_rest_is_said_apart()
    {
        var report = Write(
        [
            Made(1, daysAgo: 1),
            Made(2, daysAgo: 1, kind: IncidentKind.Drill),
            Made(3, daysAgo: 1, kind: IncidentKind.Maintenance),
            Made(4, daysAgo: 1, state: IncidentState.Cancelled),
            Made(5, daysAgo: 1, kind: IncidentKind.Backfilled, acknowledged: 1),
            Made(6, daysAgo: 31, kind: IncidentKind.Drill),
        ]);

        Assert.Equal(["INC-5", "INC-1"], report.Incidents.Select(one => one.Incident.Label));
        Assert.Equal((1, 1, 1, 1), (report.Drills, report.Maintenance, report.Cancelled, report.Backfilled));
        Assert.Equal("Not counted: 1 drill, 1 maintenance, 1 cancelled.", ReportText.Apart(report));
    }

    [Fact]
    public void What_is_not_valid_is_in_no_number_and_is_named()
    {
        var report = Write([Made(1, daysAgo: 1, acknowledged: -5), Made(2, daysAgo: 1, acknowledged: 5)]);

        var acknowledge = Of(report, "acknowledge");
        Assert.Equal(new Spread(1, Minutes(5), null), acknowledge.Recorded);
        Assert.Contains("1 NOT VALID and in no number: INC-1", ReportText.Of(acknowledge), StringComparison.Ordinal);
    }

    [Fact]
    public void Counts_are_by_severity_service_cause_and_day_and_what_comes_again_is_said()
    {
        var report = Write(
        [
            Made(1, daysAgo: 20, cause: "REFUSED"), Made(2, daysAgo: 10, cause: "REFUSED"), Made(3, daysAgo: 2, cause: "REFUSED", severity: Severity.P0),
            Made(4, daysAgo: 1, cause: "OOM"), Made(5, daysAgo: 45, cause: "OOM"), Made(6, daysAgo: 1),
        ]);

        Assert.Equal([new Compared("P0", 1, 0), new Compared("P1", 4, 1)], report.BySeverity);
        Assert.Equal([new Compared("REFUSED", 3, 0), new Compared("OOM", 1, 1), new Compared("not known", 1, 0)], report.ByCause);
        Assert.Equal("3 times REFUSED at primary: INC-3, INC-2, INC-1", ReportText.Of(Assert.Single(report.Repeats)));
        Assert.Equal((31, 5), (report.ByDay.Count, report.ByDay.Sum(day => day.Count)));
        Assert.Equal(2, report.ByDay[^2].Count);
    }

    [Fact]
    public void Promises_are_counted_by_the_severity_at_the_acknowledgement()
    {
        var policy = new IncidentPolicy();
        var within = (int)ResponsePromise.Of(Severity.P1, policy).TotalMinutes;
        var report = Write([Made(1, daysAgo: 1, acknowledged: within), Made(2, daysAgo: 1, acknowledged: within + 1), Made(3, daysAgo: 1)]);

        Assert.Equal([new KeptOf("P1", 1, 3)], report.Responses);
    }

    [Fact]
    public void Actions_are_counted_by_what_became_of_them_and_what_nobody_approved_is_named()
    {
        var run = Some.Run(Some.Incident()) with { RequestedAt = Now.AddDays(-1), StartedAt = Now.AddDays(-1) };
        var report = Write(
            [],
            run with { Number = 1, State = RunState.Succeeded, Approval = new Approval(Some.Grace.Id, Now.AddDays(-1).AddMinutes(4), "x", false, null) },
            run with { Number = 2, State = RunState.Failed },
            run with { Number = 3, State = RunState.Unknown, Approval = new Approval(Some.Ada.Id, Now.AddDays(-1), "x", true, "nobody answers") },
            run with { Number = 4, State = RunState.Rejected, StartedAt = null });

        var used = Assert.Single(report.Actions);
        Assert.Equal("3 runs, 1 verified, of 1 nobody knows", ReportText.Of(used));
        Assert.Equal(["R-3"], report.BrokenGlass);
    }

    [Fact]
    public void What_is_overdue_is_listed_with_whose_it_is_also_of_the_time_before()
    {
        var task = new IncidentTask(1, "write the limit down", Some.Grace.Id, Now.AddDays(-2), Some.Ada.Id, Now.AddDays(-40));
        var report = Write(
        [
            Made(1, daysAgo: 40) with { Tasks = [task, task with { Number = 2, Due = Now.AddDays(1) }] },
            Made(2, daysAgo: 1) with { Tasks = [task with { Owner = null }, task with { Number = 2, End = new TaskEnd(true, "", null, Now) }] },
        ]);

        Assert.Equal(
            ["INC-2 t1 write the limit down (nobody has it, due 2026-11-20)", "INC-1 t1 write the limit down (Grace, due 2026-11-20)"],
            report.Overdue.Select(ReportText.Of).OrderDescending());
    }

    [Fact]
    public void A_file_has_a_row_for_each_incident_and_no_cell_is_a_formula()
    {
        var report = Write([Made(1, daysAgo: 1, acknowledged: 3) with { Title = "=HYPERLINK(\"http://x\"),\nstuck" }, Made(2, daysAgo: 1)]);

        var csv = ReportCsv.Render(report);

        Assert.StartsWith("incident,title,kind,severity,state,target,services,cause,opened_at,impact_began_at,", csv, StringComparison.Ordinal);
        Assert.Contains("INC-1,\"'=HYPERLINK(\"\"http://x\"\"),\nstuck\",Real,P1,", csv, StringComparison.Ordinal);
        Assert.Contains(",180,", csv, StringComparison.Ordinal);
        Assert.Equal(3, csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void For_programs_it_says_the_same()
    {
        using var json = System.Text.Json.JsonDocument.Parse(ReportJson.Render(Write([Made(1, daysAgo: 1, acknowledged: 3)])));

        var acknowledge = json.RootElement.GetProperty("measurements").EnumerateArray().Single(one => one.GetProperty("name").GetString() == "acknowledge");
        var recorded = acknowledge.GetProperty("recorded");
        Assert.Equal((1, 180), (recorded.GetProperty("n").GetInt32(), recorded.GetProperty("medianSeconds").GetInt32()));
        Assert.Equal("INC-1", json.RootElement.GetProperty("listed")[0].GetProperty("incident").GetString());
    }

    private static TimeSpan Minutes(double minutes) => TimeSpan.FromMinutes(minutes);

    private static ReportedMeasurement Of(Report report, string name) => report.Measurements.Single(one => one.Measurement.Name == name);

    private static Report Write(IReadOnlyList<Incident> incidents, params Run[] runs) =>
        new ReportWriter(Measurement.Usual, Some.People, new IncidentPolicy()).Write(ReportPeriod.Month, incidents, runs, Now);

    /// <param name="acknowledged">So many minutes after its opening; null where nobody did.</param>
    private static Incident Made(
        int number,
        double daysAgo,
        double? acknowledged = null,
        Severity severity = Severity.P1,
        string? cause = null,
        IncidentKind kind = IncidentKind.Real,
        IncidentState state = IncidentState.Mitigating)
    {
        var opened = Now.AddDays(-daysAgo);
        return Some.Incident() with
        {
            Number = number,
            Severity = severity,
            Kind = kind,
            State = state,
            OpenedAt = opened,
            Milestones = new Milestones(opened)
            {
                Points = new Points(new Point(opened))
                {
                    Severity = severity,
                    AcknowledgedAs = acknowledged is null ? null : severity,
                    Acknowledged = acknowledged is { } after ? new Point(opened.AddMinutes(after)) : null,
                    IsBackfilled = kind is IncidentKind.Backfilled,
                    CauseClass = cause,
                },
            },
        };
    }
}
