using IncidentBot.Audit;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;
using IncidentBot.Targets;
using IncidentBot.Tests.Support;
using IncidentBot.Timeline;

namespace IncidentBot.Tests.Desk;

public sealed class OpeningTests
{
    private readonly IncidentRoom room = new();

    [Fact]
    public async Task Opening_is_one_commit_with_card_timeline_audit_and_clocks()
    {
        await OpenAsync("Redis is down");

        Assert.Equal(
            ("INC-1", IncidentState.Declared, new TargetRef("redis", "primary"), Some.Channel),
            (room.Incident.Label, room.Incident.State, room.Incident.Target, room.Incident.Channel));
        Assert.Equal([TimelineKind.Opened], room.Timeline.Select(entry => entry.Kind));
        Assert.Equal((AuditKind.Incident, "INC-1", Some.Ada.Id), (room.LastAudit.Kind, room.LastAudit.Subject, room.LastAudit.Actor));
        Assert.Contains(new Outgoing.Refresh(Some.Channel, new LiveSubject(LiveSubject.Incident, room.Incident.Id.Value)), room.Store.Said);
        Assert.StartsWith("INC-1 P0 opened", room.LastReply);
        Assert.Equal(
            [AppointmentKind.Assess, AppointmentKind.Look, AppointmentKind.Escalate, AppointmentKind.StatusUpdate, AppointmentKind.Forgotten],
            room.Store.Schedule.Waiting.Select(appointment => appointment.Kind));
    }

    [Fact]
    public async Task Anybody_may_open_an_incident()
    {
        await room.Desk.OpenAsync(Some.Request(Some.Olga), Severity.P1, "Publishing is slow", null, default);

        Assert.Equal(Some.Olga.Id, room.Incident.OpenedBy);
    }

    [Fact]
    public async Task Somebody_without_any_permission_may_not()
    {
        await room.Desk.OpenAsync(Some.Request(Some.Olga with { Permissions = Permissions.None }), Severity.P1, "x", null, default);

        Assert.Equal(AuditKind.Refused, room.LastAudit.Kind);
        Assert.Empty((await room.Store.Incidents.ListAsync(new IncidentQuery(Reader.Bot), default)).Items);
    }

    [Fact]
    public async Task The_same_request_delivered_twice_opens_one_incident()
    {
        var request = Some.Request(Some.Ada);
        await room.Desk.OpenAsync(request, Severity.P0, "Redis is down", null, default);
        room.Time.Advance(TimeSpan.FromMinutes(5));
        await room.Desk.OpenAsync(request, Severity.P0, "Redis is down", null, default);

        Assert.Single((await room.Store.Incidents.ListAsync(new IncidentQuery(Reader.Bot), default)).Items);
        Assert.Single(room.Replies);
    }

    [Fact]
    public async Task The_same_title_by_the_same_person_within_a_minute_is_answered_with_the_one_there_is()
    {
        await OpenAsync("Redis is down");
        room.Time.Advance(TimeSpan.FromSeconds(59));
        await OpenAsync("redis IS down");

        Assert.Single((await room.Store.Incidents.ListAsync(new IncidentQuery(Reader.Bot), default)).Items);
        Assert.StartsWith("INC-1 is open already", room.LastReply);
    }

    [Fact]
    public async Task A_later_one_another_title_or_another_person_is_another_incident()
    {
        await OpenAsync("Redis is down");
        await OpenAsync("Publishing is down");
        await room.Desk.OpenAsync(Some.Request(Some.Grace), Severity.P0, "Redis is down", null, default);
        room.Time.Advance(TimeSpan.FromMinutes(1));
        await OpenAsync("Redis is down");

        Assert.Equal([4, 3, 2, 1], ((await room.Store.Incidents.ListAsync(new IncidentQuery(Reader.Bot), default)).Items).Select(incident => incident.Number));
    }

    [Fact]
    public async Task A_target_is_found_by_its_name_and_an_unknown_one_is_refused_with_those_there_are()
    {
        await OpenAsync("Sessions are lost", "SESSIONS");
        Assert.Equal(new TargetRef("redis", "sessions"), room.Incident.Target);

        await OpenAsync("x", "tertiary");
        Assert.Contains("There are: primary, sessions, web.", room.LastReply);
    }

    [Fact]
    public async Task An_incident_needs_a_title()
    {
        await OpenAsync("   ");

        Assert.StartsWith("An incident needs a title", room.LastReply);
    }

    [Fact]
    public async Task A_title_is_one_short_line_without_secrets()
    {
        await OpenAsync("broken:\nredis://app:hunter2@primary " + new string('x', 200));

        Assert.DoesNotContain("hunter2", room.Incident.Title);
        Assert.Equal(120, room.Incident.Title.Length);
        Assert.DoesNotContain('\n', room.Incident.Title);
    }

    [Fact]
    public async Task An_incident_with_a_channel_of_its_own_is_announced_where_it_was_opened()
    {
        var own = new ChannelRef("local", "demo", "inc-1");
        var elsewhere = new IncidentRoom(channelFor: (_, _, _) => own);

        await elsewhere.Desk.OpenAsync(Some.Request(Some.Ada), Severity.P0, "Redis is down", null, default);

        Assert.Equal(own, elsewhere.Incident.Channel);
        Assert.Contains("handled in inc-1", elsewhere.LastReply);
        Assert.Equal([own, Some.Channel], elsewhere.Store.Said.OfType<Outgoing.Refresh>().Select(refresh => refresh.In));
        Assert.Empty(elsewhere.Store.Said.OfType<Outgoing.Post>());
    }

    [Fact]
    public async Task Nothing_is_opened_and_nothing_said_while_the_audit_is_down()
    {
        room.Store.FailCommits = true;

        await Assert.ThrowsAsync<IOException>(() => OpenAsync("Redis is down"));

        Assert.Empty(room.Store.Said);
    }

    private Task<Answer> OpenAsync(string title, string? target = null) => room.Desk.OpenAsync(Some.Request(Some.Ada), Severity.P0, title, target, default);
}
