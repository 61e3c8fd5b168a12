using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Readings;
using IncidentBot.Reporting;
using IncidentBot.Storage;
using IncidentBot.Tests.Support;
using IncidentBot.Timeline;
using IncidentBot.Words;
using static IncidentBot.Incidents.IncidentState;

namespace IncidentBot.Tests.Rounds;

/// <summary>Readers were told when the next update comes: that it does, what is in it, and what is counted where it does not.</summary>
public sealed class UpdatePromiseTests
{
    private static readonly Person Bea = new(new PersonId("bea"), "Bea", Permissions.Observe | Permissions.Respond, Listed: true)
    {
        Accounts = [new Account("local", "demo", "bea")],
    };

    private readonly IncidentRoom room = new();

    [Fact]
    public async Task Of_an_incident_of_two_hours_readers_are_told_this_and_nothing_after_its_end()
    {
        await room.InAsync(Mitigating);
        await room.PassAsync(TimeSpan.FromMinutes(40));
        await room.Desk.UpdateAsync(Some.Request(Some.Ada), 1, "publishing is back", default);
        await room.PassAsync(TimeSpan.FromMinutes(50));
        await room.Desk.VerifyAsync(Some.Request(Some.Ada), 1, default);
        await room.PassAsync(TimeSpan.FromMinutes(30));
        Assert.Equal(Resolved, room.Incident.State);
        await room.PassAsync(TimeSpan.FromHours(5));

        Assert.Equal(
            [
                "INC-1 finding: Redis ran out of memory: 512 of 512 MB",
                "Ada acknowledged INC-1",
                "INC-1: Assessing → Mitigating, by Ada",
                $"INC-1: all 2 checks pass since {Moment.Of(At(0.5))}",
                "INC-1 P0 still Mitigating, 15 min",
                "INC-1 P0 still Mitigating, 30 min",
                "INC-1 status update by Ada",
                "INC-1 P0 still Mitigating, 55 min",
                "INC-1 P0 still Mitigating, 1 h 10 min",
                "INC-1 P0 still Mitigating, 1 h 25 min",
                "INC-1: Verifying → Monitoring",
                "INC-1 P0 still Monitoring, 1 h 40 min",
                "INC-1 P0 still Monitoring, 1 h 55 min",
                "INC-1: Monitoring → Resolved",
                "INC-1 summary",
            ],
            room.Posts.Select(card => card.Title));
        Assert.Equal((8, 0), Counts);
        Assert.Null(room.Incident.UpdatePromises);
        Assert.DoesNotContain(room.Store.Schedule.Waiting, appointment => appointment.Kind == AppointmentKind.StatusUpdate);
    }

    [Fact]
    public async Task Each_is_on_the_record_with_the_impact_and_the_time_of_the_next_one_and_says_where_nothing_has_changed()
    {
        await room.InAsync(Mitigating);
        await room.Desk.ImpactAsync(Some.Request(Some.Ada), 1, "checkout", "340 orders", null, null, default);
        await room.PassAsync(TimeSpan.FromMinutes(30));
        await room.Desk.UpdateAsync(Some.Request(Some.Ada), 1, "publishing is back", default);

        var given = room.Timeline.Where(entry => entry.What is TimelineEvent.StatusUpdated).ToList();
        var updates = given.Select(entry => (TimelineEvent.StatusUpdated)entry.What).ToList();
        Assert.Equal([true, true, false], updates.Select(update => update.ByBot));
        Assert.Equal([null, null, Some.Ada.Id], given.Select(entry => entry.By));
        Assert.StartsWith("Since the opening: ", updates[0].Update, StringComparison.Ordinal);
        Assert.Equal(["no material change", "publishing is back"], updates.Skip(1).Select(update => update.Update));
        Assert.All(updates, update => Assert.Equal("checkout: 340 orders (Ada says so)", update.Impact));
        Assert.Equal([At(15), At(30), At(45)], updates.Select(update => update.Promised));
        Assert.Equal([At(30), At(45), At(45)], updates.Select(update => update.Next));
        Assert.Contains("\nNo material change since the last update.\n", PlainText.Render(room.Posts.Single(card => card.Title.EndsWith("30 min"))));
    }

    [Fact]
    public async Task That_no_impact_is_known_is_said_and_what_was_measured_where_a_check_fails()
    {
        await room.InAsync(Mitigating);
        var failing = new CheckResult("queue", false, "340 wait", Some.Night) { Readings = [new Reading("queue.waiting", 340, Unit.Count)] };

        Assert.Equal("no impact is known", ImpactText.Sentence(room.Incident, [], Some.People));
        Assert.Equal("no impact is known; measured where checks fail: queue.waiting 340", ImpactText.Sentence(room.Incident, [failing], Some.People));
        Assert.Equal("no impact is known", ImpactText.Sentence(room.Incident, [failing with { Passed = true }], Some.People));
    }

