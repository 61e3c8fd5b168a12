using IncidentBot.Audit;
using IncidentBot.Incidents;
using IncidentBot.Storage;
using IncidentBot.Tests.Support;
using IncidentBot.Timeline;
using static IncidentBot.Incidents.IncidentState;

namespace IncidentBot.Tests.Desk;

/// <summary>Several replicas, several people, crashes: whoever is second decides again on what is true now.</summary>
public sealed class RaceTests
{
    private readonly IncidentRoom room = new();

    [Fact]
    public async Task A_stale_decision_is_made_again_on_the_fresh_incident()
    {
        await room.InAsync(Mitigating);
        Overtake(times: 1, () => room.Desk.CancelAsync(Some.Request(Some.Grace), 1, "false alarm", default));

        await room.Desk.VerifyAsync(Some.Request(Some.Ada), 1, default);

        Assert.Equal(Cancelled, room.Incident.State);
        Assert.StartsWith("INC-1 is Cancelled.", room.LastReply);
        Assert.DoesNotContain(room.Timeline, entry => entry.To is Verifying);
    }

    [Fact]
    public async Task After_twenty_stale_tries_the_person_is_told_and_nothing_is_changed()
    {
        await room.InAsync(Mitigating);
        Overtake(times: 20, () => room.Desk.NoteAsync(Some.Request(Some.Grace), 1, "busy", default));

        await room.Desk.VerifyAsync(Some.Request(Some.Ada), 1, default);

        Assert.Equal((Mitigating, AuditKind.Refused), (room.Incident.State, room.LastAudit.Kind));
        Assert.StartsWith("INC-1 is being changed by others at this moment; yours was not applied.", room.LastReply);
    }

    [Fact]
    public async Task While_the_audit_is_down_no_step_is_taken_and_nothing_is_said()
    {
        await room.InAsync(Mitigating);
        var (said, before) = (room.Store.Said.Count, room.Incident);
        room.Store.FailCommits = true;

        await Assert.ThrowsAsync<IOException>(() => room.Desk.VerifyAsync(Some.Request(Some.Ada), 1, default));

        Assert.Equal((said, before), (room.Store.Said.Count, room.Incident));
    }

    [Theory]
    [InlineData(Declared)]
    [InlineData(Verifying)]
    public async Task While_the_audit_is_down_no_target_is_read_or_checked(IncidentState state)
    {
        await room.InAsync(state);
        var asked = room.Diagnose.Asked + room.Checks.Asked;
        var item = await ClaimAsync();
        room.Store.FailCommits = true;

        await Assert.ThrowsAsync<IOException>(() => room.Due.CarryOutAsync(item, default));

        Assert.Equal(asked, room.Diagnose.Asked + room.Checks.Asked);
    }

    [Fact]
    public async Task A_round_that_is_carried_out_twice_does_its_work_once()
    {
        await room.InAsync(Verifying);
        var item = await ClaimAsync();

        await room.Due.CarryOutAsync(item, default);
        await room.Due.CarryOutAsync(item, default);

        Assert.Single(room.Timeline, entry => entry.To is Monitoring);
        Assert.Single(room.Posts, card => card.Title == "INC-1: Verifying → Monitoring");
    }

    [Fact]
    public async Task A_verification_that_is_overtaken_by_a_person_changes_nothing()
    {
        await room.InAsync(Verifying);
        room.Checks.Meanwhile = () => room.Desk.MitigateAsync(Some.Request(Some.Grace), 1, "it broke again", default);

        await room.CarryOutAsync();

        Assert.Equal(Mitigating, room.Incident.State);
        Assert.DoesNotContain(room.Timeline, entry => entry.To is Monitoring);
        Assert.Contains(room.Store.Audit.Entries, entry => entry.Kind is AuditKind.Checked);
    }

    [Fact]
    public async Task A_note_during_the_checks_does_not_lose_the_verification_or_run_it_twice()
    {
        await room.InAsync(Verifying);
        room.Checks.Meanwhile = () => room.Desk.NoteAsync(Some.Request(Some.Grace), 1, "watching", default);

        await room.CarryOutAsync();

        Assert.Equal((Monitoring, 1), (room.Incident.State, room.Checks.Asked));
    }

    [Fact]
    public async Task A_round_that_is_always_overtaken_is_put_off()
    {
        await room.InAsync(Verifying);
        var item = await ClaimAsync();
        Overtake(times: 10, () => room.Desk.NoteAsync(Some.Request(Some.Grace), 1, "busy", default), changes => changes.Completes is not null);

        await room.Due.CarryOutAsync(item, default);

        Assert.Equal(Verifying, room.Incident.State);
        Assert.Contains(room.Store.Schedule.Waiting, appointment => appointment.Kind == AppointmentKind.Verify && appointment.DueAt > room.Time.GetUtcNow());
    }

    [Fact]
    public async Task Somebody_who_acknowledges_at_the_last_moment_stops_the_escalation()
    {
        await room.InAsync(Declared);
        await room.PassAsync(TimeSpan.FromMinutes(4));
        room.Time.Advance(TimeSpan.FromMinutes(1));
        Overtake(times: 1, () => room.Desk.AcknowledgeAsync(Some.Request(Some.Grace), 1, default), changes => changes.Completes is not null);

        await room.CarryOutAsync();

        Assert.DoesNotContain(room.Timeline, entry => entry.Kind is TimelineKind.Escalated);
    }

    [Fact]
    public async Task What_no_round_here_carries_out_is_left_to_whoever_has_one()
    {
        var strange = new Appointment("sample:primary", new AppointmentKind("Sample"), Guid.Empty, Some.Night);
        await room.Store.CommitAsync(new Changes { Schedule = [strange] }, default);

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(room.CarryOutAsync);

        Assert.StartsWith("No round here carries out Sample, which sample:primary asks for.", thrown.Message);
        Assert.Contains(strange, room.Store.Schedule.Waiting);
    }

    /// <summary>Lets somebody else be faster, as often as said, between the reading and the commit.</summary>
    private void Overtake(int times, Func<Task> faster, Func<Changes, bool>? which = null)
    {
        var busy = false;
        room.Store.BeforeCommit = async changes =>
        {
            if (!busy && changes.Incident is not null && times > 0 && which?.Invoke(changes) is not false)
            {
                (busy, times) = (true, times - 1);
                await faster();
                busy = false;
            }
        };
    }

    private async Task<DueItem> ClaimAsync() => (await room.Store.Schedule.ClaimAsync(room.Time.GetUtcNow(), room.Time.GetUtcNow().AddMinutes(1), default))!;
}
