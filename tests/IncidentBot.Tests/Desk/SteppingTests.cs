using IncidentBot.Audit;
using IncidentBot.Incidents;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Tests.Support;
using IncidentBot.Timeline;
using static IncidentBot.Incidents.IncidentState;

namespace IncidentBot.Tests.Desk;

public sealed class SteppingTests
{
    private readonly IncidentRoom room = new();

    [Fact]
    public async Task An_incident_goes_from_open_to_closed()
    {
        await room.InAsync(Closed);

        Assert.Equal(
            [Assessing, Mitigating, Verifying, Monitoring, Resolved, Closed],
            room.Timeline.Where(entry => entry.Kind is TimelineKind.Transition).Select(entry => entry.To!.Value));
    }

    [Fact]
    public async Task A_step_is_answered_posted_recorded_and_audited()
    {
        await room.InAsync(Assessing);

        await room.Desk.MitigateAsync(Some.Request(Some.Grace), 1, "known cause", default);

        Assert.Equal("INC-1: Assessing → Mitigating, by Grace\nknown cause", room.LastPost);
        Assert.Equal(
            "INC-1 is Mitigating\nYou can: /incident verify INC-1, /incident cancel INC-1 <reason>, /incident override INC-1 <reason>.",
            room.LastReply);
        Assert.Equal((TimelineKind.Transition, Some.Grace.Id, "known cause", Assessing, Mitigating), Last());
        Assert.Equal((AuditKind.Incident, "Assessing to Mitigating. known cause"), (room.LastAudit.Kind, room.LastAudit.Detail["what"]));
    }

    [Fact]
    public async Task Mitigating_without_a_finding_takes_a_reason()
    {
        room.Diagnose.Report = room.Diagnose.Report with { Answer = "unused" };
        await room.Desk.OpenAsync(Some.Request(Some.Ada), Severity.P0, "Redis is down", "web", default);
        await room.Desk.AssessAsync(Some.Request(Some.Ada), 1, default);
        await room.CarryOutAsync();

        await room.Desk.MitigateAsync(Some.Request(Some.Ada), 1, null, default);
        Assert.Equal("INC-1 stays Assessing until an assessment has reported, or a reason is given.\nYou can: "
            + "/incident mitigate INC-1 <reason>, /incident cancel INC-1 <reason>.", room.LastReply);

        await room.Desk.MitigateAsync(Some.Request(Some.Ada), 1, "the host is gone", default);
        Assert.Equal(Mitigating, room.Incident.State);
    }

    [Fact]
    public async Task Going_back_to_mitigating_takes_a_reason_so_that_an_old_button_undoes_nothing()
    {
        await room.InAsync(Monitoring);

        await room.Desk.MitigateAsync(Some.Request(Some.Ada), 1, null, default);
        Assert.Equal(Monitoring, room.Incident.State);

        await room.Desk.MitigateAsync(Some.Request(Some.Ada), 1, "latency is back", default);
        Assert.Equal(Mitigating, room.Incident.State);
        Assert.DoesNotContain(room.Store.Schedule.Waiting, appointment => appointment.Kind == AppointmentKind.Soak);
    }

    [Fact]
    public async Task Resolving_before_the_soak_is_over_is_refused_with_its_end()
    {
        await room.InAsync(Monitoring);

        await room.Desk.ResolveAsync(Some.Request(Some.Ada), 1, default);

        Assert.StartsWith("INC-1 stays Monitoring until the checks have kept passing over the soak", room.LastReply);
        Assert.Contains("The soak lasts until 03:30:00 UTC.", room.LastReply);
        Assert.Contains("/incident override INC-1 <reason>", room.LastReply);
    }

