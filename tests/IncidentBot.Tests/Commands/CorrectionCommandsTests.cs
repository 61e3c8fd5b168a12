using IncidentBot.Audit;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Storage;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Support;
using IncidentBot.Timeline;

namespace IncidentBot.Tests.Commands;

public sealed class CorrectionCommandsTests
{
    private readonly ChatRig rig = new();

    private IncidentRoom Room => rig.Room;

    [Fact]
    public async Task A_better_text_stands_beside_what_was_written()
    {
        await Room.InAsync(IncidentState.Mitigating);
        await rig.TypeAsync(Some.Ada, "/incident note the queue is stuck");
        var note = Room.Timeline[^1].Sequence;

        await rig.TypeAsync(Some.Grace, $"/incident correct e{note} only publishing is stuck, password=hunter2");

        Assert.Equal(new TimelineEvent.Corrected(note, "only publishing is stuck, password=[redacted]", null, null), Room.Timeline[^1].What);
        Assert.Equal("the queue is stuck", Room.Timeline[note - 1].Text);
        Assert.StartsWith($"e{note} of INC-1 is corrected\nIt said: the queue is stuck", Room.LastReply);
        Assert.Equal($"INC-1: Grace corrected e{note}: only publishing is stuck, password=[redacted]", Room.LastPost);
        Assert.Equal(
            (AuditKind.Incident, $"corrected e{note}: only publishing is stuck, password=[redacted]"),
            (Room.LastAudit.Kind, Room.LastAudit.Detail["what"]));

        await rig.TypeAsync(Some.Olga, "/incident timeline");
        Assert.Contains(
            $"only publishing is stuck, password=[redacted] CORRECTED (Grace, e{note + 1}). It said, 03:00:00 UTC: the queue is stuck",
            Room.LastReply);
        await rig.TypeAsync(Some.Olga, "/incident status");
        Assert.Contains($"e{note} of the timeline", Room.LastReply);
    }

    [Fact]
    public async Task An_earlier_opening_makes_everything_longer()
    {
        await Room.InAsync(IncidentState.Resolved);
        var before = Room.Incident;

        await rig.TypeAsync(Some.Ada, "/incident correct INC-1 e1 at 02:50 the alert said so");

        Assert.StartsWith("e1 of INC-1 is corrected\nUnderstood as 2026-11-22 02:50:00 UTC (02:50:00 UTC). It said 2026-11-22 03:00:00 UTC", Room.LastReply);
        Assert.Equal(before.OpenedAt.AddMinutes(-10), Room.Incident.OpenedAt);
        Assert.Equal(before.Milestones!.TimeAffected(default) + TimeSpan.FromMinutes(10), Room.Incident.Milestones!.TimeAffected(default));
        var summary = await WriteAsync();
        Assert.Equal(Room.Incident.Milestones.TimeAffected(default), summary.Numbers.TimeAffected(default));
        Assert.Contains(
            summary.Sentences,
            sentence => sentence.ToString() == $"Ada corrected e1: it was at {Moment.Of(Room.Incident.OpenedAt)}, the alert said so. [e{Room.Timeline.Count}]");
        Assert.Contains(1, summary.Sentences.First().Events);
        Assert.Contains(Room.Timeline.Count, summary.Sentences.First().Events);
    }

    [Fact]
    public async Task A_service_that_was_back_before_it_was_seen_was_back_then()
    {
        await Room.InAsync(IncidentState.Mitigating);
        Room.Time.Advance(TimeSpan.FromMinutes(10));
        await rig.TypeAsync(Some.Ada, "/incident verify");
        await Room.CarryOutAsync();
        var back = Room.Timeline.Single(entry => entry.To is IncidentState.Monitoring).Sequence;

        await rig.TypeAsync(Some.Ada, $"/incident correct e{back} at -10min");

        Assert.StartsWith($"e{back} of INC-1 is corrected", Room.LastReply);
        Assert.Equal((Some.Night, Some.Night), (Room.Incident.MitigatedAt, Room.Incident.Milestones!.MitigatedAt));
    }

