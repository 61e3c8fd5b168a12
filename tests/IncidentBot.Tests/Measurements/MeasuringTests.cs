using IncidentBot.Incidents;
using IncidentBot.Measurements;
using IncidentBot.People;
using IncidentBot.Tests.Support;
using IncidentBot.Timeline;
using static IncidentBot.Incidents.IncidentState;

namespace IncidentBot.Tests.Measurements;

/// <summary>What becomes of each measurement, by minutes worked out by hand.</summary>
public sealed class MeasuringTests
{
    private readonly List<TimelineEntry> timeline = [];

    [Fact]
    public void A_straight_incident_has_every_length_with_both_of_its_entries()
    {
        Opened(10);
        At(12, new TimelineEvent.Acknowledged());
        At(14, new TimelineEvent.ImpactBegan(Minute(3)));
        At(30, new TimelineEvent.Looked(Well: true, []));
        Step(31, Verifying, Monitoring);
        Step(61, Monitoring, Resolved);
        Step(70, Resolved, Closed);

        Assert.Equal(
            ["detect 7 [1 3]", "acknowledge 2 [1 2]", "mitigate 27 [3 4]", "verify 1 [4 5]", "resolve 51 [1 6]", "close 9 [6 7]"],
            All());
        Assert.Equal(["it began when a person says"], Recorded("mitigate").Notes);
    }

    [Fact]
    public void What_is_still_to_come_is_awaited()
    {
        Opened(0);

        Assert.Equal(
            ["detect none: nobody has said when it began", "acknowledge waits for Acknowledged", "mitigate waits for Mitigated",
             "verify waits for Mitigated", "resolve waits for Resolved", "close waits for Resolved"],
            All());
    }

    [Fact]
    public void A_reopened_one_is_measured_to_the_last_time_and_its_first_acknowledgement_stays()
    {
        Opened(0);
        At(2, new TimelineEvent.Acknowledged());
        Step(21, Verifying, Monitoring);
        Step(51, Monitoring, Resolved);
        Step(60, Resolved, Closed);
        Step(100, Closed, Assessing);
        Assert.Equal("mitigate waits for Mitigated", All()[2]);
        Assert.Equal("resolve waits for Resolved", All()[4]);

        At(101, new TimelineEvent.Acknowledged());
        Step(110, Verifying, Monitoring);
        Step(140, Monitoring, Resolved);

        Assert.Equal(
            ["acknowledge 2 [1 2]", "mitigate 110 [1 8]", "verify 0 [8]", "resolve 140 [1 9]", "close waits for Closed"], All()[1..]);
        Assert.Equal(["reopened: measured to the last time"], Recorded("resolve").Notes);
        Assert.Equal("21 [1 3]", Text(Of(new Measurement("first", PointName.Opened, PointName.Mitigated) { Which = Occurrence.First })));
    }

    [Fact]
    public void A_repair_that_did_not_hold_is_none()
    {
        Opened(0);
        Step(10, Verifying, Monitoring);
        Step(15, Monitoring, Mitigating);
        Assert.Equal("mitigate waits for Mitigated", All()[2]);

        Step(20, Verifying, Monitoring);

        Assert.Equal("mitigate 20 [1 4]", All()[2]);
        Assert.Equal("service was lost again: measured to the last time that it was back", Recorded("mitigate").Notes[^1]);
    }

    [Fact]
    public void A_corrected_time_counts_anew_and_says_so()
    {
        Opened(0);
        At(2, new TimelineEvent.Acknowledged());
        Step(21, Verifying, Monitoring);
        At(30, new TimelineEvent.Corrected(3, null, Minute(15), "seen later"));

        Assert.Equal("mitigate 15 [1 3 4]", All()[2]);
        Assert.Equal("recomputed after e3 was corrected", Recorded("mitigate").Notes[^1]);
    }

    [Fact]
    public void An_end_before_its_beginning_has_no_length()
    {
        Opened(0);
        Step(21, Verifying, Monitoring);
        Step(51, Monitoring, Resolved);
        Step(60, Resolved, Closed);
        At(70, new TimelineEvent.Corrected(4, null, Minute(40), null));

        var wrong = Assert.IsType<MeasuredLength.Invalid>(Of(Measurement.Usual[5]));

        Assert.Equal("its closing (e4), at 03:40:00 UTC, is before its resolution (e3), at 03:51:00 UTC, as it was corrected", Plain(wrong.Why));
        Assert.Equal([3, 4, 5], wrong.Entries);
        Assert.Equal("resolve 51 [1 3]", All()[4]);
    }

