using IncidentBot.Actions;
using IncidentBot.Audit;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Tests.Support;
using IncidentBot.Timeline;

namespace IncidentBot.Tests.Desk;

public sealed class ChangingTests
{
    private readonly IncidentRoom room = new();

    [Fact]
    public async Task Acknowledging_takes_the_incident_tells_everyone_and_stops_the_escalation()
    {
        await room.InAsync(IncidentState.Declared);
        room.Time.Advance(TimeSpan.FromMinutes(2));

        await room.Desk.AcknowledgeAsync(Some.Request(Some.Grace), 1, default);

        Assert.Equal(
            (Some.Grace.Id, Some.Night.AddMinutes(2), Some.Grace.Id),
            (room.Incident.AcknowledgedBy, room.Incident.AcknowledgedAt, room.Incident.Assignee));
        Assert.Equal("Grace acknowledged INC-1", room.LastPost);
        Assert.StartsWith("INC-1 is yours", room.LastReply);
        Assert.DoesNotContain(room.Store.Schedule.Waiting, appointment => appointment.Kind == AppointmentKind.Escalate);
    }

    [Fact]
    public async Task The_second_to_acknowledge_is_told_who_was_first()
    {
        await room.InAsync(IncidentState.Declared);
        await room.Desk.AcknowledgeAsync(Some.Request(Some.Grace), 1, default);

        await room.Desk.AcknowledgeAsync(Some.Request(Some.Ada), 1, default);

        Assert.Equal(Some.Grace.Id, room.Incident.AcknowledgedBy);
        Assert.StartsWith("Grace acknowledged INC-1 at 03:00:00 UTC.", room.LastReply);
    }

    [Fact]
    public async Task What_is_over_cannot_be_acknowledged()
    {
        await room.Desk.OpenAsync(Some.Request(Some.Olga), Severity.P2, "x", null, default);
        await room.Desk.CancelAsync(Some.Request(Some.Ada), 1, "a mistake", default);

        await room.Desk.AcknowledgeAsync(Some.Request(Some.Grace), 1, default);

        Assert.Equal(AuditKind.Refused, room.LastAudit.Kind);
    }

    [Fact]
    public async Task Whoever_is_given_something_by_somebody_else_is_told_alone()
    {
        await room.InAsync(IncidentState.Declared);

        await room.Desk.AssignAsync(Some.Request(Some.Ada), 1, Some.Grace, default);
        await room.Desk.RoleAsync(Some.Request(Some.Ada), 1, IncidentRole.Commander, Some.Ada, default);
        await room.Desk.RoleAsync(Some.Request(Some.Ada), 1, IncidentRole.Scribe, Some.Grace, default);

        var told = room.Store.Said.OfType<Outgoing.Notice>().ToList();
        Assert.Equal(["INC-1 P0 is assigned to you", "You are Scribe of INC-1 P0"], told.Select(notice => notice.Card.Title));
        Assert.All(told, notice => Assert.Equal(Some.Grace.Accounts[0], notice.To));
        Assert.Contains("Redis is down\nAda has given it to you. It is handled in ops.", PlainText.Render(told[0].Card), StringComparison.Ordinal);
    }

    [Fact]
    public void The_account_that_is_nearest_is_told()
    {
        var here = new Account("local", "demo", "grace");
        var neighbour = new Account("local", "other", "grace");
        var away = new Account("slack", "T1", "U1");

        Assert.Equal(here, Outgoing.Notice.Of([away, neighbour, here], Some.Channel, new Card("x"))!.To);
        Assert.Equal(neighbour, Outgoing.Notice.Of([away, neighbour], Some.Channel, new Card("x"))!.To);
        Assert.Equal(away, Outgoing.Notice.Of([away], Some.Channel, new Card("x"))!.To);
        Assert.Null(Outgoing.Notice.Of([], Some.Channel, new Card("x")));
    }

    [Fact]
    public async Task Assignee_and_roles_are_kept_and_shown()
    {
        await room.InAsync(IncidentState.Declared);

        await room.Desk.AssignAsync(Some.Request(Some.Ada), 1, Some.Grace, default);
        await room.Desk.RoleAsync(Some.Request(Some.Ada), 1, IncidentRole.Commander, Some.Ada, default);
        await room.Desk.RoleAsync(Some.Request(Some.Ada), 1, IncidentRole.Scribe, Some.Grace, default);
        await room.Desk.StatusAsync(Some.Request(Some.Olga), 1, default);

        Assert.Contains("assigned to Grace · Commander Ada · Scribe Grace", room.LastReply);
        Assert.Equal(["assigned to Grace", "Commander is Ada", "Scribe is Grace"], room.Timeline.Skip(1).Select(entry => entry.Text));

        // Whoever was given something hears of it.
        Assert.Equal(
            ["INC-1 is assigned to Grace, by Ada", "Commander of INC-1 is Ada, by Ada", "Scribe of INC-1 is Grace, by Ada"],
            room.Posts.Select(card => card.Title));
    }

    [Fact]
    public async Task A_new_severity_brings_new_clocks()
    {
        await room.Desk.OpenAsync(Some.Request(Some.Ada), Severity.P2, "x", null, default);
        Assert.Equal(Some.Night.AddMinutes(30), Due(AppointmentKind.Escalate));

        await room.Desk.SeverityAsync(Some.Request(Some.Ada), 1, Severity.P0, default);

        Assert.Equal((Some.Night.AddMinutes(5), Some.Night.AddMinutes(15)), (Due(AppointmentKind.Escalate), Due(AppointmentKind.StatusUpdate)));
        Assert.Equal("INC-1: severity P2 → P0, by Ada", room.LastPost);

        await room.Desk.SeverityAsync(Some.Request(Some.Ada), 1, Severity.P0, default);
        Assert.StartsWith("INC-1 is P0 already", room.LastReply);
    }