    [Fact]
    public async Task A_struck_acknowledgement_counts_no_more_and_is_asked_for_again()
    {
        await Room.InAsync(IncidentState.Assessing);
        var acknowledged = Room.Timeline.Single(entry => entry.Kind is TimelineKind.Acknowledged).Sequence;

        await rig.TypeAsync(Some.Grace, $"/incident strike e{acknowledged} Ada was asleep");

        Assert.Null(Room.Incident.AcknowledgedAt);
        Assert.Null(Room.Incident.AcknowledgedBy);
        Assert.Null(Room.Incident.Milestones!.AcknowledgedAt);
        Assert.DoesNotContain((await WriteAsync()).Sentences, sentence => sentence.Text.Contains("acknowledged it"));
        await rig.TypeAsync(Some.Olga, "/incident timeline");
        Assert.Contains($"STRUCK (Grace, e{acknowledged + 1}: Ada was asleep). It said: acknowledged it", Room.LastReply);
        await Room.PassAsync(TimeSpan.FromMinutes(5));
        Assert.Contains(Room.Timeline, entry => entry.Kind is TimelineKind.Escalated);
    }

    [Fact]
    public async Task A_struck_finding_is_the_cause_no_more()
    {
        await Room.InAsync(IncidentState.Assessing);
        Assert.NotNull(Room.Incident.Cause);
        var finding = Room.Timeline.Single(entry => entry.Kind is TimelineKind.Finding).Sequence;

        await rig.TypeAsync(Some.Ada, $"/incident correct e{finding} a deployment filled it");
        Assert.Equal("a deployment filled it", Room.Incident.Cause);

        await rig.TypeAsync(Some.Ada, $"/incident strike e{finding} that was another server");
        Assert.Null(Room.Incident.Cause);
        Assert.DoesNotContain((await WriteAsync()).Sections, section => section.Heading == "Cause");
    }

    [Theory]
    [InlineData("/incident correct", "Which entry?")]
    [InlineData("/incident correct 7 text", "entry cannot be '7'.")]
    [InlineData("/incident strike", "Which entry?")]
    [InlineData("/incident correct e99 text", "INC-1 has no entry e99.\nIts entries are e1 to e4")]
    [InlineData("/incident correct e1", "The correction is empty.\nType /incident correct INC-1 e1 <text>")]
    [InlineData("/incident strike INC-1 e4", "Striking takes a reason; it goes on the record.\nType /incident strike INC-1 e4 <reason>.")]
    [InlineData("/incident strike e1 no", "e1 is a step that the incident has taken; its time and its words can be corrected.")]
    [InlineData("/incident strike e2 no", "e2 is a step that the incident has taken")]
    [InlineData("/incident correct e4 at 1620", "I cannot read '1620' as a time.")]
    [InlineData("/incident correct e4 at 23:00", "e4 cannot have been before e1")]
    [InlineData("/incident correct e4 at 2026-11-22 03:30", "03:30:00 UTC has not come yet.")]
    [InlineData("/incident correct e4 at 03:00", "e4 is at 03:00:00 UTC already.")]
    [InlineData("/incident correct e1 at +1s", "03:00:01 UTC has not come yet.")]
    public async Task What_cannot_be_corrected_is_said_in_a_sentence(string typed, string answer)
    {
        await Room.InAsync(IncidentState.Assessing);
        var before = Room.Timeline.Count;

        await rig.TypeAsync(Some.Ada, typed);

        Assert.Contains(answer, Room.LastReply);
        Assert.Equal(before, Room.Timeline.Count);
    }

    [Fact]
    public async Task What_was_struck_or_is_a_correction_is_not_corrected()
    {
        await Room.InAsync(IncidentState.Assessing);
        await rig.TypeAsync(Some.Ada, "/incident strike e4 wrong");

        await rig.TypeAsync(Some.Ada, "/incident correct e4 right");
        Assert.StartsWith("e4 was struck at 03:00:00 UTC; it counts no more.", Room.LastReply);
        await rig.TypeAsync(Some.Ada, "/incident correct e5 right");
        Assert.StartsWith("e5 is a correction itself; correct the entry once more.", Room.LastReply);
    }

    [Fact]
    public async Task It_takes_the_permission_to_respond()
    {
        await Room.InAsync(IncidentState.Assessing);

        await rig.TypeAsync(Some.Olga, "/incident strike e3 no");

        Assert.Contains("may not change INC-1", Room.LastReply);
        Assert.Equal(AuditKind.Refused, Room.LastAudit.Kind);
    }

    private async Task<Summary> WriteAsync() => new SummaryReport(Some.People).Write(
        Room.Incident, Room.Timeline, await Room.Store.Runs.OfIncidentAsync(Room.Incident.Id, default), Room.Time.GetUtcNow());
}