    [Fact]
    public void What_was_cancelled_has_no_end()
    {
        Opened(0);
        At(2, new TimelineEvent.Acknowledged());
        Step(4, Declared, Cancelled);

        Assert.Equal(
            ["acknowledge 2 [1 2]", "mitigate none: it was cancelled (e3)", "verify none: it was cancelled (e3)", "resolve none: it was cancelled (e3)",
             "close none: it was cancelled (e3)"],
            All()[1..]);
    }

    [Fact]
    public void What_went_on_by_an_override_was_never_verified()
    {
        Opened(0);
        At(10, new TimelineEvent.Moved(Mitigating, Monitoring, "x") { ByOverride = true });
        Assert.Equal("verify waits for Mitigated", All()[3]);
        At(20, new TimelineEvent.Moved(Monitoring, Resolved, "x") { ByOverride = true });

        Assert.Equal("mitigate none: it was resolved by an override (e2): nobody has seen service back", All()[2]);
        Assert.StartsWith("verify none: it was resolved by an override (e2)", All()[3], StringComparison.Ordinal);
        Assert.Equal("resolve 20 [1 3]", All()[4]);
        Assert.Equal(
            "none: it went on by an override (e2), so it was never verified", Text(Of(new Measurement("all", PointName.Opened, PointName.Verified))));
    }

    [Fact]
    public void A_clean_soak_after_an_override_is_a_verification()
    {
        Opened(0);
        At(10, new TimelineEvent.Moved(Mitigating, Monitoring, "x") { ByOverride = true });
        Step(40, Monitoring, Resolved);

        Assert.Equal(["mitigate 40 [1 3]", "verify 0 [3]"], All()[2..4]);
    }

    [Fact]
    public void One_that_was_written_down_afterwards_was_neither_detected_nor_verified()
    {
        At(0, new TimelineEvent.Opened(Severity.P0, "x", "primary") { Of = IncidentKind.Backfilled });
        Step(45, Declared, Resolved);

        Assert.Equal(
            ["detect none: it was written down afterwards", "acknowledge none: it was written down afterwards", "mitigate 45 [1 2]",
             "verify none: it was written down afterwards, and nothing was verified", "resolve 45 [1 2]"],
            All()[..5]);
    }

    [Fact]
    public void Who_says_when_it_began_is_asked_in_this_order()
    {
        Opened(10);
        Began(10, BeganBy.Opening);

        At(11, new TimelineEvent.AlertsChanged(new AlertNews { WatchSince = Minute(6) }, 1, 0, 0));
        Began(6, BeganBy.Watch);

        At(11, new TimelineEvent.AlertsChanged(new AlertNews { Since = Minute(8) }, 2, 0, 0));
        At(12, new TimelineEvent.AlertsChanged(new AlertNews { Since = Minute(7) }, 3, 0, 0));
        At(12, new TimelineEvent.AlertsChanged(new AlertNews { Since = Minute(9) }, 4, 0, 0));
        Began(7, BeganBy.Alert);

        At(13, new TimelineEvent.ImpactStated("checkout", "340 orders", Minute(5), null));
        Began(5, BeganBy.Service);

        At(14, new TimelineEvent.ImpactBegan(Minute(9)));
        Began(9, BeganBy.Person);

        At(15, new TimelineEvent.ImpactBegan(Minute(4)));
        Began(4, BeganBy.Person);

        At(16, new TimelineEvent.Struck(8, "no"));
        Began(9, BeganBy.Person);
    }

    [Fact]
    public void An_alert_that_began_after_the_opening_or_days_before_says_nothing_of_its_beginning()
    {
        Opened(10);
        At(11, new TimelineEvent.AlertsChanged(new AlertNews { Since = Minute(11) }, 1, 0, 0));
        Began(10, BeganBy.Opening);

        At(12, new TimelineEvent.AlertsChanged(new AlertNews { Since = Minute(10).AddDays(-2) }, 2, 0, 0));
        Began(10, BeganBy.Opening);
    }

    [Fact]
    public void What_an_alert_says_of_a_service_is_the_word_of_an_alert()
    {
        Opened(10);
        timeline.Add(TimelineEntry.Of(
            default, Minute(10), new Origin.Alert("prometheus").Id, new TimelineEvent.ImpactStated("checkout", "it fires", Minute(4), null))
            with
        { Sequence = 2 });

        Began(4, BeganBy.Alert);
    }

