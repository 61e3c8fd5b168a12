using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Support;
using IncidentBot.Timeline;

namespace IncidentBot.Tests.Commands;

/// <summary>What has to be done because of an incident: given, reminded of, and ended.</summary>
public sealed class TaskCommandTests
{
    private readonly ChatRig rig = new();

    private IncidentRoom Room => rig.Room;

    [Fact]
    public async Task A_task_is_on_the_record_and_on_the_card_and_whoever_gets_it_is_told()
    {
        await Room.InAsync(IncidentState.Mitigating);

        var answer = await rig.TypeAsync(Some.Ada, "/incident task write the limit into redis.conf, password=hunter2 @grace by 17:00");

        var due = new DateTimeOffset(2026, 11, 22, 17, 0, 0, TimeSpan.Zero);
        Assert.Equal(
            new TimelineEvent.TaskGiven(1, "write the limit into redis.conf, password=[redacted]", Some.Grace.Id, "Grace", due), Room.Timeline[^1].What);
        Assert.StartsWith("t1 of INC-1 is on the record\nGrace is reminded at 17:00:00 UTC, until it is done or dropped.", answer, StringComparison.Ordinal);
        Assert.Equal(
            "INC-1: Ada gives a task: t1 write the limit into redis.conf, password=[redacted] (Grace, by 17:00:00 UTC)", Room.LastPost);
        Assert.StartsWith(
            "INC-1 P0: you have something to do\nt1 write the limit into redis.conf, password=[redacted] (Grace, by 17:00:00 UTC)",
            PlainText.Render(Assert.Single(rig.Store.Said.OfType<Outgoing.Notice>(), told => told.To == Some.Grace.Accounts[0]).Card),
            StringComparison.Ordinal);
        await rig.TypeAsync(Some.Olga, "/incident status");
        Assert.Contains("To be done  t1 write the limit into redis.conf, password=[redacted] (Grace, by 17:00:00 UTC)", Room.LastReply);
    }

    [Theory]
    [InlineData("write it down", "write it down", null, null)]
    [InlineData("write it down @grace", "write it down", "grace", null)]
    [InlineData("write it down by 2d", "write it down", null, 48)]
    [InlineData("write it down by 2d @grace", "write it down", "grace", 48)]
    [InlineData("write it down BY 2026-11-24 03:10 @grace", "write it down", "grace", 48)]
    [InlineData("\"do not\" restart by hand", "\"do not\" restart by hand", null, null)]
    [InlineData("ask @grace what she saw", "ask @grace what she saw", null, null)]
    public async Task Who_and_until_when_stand_at_the_end(string typed, string what, string? owner, int? hours)
    {
        await Room.InAsync(IncidentState.Mitigating);

        await rig.TypeAsync(Some.Ada, $"/incident task {typed}");

        var given = Assert.IsType<TimelineEvent.TaskGiven>(Room.Timeline[^1].What);
        Assert.Equal((what, owner, hours), (given.Task, given.Owner?.Value, (int?)(given.Due - Room.Time.GetUtcNow())?.TotalHours));
    }

    [Theory]
    [InlineData("write it down by 1700", "I cannot read '1700' as a time.")]
    [InlineData("write it down by 2026-11-20", "23:59:00 UTC is over.")]
    [InlineData("write it down @nobody", "Nobody here is called '@nobody'.")]
    [InlineData("@grace", "What is to be done is empty.")]
    public async Task What_cannot_be_is_refused_and_nothing_is_written(string typed, string answer)
    {
        await Room.InAsync(IncidentState.Mitigating);
        var entries = Room.Timeline.Count;

        Assert.StartsWith(answer, await rig.TypeAsync(Some.Ada, $"/incident task {typed}"), StringComparison.Ordinal);

        Assert.Equal((entries, 0), (Room.Timeline.Count, Room.Incident.Tasks.Count));
    }

    [Fact]
    public async Task What_is_left_out_of_a_change_stays()
    {
        await Room.InAsync(IncidentState.Mitigating);
        await rig.TypeAsync(Some.Ada, "/incident task write it down @grace by 2d");
        var due = Room.Incident.Tasks[0].Due;

        await rig.TypeAsync(Some.Ada, "/incident task t1 @ada");
        Assert.Equal(("write it down", Some.Ada.Id, due), (Room.Incident.Tasks[0].What, Room.Incident.Tasks[0].Owner, Room.Incident.Tasks[0].Due));
        await rig.TypeAsync(Some.Ada, "/incident task t1 write it into the wiki");
        Assert.Equal(("write it into the wiki", Some.Ada.Id, due), (Room.Incident.Tasks[0].What, Room.Incident.Tasks[0].Owner, Room.Incident.Tasks[0].Due));
        Assert.Single(Room.Incident.Tasks);
    }

