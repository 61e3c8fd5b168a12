using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Storage;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Rounds;

public sealed class SummaryRoundTests
{
    private readonly IncidentRoom room = new();

    private IReadOnlyList<string> Summaries =>
        [.. room.Posts.Where(card => card.Title.StartsWith("INC-1 summary", StringComparison.Ordinal)).Select(PlainText.Render)];

    [Fact]
    public async Task A_resolved_incident_is_summed_up_in_its_channel_without_being_asked()
    {
        await room.InAsync(IncidentState.Resolved);

        var summary = Assert.Single(Summaries);
        Assert.StartsWith("INC-1 summary\nRedis is down (primary): repaired after", summary);
        Assert.Equal(
            (1, room.Timeline.Count, IncidentState.Resolved),
            (room.Incident.Summary!.Version, room.Incident.Summary.Entries, room.Incident.Summary.State));
        await room.Desk.SummaryAsync(Some.Request(Some.Olga), 1, default);
        Assert.Equal(summary, room.LastReply);
    }

    [Fact]
    public async Task Closed_or_corrected_it_is_summed_up_anew_with_what_has_changed()
    {
        await room.InAsync(IncidentState.Resolved);
        await room.Desk.CloseAsync(Some.Request(Some.Ada), 1, default);
        await room.CarryOutAsync();
        var closing = room.Timeline.Count;
        Assert.StartsWith(
            $"INC-1 summary, version 2\nSince version 1\nAda took it from Resolved to Closed at 03:30:00 UTC. [e{closing}]\nRedis is down",
            Summaries[^1]);

        await room.Desk.CorrectAsync(Some.Request(Some.Grace), 1, 3, "a deployment filled it", default);
        await room.CarryOutAsync();

        Assert.StartsWith($"INC-1 summary, version 3\nSince version 2\nGrace corrected e3: a deployment filled it. [e{closing + 1}]\n", Summaries[^1]);
        Assert.Contains($"The last assessment found: a deployment filled it. [e3 e{closing + 1}]", Summaries[^1]);
        Assert.Equal(3, Summaries.Count);
    }

    [Fact]
    public async Task What_was_said_before_is_not_said_again_and_can_be_asked_for()
    {
        await room.InAsync(IncidentState.Resolved);
        await room.Desk.CloseAsync(Some.Request(Some.Ada), 1, default);
        await room.CarryOutAsync();

        var (before, now) = (Lines(Summaries[0]), Lines(Summaries[^1]));
        Assert.Equal(2, now.Count);
        Assert.Empty(now.Intersect(before));
        Assert.Contains("[Whole summary]", Summaries[^1], StringComparison.Ordinal);

        await room.Desk.SummaryAsync(Some.Request(Some.Olga), 1, default);
        Assert.Equal(before.Count, Lines(room.LastReply).Count);

        // Every sentence ends with what it cites.
        static List<string> Lines(string summary) => [.. summary.Split('\n').Where(line => line.EndsWith(']') && !line.StartsWith('['))];
    }

    [Fact]
    public async Task A_sentence_that_is_another_because_its_source_was_struck_is_new()
    {
        await room.InAsync(IncidentState.Monitoring);
        await room.Desk.CauseAsync(Some.Request(Some.Ada), 1, "a deployment", default);
        var stated = room.Timeline.Count;
        await room.PassAsync(room.Policy.Soak);

        await room.Desk.StrikeAsync(Some.Request(Some.Grace), 1, stated, "that was yesterday", default);
        await room.CarryOutAsync();

        Assert.Contains("Cause\nThe last assessment found: Redis ran out of memory: 512 of 512 MB. [e3]\n", Summaries[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_summary_of_a_closed_incident_carries_the_head_of_the_audit_once()
    {
        await room.InAsync(IncidentState.Resolved);
        await room.Desk.CloseAsync(Some.Request(Some.Ada), 1, default);
        await room.CarryOutAsync();
        Assert.Contains("Audit head", room.LastPost);

        await room.Desk.StrikeAsync(Some.Request(Some.Grace), 1, 3, "another server", default);
        await room.CarryOutAsync();

        Assert.Single(Summaries, summary => summary.Contains("Audit head", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_incident_that_is_closed_again_is_anchored_again()
    {
        await room.InAsync(IncidentState.Closed);
        await room.CarryOutAsync();
        room.Time.Advance(TimeSpan.FromMinutes(1));
        await room.Desk.ReopenAsync(Some.Request(Some.Ada), 1, "it is back", default);
        foreach (var step in new Func<Task>[]
        {
            () => room.Desk.MitigateAsync(Some.Request(Some.Ada), 1, "known", default),
            () => room.Desk.VerifyAsync(Some.Request(Some.Ada), 1, default),
            room.CarryOutAsync,
            () => room.PassAsync(room.Policy.Soak),
        })
        {
            await step();
        }

        await room.Desk.CloseAsync(Some.Request(Some.Ada), 1, default);
        await room.CarryOutAsync();

        Assert.Equal(2, Summaries.Count(summary => summary.Contains("Audit head", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Taken_up_again_before_it_was_written_it_is_not_summed_up()
    {
        await room.InAsync(IncidentState.Monitoring);
        await room.Desk.OverrideAsync(Some.Request(Some.Ada), 1, "release", default);
        await room.Desk.ApproveOverrideAsync(Some.Request(Some.Grace), 1, room.Incident.PendingOverride!.Code, default);
        Assert.Equal(IncidentState.Resolved, room.Incident.State);
        await room.Desk.ReopenAsync(Some.Request(Some.Ada), 1, "it is back", default);

        await room.CarryOutAsync();

        Assert.Empty(Summaries);
        Assert.DoesNotContain(room.Store.Schedule.Waiting, item => item.Kind == AppointmentKind.Summary);
    }
}