    [Fact]
    public void It_may_have_been_opened_before_people_noticed_anything()
    {
        Opened(0);
        At(1, new TimelineEvent.ImpactBegan(Minute(1)));
        Step(11, Verifying, Monitoring);

        Assert.Equal(["detect none: it was opened before people noticed anything", "mitigate 10 [2 3]"], [All()[0], All()[2]]);
    }

    [Fact]
    public void A_service_is_measured_by_what_was_said_of_it()
    {
        var measurement = new Measurement("shop", PointName.ImpactBegan, PointName.Mitigated) { Service = "Checkout" };
        Opened(10);
        Assert.Equal("none: nobody has said that Checkout was affected", Text(Of(measurement)));

        At(11, new TimelineEvent.ImpactStated("checkout", "340 orders", Minute(4), null));
        Assert.Equal("waits for Mitigated", Text(Of(measurement)));

        Step(20, Verifying, Monitoring);
        Assert.Equal("16 [2 3]", Text(Of(measurement)));

        At(21, new TimelineEvent.ImpactStated("checkout", "340 orders", Minute(4), Minute(18)));
        Assert.Equal("14 [4]", Text(Of(measurement)));

        At(22, new TimelineEvent.ImpactStruck("checkout", "it sells"));
        Assert.Equal("none: Checkout was not affected", Text(Of(measurement)));
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, false)]
    [InlineData(null, false)]
    public void A_response_is_promised_for_the_severity_that_it_had_when_it_came(int? after, bool kept)
    {
        Opened(0);
        if (after is { } minute)
        {
            At(minute, new TimelineEvent.Acknowledged());
        }

        At(20, new TimelineEvent.Changed(IncidentField.Severity, "P0", "P2"));
        if (after is null)
        {
            At(20, new TimelineEvent.Changed(IncidentField.Severity, "P2", "P0"));
        }

        Assert.Equal(kept, ResponsePromise.IsKept(PointsOf.All(timeline)!, new IncidentPolicy(), Minute(25)));
    }

    [Fact]
    public void A_lower_severity_gives_more_time()
    {
        Opened(0);
        At(3, new TimelineEvent.Changed(IncidentField.Severity, "P0", "P1"));
        Assert.Null(ResponsePromise.IsKept(PointsOf.All(timeline)!, new IncidentPolicy(), Minute(15)));

        At(15, new TimelineEvent.Acknowledged());
        Assert.True(ResponsePromise.IsKept(PointsOf.All(timeline)!, new IncidentPolicy(), Minute(25)));
    }

    private static DateTimeOffset Minute(int minute) => Some.Night.AddMinutes(minute);

    private static string Plain(string text) => IncidentBot.Messages.Moment.Replace(text, at => $"{at:HH:mm:ss} UTC");

    private static string Text(MeasuredLength length) => length switch
    {
        MeasuredLength.Recorded recorded => $"{recorded.Length.TotalMinutes} [{string.Join(' ', recorded.Entries)}]",
        MeasuredLength.Pending pending => $"waits for {pending.For}",
        MeasuredLength.NotApplicable none => $"none: {none.Why}",
        MeasuredLength.Invalid wrong => $"invalid: {wrong.Why}",
        _ => "",
    };

    private void Began(int minute, BeganBy by)
    {
        var (at, said) = PointsOf.All(Corrections.Counted(timeline))!.Began;
        Assert.Equal((Minute(minute), by), (at.At, said));
    }

    private string[] All() => [.. Measurement.Usual.Select(one => $"{one.Name} {Text(Of(one))}")];

    private MeasuredLength.Recorded Recorded(string name) => Assert.IsType<MeasuredLength.Recorded>(Of(Measurement.Usual.Single(one => one.Name == name)));

    private MeasuredLength Of(Measurement measurement) => Measuring.Of(PointsOf.All(Corrections.Counted(timeline))!, measurement);

    private void Opened(int minute) => At(minute, new TimelineEvent.Opened(Severity.P0, "x", "primary"));

    private void Step(int minute, IncidentState from, IncidentState to) => At(minute, new TimelineEvent.Moved(from, to, "x"));

    private void At(int minute, TimelineEvent what) =>
        timeline.Add(TimelineEntry.Of(default, Minute(minute), Some.Ada.Id, what) with { Sequence = timeline.Count + 1 });
}