    [Fact]
    public async Task Whoever_gives_one_is_answered_for_by_what_the_bot_knows_also_who_has_what_to_do()
    {
        await room.InAsync(Mitigating);
        await room.Desk.CauseAsync(Some.Request(Some.Grace), 1, "a deployment filled it", default);

        await room.Desk.UpdateAsync(Some.Request(Some.Ada), 1, "publishing is back", default);

        Assert.Contains("publishing is back\nImpact: no impact is known.", room.LastPost, StringComparison.Ordinal);
        Assert.Contains("Cause: a deployment filled it (Grace says so)\nAda has it.", room.LastPost, StringComparison.Ordinal);
        Assert.EndsWith("Mitigating. Next update by 03:15:00 UTC.", room.LastPost, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bot_that_was_down_for_an_hour_has_missed_one_and_says_so_on_the_card_and_in_the_summary()
    {
        await room.InAsync(Mitigating);
        Assert.DoesNotContain("Updates on time", await CardAsync(), StringComparison.Ordinal);
        await room.PassAsync(TimeSpan.FromMinutes(15));
        Assert.Contains("Next update by 03:30:00 UTC. Updates on time: 1 of 1.", await CardAsync(), StringComparison.Ordinal);
        room.Time.Advance(TimeSpan.FromHours(1));

        var after = new IncidentRoom(before: room);
        await after.CarryOutAsync();
        await after.PassAsync(TimeSpan.FromMinutes(15));

        Assert.Equal((2, 1), Counts);
        Assert.Contains("Next update by 04:45:00 UTC. Updates on time: 2 of 3.", await CardAsync(), StringComparison.Ordinal);
        await room.Desk.CatchUpAsync(Some.Request(Some.Grace), 1, default);
        Assert.Contains("Updates on time: 2 of 3.", room.LastReply, StringComparison.Ordinal);
        var summary = new SummaryReport(Some.People).Write(room.Incident, room.Timeline, [], room.Time.GetUtcNow());
        var sentence = Assert.Single(summary.Sentences, one => one.Text == "2 of 3 updates came by the time that was promised.");
        Assert.Equal(room.Timeline.Where(entry => entry.Kind is TimelineKind.Update).Select(entry => entry.Sequence), sentence.Events);
        Assert.DoesNotContain(summary.Sentences, one => one.Text.Contains("no material change", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(60, 1)]
    [InlineData(61, 0)]
    public async Task A_minute_is_nothing(int late, int kept)
    {
        await room.InAsync(Mitigating);
        room.Time.Advance(TimeSpan.FromMinutes(15) + TimeSpan.FromSeconds(late));

        await room.Desk.UpdateAsync(Some.Request(Some.Ada), 1, "publishing is back", default);

        Assert.Equal((kept, 1 - kept), Counts);
    }

    [Fact]
    public async Task What_is_said_of_the_time_of_one_later_is_counted_anew()
    {
        await room.InAsync(Mitigating);
        room.Time.Advance(TimeSpan.FromMinutes(20));
        await room.Desk.UpdateAsync(Some.Request(Some.Ada), 1, "publishing is back", default);
        Assert.Equal((0, 1), Counts);
        var entry = room.Timeline[^1].Sequence;

        await room.Desk.CorrectTimeAsync(Some.Request(Some.Ada), 1, entry, ClockTime.Read(["-6min"], out _)!, "told by telephone", default);
        Assert.Equal((1, 0), Counts);
        await room.Desk.StrikeAsync(Some.Request(Some.Ada), 1, entry, "nobody was told", default);
        Assert.Equal((0, 0), Counts);
    }

    [Fact]
    public async Task Two_replicas_that_take_the_same_item_tell_readers_once()
    {
        await room.InAsync(Mitigating);
        var other = new IncidentRoom(before: room);
        await room.PassAsync(TimeSpan.FromMinutes(14.9));
        room.Time.Advance(TimeSpan.FromMinutes(0.2));
        var posts = room.Posts.Count();
        var first = await ClaimAsync();
        room.Time.Advance(TimeSpan.FromMinutes(2));
        var second = await ClaimAsync();
        Assert.Equal(first.Appointment, second.Appointment);

        await room.Due.CarryOutAsync(second, default);
        await other.Due.CarryOutAsync(first, default);

        Assert.Equal(posts + 1, room.Posts.Count());
        Assert.Equal(1, Counts.Kept + Counts.Missed);
    }

    [Fact]
    public async Task A_severity_that_is_lowered_leaves_what_was_promised_and_one_that_is_raised_brings_the_next_one_sooner()
    {
        await room.InAsync(Mitigating);
        await room.Desk.SeverityAsync(Some.Request(Some.Ada), 1, Severity.P2, default);
        Assert.Equal(At(15), room.Incident.UpdatePromises!.Next);
        await room.PassAsync(TimeSpan.FromMinutes(20));
        Assert.Equal(At(75), room.Incident.UpdatePromises!.Next);

        await room.Desk.SeverityAsync(Some.Request(Some.Ada), 1, Severity.P0, default);

        Assert.Equal(At(35), room.Incident.UpdatePromises!.Next);
        Assert.Equal(At(35), DueUpdate());
    }

    [Fact]
    public async Task One_that_is_taken_up_again_promises_anew()
    {
        await room.InAsync(Resolved);
        var before = Counts;
        room.Time.Advance(TimeSpan.FromHours(5));

        await room.Desk.ReopenAsync(Some.Request(Some.Grace), 1, "keys expire too early", default);
        await room.CarryOutAsync();

        Assert.Equal(room.Time.GetUtcNow() + room.Policy.UpdateEvery[Severity.P0], room.Incident.UpdatePromises!.Next);
        Assert.Equal(before, Counts);
    }

    [Fact]
    public async Task One_from_before_promises_were_kept_is_told_of_when_it_is_due_and_nothing_is_counted()
    {
        await room.InAsync(Mitigating);
        await room.Store.CommitAsync(new Changes { Incident = room.Incident with { UpdatePromises = null } }, default);
        Assert.DoesNotContain("Next update", await CardAsync(), StringComparison.Ordinal);

        await room.PassAsync(TimeSpan.FromMinutes(15));

        Assert.Equal((0, 0), Counts);
        Assert.Equal(At(30), room.Incident.UpdatePromises!.Next);
        await room.PassAsync(TimeSpan.FromMinutes(15));
        Assert.Equal((1, 0), Counts);
    }

    [Fact]
    public async Task Where_the_bot_alone_tells_readers_whoever_answers_for_it_hears_of_it_then_those_who_can_see_to_it_and_then_nobody()
    {
        var mine = new IncidentRoom(people: new PeopleDirectory([Some.Ada, Some.Grace, Bea]));
        await mine.InAsync(Mitigating);
        await mine.Desk.AssignAsync(Some.Request(Some.Ada), 1, Bea, default);
        Assert.Single(Nagged(mine).Concat(mine.Store.Said.OfType<Outgoing.Notice>()));

        await mine.PassAsync(TimeSpan.FromMinutes(29));
        Assert.Empty(Nagged(mine));
        await mine.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(["bea"], Nagged(mine).Select(notice => notice.To.UserId));
        Assert.StartsWith(
            "INC-1 P0: the last 2 updates came from the bot alone\nRedis is down. It is Mitigating, and no person has said how it stands.\n"
                + "One sentence will do: /incident update INC-1 <how things stand>.",
            PlainText.Render(Nagged(mine).Last().Card),
            StringComparison.Ordinal);
        await mine.PassAsync(TimeSpan.FromMinutes(15));
        Assert.Equal(["bea", "ada", "grace"], Nagged(mine).Select(notice => notice.To.UserId));
        Assert.Contains("Bea was asked and has not either.", PlainText.Render(Nagged(mine).Last().Card), StringComparison.Ordinal);
        await mine.PassAsync(TimeSpan.FromHours(3));
        Assert.Equal(3, Nagged(mine).Count());

        await mine.Desk.UpdateAsync(Some.Request(Some.Ada), 1, "we wait for the provider", default);
        await mine.PassAsync(TimeSpan.FromMinutes(30));
        Assert.Equal(["bea", "ada", "grace", "bea"], Nagged(mine).Select(notice => notice.To.UserId));

        await mine.Desk.CancelAsync(Some.Request(Some.Ada), 1, "it was none", default);
        await mine.PassAsync(TimeSpan.FromHours(3));
        Assert.Equal(4, Nagged(mine).Count());
    }

    [Fact]
    public async Task Where_nobody_has_it_those_who_can_see_to_it_hear_of_it_at_once_and_once()
    {
        await room.InAsync(Declared);

        await room.PassAsync(TimeSpan.FromHours(3));

        Assert.Equal(["ada", "grace"], Nagged(room).Select(notice => notice.To.UserId));
    }

    private (int Kept, int Missed) Counts => (room.Incident.Milestones!.UpdatesKept, room.Incident.Milestones.UpdatesMissed);

    private static DateTimeOffset At(double minutes) => Some.Night.AddMinutes(minutes);

    private static IEnumerable<Outgoing.Notice> Nagged(IncidentRoom room) =>
        room.Store.Said.OfType<Outgoing.Notice>().Where(notice => notice.Card.Title.Contains("from the bot alone", StringComparison.Ordinal));

    private DateTimeOffset DueUpdate() => room.Store.Schedule.Waiting.Single(appointment => appointment.Kind == AppointmentKind.StatusUpdate).DueAt;

    private async Task<string> CardAsync() => PlainText.Render(await room.Cards.DrawAsync(room.Incident, default));

    private async Task<DueItem> ClaimAsync()
    {
        while (true)
        {
            var item = await room.Store.Schedule.ClaimAsync(room.Time.GetUtcNow(), room.Time.GetUtcNow().AddMinutes(1), default);
            Assert.NotNull(item);
            if (item.Appointment.Kind == AppointmentKind.StatusUpdate)
            {
                return item;
            }
        }
    }
}