    [Fact]
    public async Task A_refusal_says_what_is_possible_and_is_audited_and_changes_nothing()
    {
        await room.InAsync(Resolved);
        var before = (room.Incident, room.Timeline.Count);

        await room.Desk.VerifyAsync(Some.Request(Some.Ada), 1, default);

        Assert.Equal("INC-1 is Resolved.\nYou can: /incident close INC-1, /incident reopen INC-1 <reason>.", room.LastReply);
        Assert.Equal((AuditKind.Refused, "INC-1", Some.Ada.Id), (room.LastAudit.Kind, room.LastAudit.Subject, room.LastAudit.Actor));
        Assert.Equal(before, (room.Incident, room.Timeline.Count));
    }

    [Theory]
    [InlineData(Resolved)]
    [InlineData(Closed)]
    [InlineData(Cancelled)]
    public async Task Reopening_takes_a_reason_reads_the_target_again_and_starts_the_clocks(IncidentState ended)
    {
        await room.InAsync(ended);
        await room.CarryOutAsync();

        await room.Desk.ReopenAsync(Some.Request(Some.Ada), 1, " ", default);
        Assert.StartsWith($"INC-1 stays {ended} until a reason is given.", room.LastReply);

        await room.Desk.ReopenAsync(Some.Request(Some.Ada), 1, "it is back", default);
        Assert.Equal((Assessing, 0), (room.Incident.State, room.Incident.Findings));
        Assert.Equal(
            [AppointmentKind.Assess, AppointmentKind.Look, AppointmentKind.StatusUpdate],
            room.Store.Schedule.Waiting.Select(appointment => appointment.Kind));
    }

    [Theory]
    [InlineData(Resolved)]
    [InlineData(Cancelled)]
    public async Task Once_it_is_over_nothing_about_it_is_due(IncidentState over)
    {
        await room.InAsync(over);

        Assert.Empty(room.Store.Schedule.Waiting);
    }

    [Fact]
    public async Task Assessing_again_reads_again_without_a_step()
    {
        await room.InAsync(Mitigating);

        await room.Desk.AssessAsync(Some.Request(Some.Ada), 1, default);
        await room.CarryOutAsync();

        Assert.Equal((2, 2, Mitigating), (room.Diagnose.Asked, room.Incident.Findings, room.Incident.State));
    }

    [Fact]
    public async Task Verifying_again_runs_the_checks_once_more_and_not_twice()
    {
        await room.InAsync(Verifying);

        await room.Desk.VerifyAsync(Some.Request(Some.Ada), 1, default);
        await room.CarryOutAsync();

        Assert.Equal((1, Monitoring), (room.Checks.Asked, room.Incident.State));
    }

    [Fact]
    public async Task A_double_press_takes_one_step()
    {
        await room.InAsync(Mitigating);
        var press = Some.Request(Some.Ada);

        await room.Desk.VerifyAsync(press, 1, default);
        await room.Desk.VerifyAsync(press, 1, default);

        Assert.Equal(1, room.Timeline.Count(entry => entry.To is Verifying));
        Assert.Single(room.Replies, card => card.Title == "INC-1 is Verifying");
    }

    [Fact]
    public async Task Whoever_takes_the_first_step_has_acknowledged_it()
    {
        await room.InAsync(Declared);

        await room.Desk.AssessAsync(Some.Request(Some.Grace), 1, default);

        Assert.Equal((Some.Grace.Id, Some.Grace.Id, Some.Night), (room.Incident.AcknowledgedBy, room.Incident.Assignee, room.Incident.AcknowledgedAt));
        Assert.Equal([TimelineKind.Opened, TimelineKind.Acknowledged, TimelineKind.Transition], room.Timeline.Select(entry => entry.Kind));
        Assert.DoesNotContain(room.Store.Schedule.Waiting, appointment => appointment.Kind == AppointmentKind.Escalate);
    }

    private (TimelineKind, PersonId?, string, IncidentState?, IncidentState?) Last() =>
        room.Timeline[^1] is var entry ? (entry.Kind, entry.By, entry.Text, entry.From, entry.To) : default;
}
