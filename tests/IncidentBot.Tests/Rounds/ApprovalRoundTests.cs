using IncidentBot.Actions;
using IncidentBot.Desk;
using IncidentBot.Execution;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Storage;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Rounds;

/// <summary>Who hears that their approval is waited for.</summary>
public sealed class ApprovalRoundTests
{
    private static readonly Person Barbara = Approver("barbara");
    private static readonly Person Hedy = Approver("hedy");
    private static readonly Person Rosa = Approver("rosa");
    private readonly IncidentRoom room = new(people: new PeopleDirectory([Some.Ada, Some.Grace, Barbara]));

    private IReadOnlyList<Outgoing.Notice> Told => [.. room.Store.Said.OfType<Outgoing.Notice>()];

    [Fact]
    public async Task Everybody_who_may_approve_is_told_at_once_and_reminded_once_when_half_of_the_time_is_over()
    {
        var run = await PlannedAsync(await OpenedAsync());
        await room.PassAsync(TimeSpan.FromMinutes(4.9));

        Assert.Equal(["barbara", "grace"], Told.Select(notice => notice.To.UserId).Order());
        Assert.All(Told, notice => Assert.Equal("R-1 waits for your approval", notice.Card.Title));
        Assert.All(Told, notice => Assert.Null(notice.Otherwise));
        Assert.Equal(
            "R-1 waits for your approval\n"
            + "/redis clear-cache rl:* on primary: Would unlink about 1,204,000 keys, 312 MB.\n"
            + "Ada asked for it 03:00:00 UTC in INC-1 P0, Redis is down. The plan runs out at 03:10:00 UTC.\n"
            + "[Approve] [Reject]",
            PlainText.Render(Told[0].Card));
        Assert.Equal($"/approve R-1 {run.ShortHash}", Told[0].Card.Buttons[0].Command);

        await room.PassAsync(TimeSpan.FromMinutes(0.2));
        Assert.Equal(["barbara", "grace"], Told.Skip(2).Select(notice => notice.To.UserId).Order());
        Assert.All(Told.Skip(2), notice => Assert.Equal("R-1 still waits for your approval", notice.Card.Title));
        Assert.Equal(
            ["Barbara: R-1 still waits for your approval", "Grace: R-1 still waits for your approval"],
            Told.Skip(2).Select(notice => notice.Otherwise!.Card.Title).Order());

        await room.PassAsync(TimeSpan.FromMinutes(10));
        Assert.Equal(4, Told.Count);
    }

    [Fact]
    public async Task Those_with_a_part_in_the_incident_are_told_first_and_the_others_with_the_reminder()
    {
        await OpenedAsync();
        await room.Desk.AcknowledgeAsync(Some.Request(Some.Grace), 1, default);
        await PlannedAsync(room.Incident);
        await room.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal("grace", Assert.Single(Told).To.UserId);

        await room.PassAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(["barbara", "grace"], Told.Skip(1).Select(notice => notice.To.UserId).Order());
    }

    [Fact]
    public async Task Of_a_private_incident_only_those_are_told_who_see_it_and_nothing_is_said_where_it_was_opened()
    {
        await room.Desk.OpenAsync(Some.Request(Some.Ada), new Opening(Severity.P0, "Keys have leaked", null) { IsPrivate = true }, default);
        await room.Desk.InviteAsync(Some.Request(Some.Ada), 1, Barbara, default);
        await PlannedAsync(room.Incident);
        await room.PassAsync(TimeSpan.FromMinutes(6));

        Assert.Equal(["barbara", "barbara"], Told.Select(notice => notice.To.UserId));
        Assert.All(Told, notice => Assert.Null(notice.Otherwise));
    }

    [Fact]
    public async Task Nobody_is_reminded_of_what_has_its_answer()
    {
        var run = await PlannedAsync(await OpenedAsync());
        await room.PassAsync(TimeSpan.FromMinutes(1));
        var waiting = (await room.Store.Runs.FindAsync(run.Id, default))!;
        await room.Store.CommitAsync(new Changes { Run = RunLifecycle.Fire(waiting, RunTrigger.Reject, room.Time.GetUtcNow()) }, default);
        await room.PassAsync(TimeSpan.FromMinutes(6));

        Assert.Equal(2, Told.Count);
    }

    [Fact]
    public async Task The_status_update_says_on_whom_it_waits_and_since_when()
    {
        await PlannedAsync(await OpenedAsync());
        await room.PassAsync(room.Policy.UpdateEvery[Severity.P0] * 2);

        var update = room.Posts.Select(PlainText.Render).Last(post => post.StartsWith("INC-1 P0 still", StringComparison.Ordinal));
        Assert.Contains(
            "R-1 /redis clear-cache rl:* on primary waits for the approval of Grace or Barbara since 03:00:00 UTC, until 03:10:00 UTC",
            update,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_override_is_asked_of_those_who_may_approve_it()
    {
        await room.InAsync(IncidentState.Mitigating);
        await room.Desk.OverrideAsync(Some.Request(Some.Ada), 1, "customers can wait", default);

        Assert.Equal(["barbara", "grace"], Told.Select(notice => notice.To.UserId).Order());
        Assert.All(Told, notice => Assert.Equal("INC-1: Ada asks for an override", notice.Card.Title));
    }

    [Fact]
    public void Three_are_named_and_the_others_counted()
    {
        Assert.Equal("a second person", UnsettledText.Approvers(Some.Ada.Id, new PeopleDirectory([Some.Ada])));
        Assert.Equal("Grace or Barbara or Hedy", UnsettledText.Approvers(Some.Ada.Id, new PeopleDirectory([Some.Ada, Some.Grace, Barbara, Hedy])));
        Assert.Equal("Grace, Barbara, Hedy or 1 more", UnsettledText.Approvers(Some.Ada.Id, new PeopleDirectory([Some.Ada, Some.Grace, Barbara, Hedy, Rosa])));
    }

    private static Person Approver(string id) =>
        new(new PersonId(id), $"{char.ToUpperInvariant(id[0])}{id[1..]}", Permissions.Observe | Permissions.Respond | Permissions.Approve, Listed: true)
        {
            Accounts = [new Account("local", "demo", id)],
        };

    private async Task<Incident> OpenedAsync()
    {
        await room.Desk.OpenAsync(Some.Request(Some.Ada), Severity.P0, "Redis is down", null, default);
        return room.Incident;
    }

    private async Task<Run> PlannedAsync(Incident incident)
    {
        var run = Some.Run(incident);
        await room.Store.CommitAsync(new Changes { Run = run, Schedule = [RunKeys.ApprovalAt(run, Some.Night)] }, default);
        return run;
    }
}