    [Fact]
    public async Task One_that_is_overdue_goes_to_somebody_else_as_it_is_and_is_taken_up_again_once_it_was_ended()
    {
        await Room.InAsync(IncidentState.Resolved);
        await rig.TypeAsync(Some.Ada, "/incident task write it down @grace by 2d");
        Room.Time.Advance(TimeSpan.FromDays(2));
        await Room.CarryOutAsync();
        Room.Time.Advance(TimeSpan.FromHours(1));

        Assert.StartsWith(
            "t1 of INC-1 is on the record\nAda is reminded, until it is done or dropped.", await rig.TypeAsync(Some.Ada, "/incident task t1 @ada"));
        await rig.TypeAsync(Some.Ada, "/incident done t1");
        Assert.StartsWith("t1 of INC-1 is on the record", await rig.TypeAsync(Some.Ada, "/incident task t1 by 1d"));

        Assert.Equal((Some.Ada.Id, true), (Room.Incident.Tasks[0].Owner, Room.Incident.Tasks[0].IsOpen));
        await RemindedAsync(TimeSpan.FromDays(1), "INC-1 P0: 1 task is due\nt1 write it down (Ada, by ");
    }

    [Fact]
    public async Task Whoever_has_it_may_end_it_and_nobody_else_who_may_only_look()
    {
        await Room.InAsync(IncidentState.Mitigating);
        await Room.Desk.TaskAsync(Some.Request(Some.Ada), 1, "write it down", Some.Olga, by: null, TestContext.Current.CancellationToken);
        await rig.TypeAsync(Some.Ada, "/incident task tell the customers @grace");

        Assert.Contains("may not change INC-1", await rig.TypeAsync(Some.Olga, "/incident done t2"), StringComparison.Ordinal);
        Assert.StartsWith("t1 of INC-1 is done", await rig.TypeAsync(Some.Olga, "/incident done t1 in the wiki"), StringComparison.Ordinal);
        Assert.StartsWith("t1 of INC-1 was done at ", await rig.TypeAsync(Some.Ada, "/incident drop t1 no need"), StringComparison.Ordinal);
        Assert.StartsWith("Dropping t2 takes a reason.", await rig.TypeAsync(Some.Ada, "/incident drop t2"), StringComparison.Ordinal);

        var list = await rig.TypeAsync(Some.Olga, "/incident tasks");
        Assert.StartsWith("INC-1: 1 of 2 tasks to be done\nt2 tell the customers (Grace)\nt1 write it down: done by Olga ", list, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Those_that_are_due_are_reminded_of_until_they_are_ended_also_after_the_incident()
    {
        await Room.InAsync(IncidentState.Resolved);
        await rig.TypeAsync(Some.Ada, "/incident task write it down @grace by 2d");
        await rig.TypeAsync(Some.Ada, "/incident task tell the customers");

        await RemindedAsync(TimeSpan.FromDays(2), "INC-1 P0: 1 task is due\nt1 write it down (Grace, by ");
        await RemindedAsync(TimeSpan.FromDays(3), "INC-1 P0: 1 task is due\nt1 write it down (Grace, by ");
        Assert.Equal(3, rig.Store.Said.OfType<Outgoing.Notice>().Count(told => told.To == Some.Grace.Accounts[0]));

        // Of the other one nobody has said a time, so it is due after a week.
        await RemindedAsync(TimeSpan.FromDays(2), "INC-1 P0: 2 tasks are due\nt1 write it down (Grace, by ");
        await rig.TypeAsync(Some.Ada, "/incident done t1");
        await rig.TypeAsync(Some.Ada, "/incident drop t2 they know");

        Room.Time.Advance(TimeSpan.FromDays(30));
        await Room.CarryOutAsync();
        Assert.Equal(3, Reminders.Count());
    }

    [Fact]
    public async Task The_summary_tells_of_each_what_became_of_it()
    {
        await Room.InAsync(IncidentState.Mitigating);
        await rig.TypeAsync(Some.Ada, "/incident task write it down @grace by 2d");
        await rig.TypeAsync(Some.Ada, "/incident task tell the customers");
        await rig.TypeAsync(Some.Ada, "/incident drop t2 they know");

        var summary = await rig.TypeAsync(Some.Olga, "/incident summary");

        Assert.Contains("Tasks\nt1 write it down (Grace, by ", summary, StringComparison.Ordinal);
        Assert.Contains("\nt2 tell the customers: dropped by Ada: they know.", summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_that_was_struck_is_none_and_its_number_is_not_given_again()
    {
        await Room.InAsync(IncidentState.Mitigating);
        await rig.TypeAsync(Some.Ada, "/incident task write it down");
        await rig.TypeAsync(Some.Ada, $"/incident strike e{Room.Timeline[^1].Sequence} a mistake");
        Assert.Empty(Room.Incident.Tasks);

        await rig.TypeAsync(Some.Ada, "/incident task tell the customers");

        Assert.Equal("t2", Assert.Single(Room.Incident.Tasks).Label);
    }

    private IEnumerable<Card> Reminders => Room.Posts.Where(card => card.Title.EndsWith(" due", StringComparison.Ordinal));

    /// <summary>Not a minute earlier, and once.</summary>
    private async Task RemindedAsync(TimeSpan after, string post)
    {
        var before = Reminders.Count();
        Room.Time.Advance(after - TimeSpan.FromMinutes(1));
        await Room.CarryOutAsync();
        Assert.Equal(before, Reminders.Count());
        Room.Time.Advance(TimeSpan.FromMinutes(1));
        await Room.CarryOutAsync();
        Assert.StartsWith(post, PlainText.Render(Assert.Single(Reminders.Skip(before))), StringComparison.Ordinal);
    }
}
