using IncidentBot.Incidents;
using IncidentBot.Reporting;
using IncidentBot.Tests.Support;
using IncidentBot.Timeline;
using static IncidentBot.Incidents.IncidentState;

namespace IncidentBot.Tests.Reporting;

public sealed class IncidentNumbersTests
{
    private readonly List<TimelineEntry> timeline = [];

    [Fact]
    public void A_straight_incident_is_measured_from_its_opening()
    {
        Opened(0);
        At(2, new TimelineEvent.Acknowledged());
        Step(21, Verifying, Monitoring);
        Step(51, Monitoring, Resolved);
        Step(60, Resolved, Closed);

        var numbers = IncidentNumbers.From(timeline);

        Assert.Equal((2, 21, 51), (Minutes(numbers.ToAcknowledge), Minutes(numbers.ToMitigate), Minutes(numbers.ToResolve)));
        Assert.Equal(TimeSpan.FromMinutes(21), numbers.TimeAffected(Some.Night.AddDays(1)));
        Assert.False(numbers.StillAffected);
    }

    [Fact]
    public void Right_after_a_reopen_it_is_neither_mitigated_nor_resolved_and_affected_again()
    {
        Opened(0);
        Step(21, Verifying, Monitoring);
        Step(51, Monitoring, Resolved);
        Step(100, Resolved, Assessing);

        var numbers = IncidentNumbers.From(timeline);

        Assert.Null(numbers.ToMitigate);
        Assert.Null(numbers.ToResolve);
        Assert.Equal((true, 1), (numbers.StillAffected, numbers.Reopened));
        Assert.Equal(TimeSpan.FromMinutes(21 + 5), numbers.TimeAffected(Some.Night.AddMinutes(105)));
    }

    [Fact]
    public void After_a_reopen_the_second_repair_counts_and_the_good_time_between_is_not_outage()
    {
        Opened(0);
        At(2, new TimelineEvent.Acknowledged());
        Step(21, Verifying, Monitoring);
        Step(51, Monitoring, Resolved);
        Step(60, Resolved, Closed);
        Step(100, Closed, Assessing);
        At(101, new TimelineEvent.Acknowledged());
        Step(110, Verifying, Monitoring);
        Step(140, Monitoring, Resolved);

        var numbers = IncidentNumbers.From(timeline);

        Assert.Equal((2, 110, 140), (Minutes(numbers.ToAcknowledge), Minutes(numbers.ToMitigate), Minutes(numbers.ToResolve)));
        Assert.Equal(TimeSpan.FromMinutes(21 + 10), numbers.TimeAffected(Some.Night.AddDays(1)));
        Assert.Equal(2, numbers.Affected.Count);
    }

    [Fact]
    public void A_regression_takes_the_mitigation_back()
    {
        Opened(0);
        Step(10, Verifying, Monitoring);
        Step(15, Monitoring, Mitigating);
        Assert.Null(IncidentNumbers.From(timeline).ToMitigate);

        Step(20, Verifying, Monitoring);
        var numbers = IncidentNumbers.From(timeline);

        Assert.Equal((20, 1), (Minutes(numbers.ToMitigate), numbers.Regressed));
        Assert.Equal(TimeSpan.FromMinutes(10 + 5), numbers.TimeAffected(Some.Night.AddDays(1)));
    }

    [Fact]
    public void A_failed_verification_is_no_regression()
    {
        Opened(0);
        Step(10, Verifying, Mitigating);

        Assert.Equal((0, 1), (IncidentNumbers.From(timeline).Regressed, IncidentNumbers.From(timeline).Affected.Count));
    }

    [Fact]
    public void A_cancelled_incident_affected_nobody_after_that()
    {
        Opened(0);
        Step(4, Declared, Cancelled);

        Assert.Equal(TimeSpan.FromMinutes(4), IncidentNumbers.From(timeline).TimeAffected(Some.Night.AddDays(1)));
    }

    [Fact]
    public void Without_events_there_are_no_numbers() => Assert.Empty(IncidentNumbers.From([]).Affected);

    private static double? Minutes(Measured? measured) => measured?.Length.TotalMinutes;

    private void Opened(int minute) => At(minute, new TimelineEvent.Opened(Severity.P0, "x", "primary"));

    private void Step(int minute, IncidentState from, IncidentState to) => At(minute, new TimelineEvent.Moved(from, to, "x"));

    private void At(int minute, TimelineEvent what) =>
        timeline.Add(TimelineEntry.Of(default, Some.Night.AddMinutes(minute), Some.Ada.Id, what) with { Sequence = timeline.Count + 1 });
}
