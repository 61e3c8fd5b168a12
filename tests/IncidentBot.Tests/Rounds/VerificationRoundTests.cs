using IncidentBot.Audit;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Tests.Support;
using IncidentBot.Timeline;
using static IncidentBot.Incidents.IncidentState;

namespace IncidentBot.Tests.Rounds;

public sealed class VerificationRoundTests
{
    private readonly IncidentRoom room = new();

    [Fact]
    public async Task When_all_checks_pass_the_incident_is_monitored_and_the_soak_begins()
    {
        await room.InAsync(Verifying);
        room.Time.Advance(TimeSpan.FromSeconds(20));

        await room.CarryOutAsync();

        Assert.Equal(
            (Monitoring, Some.Night.AddSeconds(20), Some.Night.AddMinutes(30).AddSeconds(20)),
            (room.Incident.State, room.Incident.MitigatedAt, room.Incident.SoakUntil));
        Assert.Equal([TimelineKind.Check, TimelineKind.Transition], room.Timeline.TakeLast(2).Select(entry => entry.Kind));
        Assert.Contains("2 of 2 checks pass. They have to keep passing until 03:30:20 UTC.", room.LastPost);
        Assert.Contains("pass  memory  fine, password=[redacted]", room.LastPost);
    }

    [Fact]
    public async Task When_a_check_fails_the_incident_goes_back_with_what_failed_and_its_evidence()
    {
        await room.InAsync(Verifying);
        room.Checks.Results["memory"] = false;

        await room.CarryOutAsync();

        Assert.Equal((Mitigating, null, 2), (room.Incident.State, room.Incident.MitigatedAt, room.Incident.Checks.Count));
        Assert.Equal(Tone.Bad, room.Posts.Last().Tone);
        Assert.Contains("memory failed. Repair it and type /incident verify INC-1.", room.LastPost);
        Assert.Contains("FAIL  memory  bad", room.LastPost);
        Assert.DoesNotContain(room.Store.Schedule.Waiting, appointment => appointment.Kind == Storage.AppointmentKind.Soak);
    }

    [Fact]
    public async Task The_checks_are_on_the_record_before_and_after()
    {
        await room.InAsync(Verifying);

        await room.CarryOutAsync();

        var last = room.Store.Audit.Entries.TakeLast(3).ToList();
        Assert.Equal([AuditKind.Intended, AuditKind.Checked, AuditKind.Incident], last.Select(entry => entry.Kind));
        Assert.Equal("INC-1 on primary", last[1].Subject);
        Assert.Contains("2 of 2 checks pass", last[1].Detail["what"]);
    }

    [Fact]
    public async Task Without_any_checks_it_goes_back_and_says_how_to_go_on()
    {
        await room.Desk.OpenAsync(Some.Request(Some.Ada), Severity.P1, "The site is slow", "web", default);
        await room.Desk.AssessAsync(Some.Request(Some.Ada), 1, default);
        await room.Desk.MitigateAsync(Some.Request(Some.Ada), 1, "seen", default);
        await room.Desk.VerifyAsync(Some.Request(Some.Ada), 1, default);

        await room.CarryOutAsync();

        Assert.Equal(Mitigating, room.Incident.State);
        Assert.Contains("No checks are defined for web", room.LastPost);
        Assert.Contains("/incident override INC-1 <reason>", room.LastPost);
    }

    [Fact]
    public async Task Checks_that_do_not_finish_have_failed()
    {
        var impatient = new IncidentRoom(new IncidentPolicy { CheckLimit = TimeSpan.FromMilliseconds(30) });
        await impatient.InAsync(Verifying);
        impatient.Checks.Meanwhile = () => Task.Delay(TimeSpan.FromMinutes(1));

        await impatient.CarryOutAsync();

        Assert.Equal(Mitigating, impatient.Incident.State);
        Assert.False(Assert.Single(impatient.Incident.Checks).Passed);
    }
}