    [Fact]
    public async Task A_status_update_is_read_by_everybody_is_in_the_timeline_and_puts_off_the_reminder()
    {
        await room.InAsync(IncidentState.Mitigating);
        await room.PassAsync(room.Policy.UpdateEvery[Severity.P0] - TimeSpan.FromMinutes(1));

        await room.Desk.UpdateAsync(Some.Request(Some.Ada), 1, " publishing\nis back, hunter2 ", default);

        var update = room.LastPost;
        Assert.Equal(
            "INC-1 status update by Ada\npublishing is back, [redacted]\n"
                + "Impact: no impact is known. Whoever notices something types /incident impact INC-1 <service> <what, since when>.\n"
                + "All 2 checks pass since 03:00:30 UTC. Where the repair is done, type /incident verify INC-1.\n"
                + "Since the opening: … 1 more; the bot: Redis ran out of memory: 512 of 512 MB; Ada: acknowledged it; Ada: Assessing → Mitigating; "
                + "the bot: 2 of 2 checks pass, without a verification yet.\n"
                + "Cause: Redis ran out of memory: 512 of 512 MB (read at 03:00:00 UTC)\nAda has it.\nMitigating. Next update by 03:29:00 UTC.",
            update);
        Assert.Equal((TimelineKind.Update, "status update: publishing is back, [redacted]"), (room.Timeline[^1].Kind, room.Timeline[^1].Text));
        await room.PassAsync(room.Policy.UpdateEvery[Severity.P0] - TimeSpan.FromMinutes(1));
        Assert.Equal(update, room.LastPost);
        await room.PassAsync(TimeSpan.FromMinutes(2));
        Assert.StartsWith("INC-1 P0 still Mitigating", room.LastPost, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_the_end_nobody_is_updated_and_the_way_to_the_record_is_said()
    {
        await room.InAsync(IncidentState.Closed);
        var said = room.Posts.Count();

        await room.Desk.UpdateAsync(Some.Request(Some.Ada), 1, "it is back", default);

        Assert.Equal("INC-1 is Closed; nobody waits for an update any more.\nFor the record: /incident note INC-1 <text>.", room.LastReply);
        Assert.Equal(said, room.Posts.Count());
    }

    [Fact]
    public async Task A_note_goes_into_the_timeline_without_its_secrets_also_after_the_end()
    {
        await room.InAsync(IncidentState.Closed);

        await room.Desk.NoteAsync(Some.Request(Some.Olga), 1, "  it was\nhunter2  ", default);

        Assert.Equal((TimelineKind.Note, "it was [redacted]"), (room.Timeline[^1].Kind, room.Timeline[^1].Text));

        await room.Desk.NoteAsync(Some.Request(Some.Olga), 1, " ", default);
        Assert.StartsWith("The note is empty", room.LastReply);
    }

    [Fact]
    public async Task What_somebody_reads_in_the_channel_is_a_finding()
    {
        await room.InAsync(IncidentState.Declared);
        var call = new ActionCall(new ActionId("redis.memory"), "primary", new Dictionary<string, string>());

        await room.Desk.RecordFindingAsync(Some.Request(Some.Olga), room.Incident.Id, call, new ActionReport("512 of 512 MB used", Healthy: false), default);

        Assert.Equal((1, "512 of 512 MB used"), (room.Incident.Findings, room.Incident.Cause));
        Assert.Equal("/redis memory on primary: 512 of 512 MB used", room.Timeline[^1].Text);
        Assert.StartsWith("512 of 512 MB used", room.LastReply);
        Assert.StartsWith("Olga read /redis memory on primary", room.LastPost);
    }

    [Fact]
    public async Task An_incident_that_does_not_exist_is_refused()
    {
        await room.Desk.AcknowledgeAsync(Some.Request(Some.Ada), 9, default);

        Assert.StartsWith("There is no INC-9.", room.LastReply);
        Assert.Equal((AuditKind.Refused, "INC-9"), (room.LastAudit.Kind, room.LastAudit.Subject));
    }

    [Fact]
    public async Task Without_a_number_it_is_the_one_open_incident_of_the_channel()
    {
        await room.Desk.NoteAsync(Some.Request(Some.Ada), null, "x", default);
        Assert.StartsWith("There is no incident in this channel", room.LastReply);

        await room.InAsync(IncidentState.Resolved);
        await room.Desk.NoteAsync(Some.Request(Some.Ada), null, "after the end", default);
        Assert.Equal("after the end", room.Timeline[^1].Text);

        await room.Desk.OpenAsync(Some.Request(Some.Ada), Severity.P1, "another", null, default);
        await room.Desk.NoteAsync(Some.Request(Some.Ada), null, "x", default);
        Assert.Equal("Noted in the timeline of INC-2", room.LastReply);

        await room.Desk.OpenAsync(Some.Request(Some.Ada), Severity.P1, "a third", null, default);
        await room.Desk.NoteAsync(Some.Request(Some.Ada), null, "x", default);
        Assert.Equal("There are 2 incidents in this channel.\nName the one you mean: INC-3 a third, INC-2 another.", room.LastReply);
    }

    private DateTimeOffset Due(AppointmentKind kind) => room.Store.Schedule.Waiting.Single(appointment => appointment.Kind == kind).DueAt;
}
