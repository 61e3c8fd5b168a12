using IncidentBot.Actions;
using IncidentBot.Audit;
using IncidentBot.Incidents;
using IncidentBot.Storage;
using IncidentBot.Tests.Support;
using IncidentBot.Timeline;

namespace IncidentBot.Tests.Rounds;

public sealed class AssessmentRoundTests
{
    private readonly IncidentRoom room = new();

    [Fact]
    public async Task Opening_an_incident_reads_its_target_at_once_and_posts_the_finding_with_what_to_do()
    {
        await room.InAsync(IncidentState.Declared);

        await room.CarryOutAsync();

        Assert.Equal(
            (IncidentState.Assessing, 1, "Redis ran out of memory: 512 of 512 MB"),
            (room.Incident.State, room.Incident.Findings, room.Incident.Cause));
        var finding = Assert.Single(room.Posts);
        Assert.Equal("INC-1 finding: Redis ran out of memory: 512 of 512 MB", finding.Title);
        Assert.Equal(["/redis clear-cache rl:* on primary", "/incident mitigate INC-1"], finding.Buttons.Select(button => button.Command));
        Assert.Equal([TimelineKind.Opened, TimelineKind.Transition, TimelineKind.Finding], room.Timeline.Select(entry => entry.Kind));
        Assert.Equal([AuditKind.Incident, AuditKind.Intended, AuditKind.Finished, AuditKind.Incident], room.Store.Audit.Entries.Select(entry => entry.Kind));
        Assert.Null(room.Incident.AcknowledgedAt);
    }

    [Fact]
    public async Task A_finding_in_a_later_state_does_not_move_the_incident_and_that_all_is_well_explains_nothing()
    {
        await room.InAsync(IncidentState.Mitigating);
        var cause = room.Incident.Cause;
        room.Diagnose.Report = new ActionReport("Redis serves again", Healthy: true);

        await room.Desk.AssessAsync(Some.Request(Some.Ada), 1, default);
        await room.CarryOutAsync();

        Assert.Equal((IncidentState.Mitigating, cause), (room.Incident.State, room.Incident.Cause));
        Assert.Equal("INC-1 finding: Redis serves again", room.Posts.Last().Title);
        Assert.Empty(room.Posts.Last().Buttons);
    }

    [Fact]
    public async Task An_incident_that_is_over_is_not_read()
    {
        await room.InAsync(IncidentState.Declared);
        var item = await room.Store.Schedule.ClaimAsync(room.Time.GetUtcNow(), room.Time.GetUtcNow().AddMinutes(1), default);
        await room.Desk.CancelAsync(Some.Request(Some.Ada), 1, "a mistake", default);

        await room.Due.CarryOutAsync(item!, default);

        Assert.Equal((0, IncidentState.Cancelled), (room.Diagnose.Asked, room.Incident.State));
    }

    [Fact]
    public async Task A_target_that_nothing_can_read_leaves_the_incident_to_people()
    {
        await room.Desk.OpenAsync(Some.Request(Some.Ada), Severity.P1, "The site is slow", "web", default);

        await room.CarryOutAsync();

        Assert.Equal((IncidentState.Declared, 0), (room.Incident.State, room.Incident.Findings));
        Assert.Equal(
            [AppointmentKind.Look, AppointmentKind.Escalate, AppointmentKind.StatusUpdate, AppointmentKind.Forgotten],
            room.Store.Schedule.Waiting.Select(appointment => appointment.Kind));
    }
}
