using IncidentBot.Audit;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Rounds;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;
using IncidentBot.Tests.Support;
using IncidentBot.Timeline;
using static IncidentBot.Incidents.IncidentState;

namespace IncidentBot.Tests.Rounds;

/// <summary>Escalations, status updates and anchors.</summary>
public sealed class ClockRoundTests
{
    private readonly IncidentRoom room = new();

    [Fact]
    public async Task Nobody_acknowledges_and_it_is_said_aloud_a_few_times_after_twice_the_wait_each()
    {
        await room.InAsync(Declared);

        await room.PassAsync(TimeSpan.FromHours(5));

        var minutes = room.Timeline.Where(entry => entry.Kind is TimelineKind.Escalated).Select(entry => (entry.At - Some.Night).TotalMinutes);
        Assert.Equal([5, 15, 35, 75], minutes);
        var post = room.Posts.First(card => card.Tone is Tone.Bad && card.Title.Contains("nobody has acknowledged"));
        Assert.Equal(
            "INC-1 P0: nobody has acknowledged it for 5 min\nRedis is down (primary). Ada, Grace: please take it.\n[Acknowledge]",
            PlainText.Render(post));
    }

    [Theory]
    [InlineData(Severity.P0, 5)]
    [InlineData(Severity.P1, 15)]
    [InlineData(Severity.P2, 30)]
    public async Task Each_severity_has_its_own_patience(Severity severity, int minutes)
    {
        await room.Desk.OpenAsync(Some.Request(Some.Ada), severity, "x", null, default);

        await room.PassAsync(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
        Assert.DoesNotContain(room.Timeline, entry => entry.Kind is TimelineKind.Escalated);

        await room.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Contains(room.Timeline, entry => entry.Kind is TimelineKind.Escalated);
    }

    [Fact]
    public async Task An_acknowledged_incident_does_not_escalate()
    {
        await room.InAsync(Declared);
        await room.Desk.AcknowledgeAsync(Some.Request(Some.Grace), 1, default);

        await room.PassAsync(TimeSpan.FromHours(2));

        Assert.DoesNotContain(room.Timeline, entry => entry.Kind is TimelineKind.Escalated);
    }

    [Fact]
    public async Task At_the_time_that_was_promised_readers_are_told_what_is_known_and_when_the_next_word_comes()
    {
        await room.InAsync(Mitigating);
        await room.PassAsync(room.Policy.LookEvery);
        var posts = room.Posts.Count();

        await room.PassAsync(TimeSpan.FromMinutes(15));

        Assert.Equal(posts + 1, room.Posts.Count());
        Assert.Equal(
            "INC-1 P0 still Mitigating, 15 min\n"
                + "Impact: no impact is known. Whoever notices something types /incident impact INC-1 <service> <what, since when>.\n"
                + "All 2 checks pass since 03:00:30 UTC. Where the repair is done, type /incident verify INC-1.\n"
                + "Since the opening: … 1 more; the bot: Redis ran out of memory: 512 of 512 MB; Ada: acknowledged it; "
                + "Ada: Assessing → Mitigating; the bot: 2 of 2 checks pass, without a verification yet.\n"
                + "Cause: Redis ran out of memory: 512 of 512 MB (read at 03:00:00 UTC)\nAda has it.\nNext update by 03:30:00 UTC.",
            room.LastPost);

        await room.PassAsync(TimeSpan.FromMinutes(30));
        Assert.Equal(posts + 3, room.Posts.Count());
    }

    [Fact]
    public async Task Assessed_by_the_bot_itself_it_is_looked_at_from_then_on()
    {
        await room.InAsync(Declared);
        await room.CarryOutAsync();
        Assert.Equal((Assessing, false), (room.Incident.State, room.Incident.Standing!.IsWell));
        Assert.Empty(room.Incident.Standing.Results);
        room.Checks.Results["memory"] = false;

        await room.PassAsync(room.Policy.LookEvery);

        Assert.Contains(room.Incident.Standing.Results, check => check is { Name: "memory", Passed: false });
    }

    [Fact]
    public async Task A_slow_first_assessment_does_not_put_the_first_look_off()
    {
        await room.InAsync(Declared);
        var assessment = await room.Store.Schedule.ClaimAsync(Some.Night, Some.Night.AddMinutes(10), default);
        room.Time.Advance(room.Policy.LookEvery);
        await room.CarryOutAsync();
        await room.Due.CarryOutAsync(assessment!, default);
        Assert.Equal(Assessing, room.Incident.State);
        Assert.Empty(room.Incident.Standing!.Results);

        await room.PassAsync(room.Policy.LookEvery);

        Assert.NotEmpty(room.Incident.Standing!.Results);
    }

    [Theory]
    [InlineData(Declared)]
    [InlineData(Mitigating)]
    [InlineData(Monitoring)]
    public async Task The_times_on_an_open_card_go_on_and_it_is_drawn_once_a_minute(IncidentState state)
    {
        // Nothing can read the web, so what is opened about it stays as it is declared.
        await (state is not Declared
            ? room.InAsync(state)
            : (Task)room.Desk.OpenAsync(Some.Request(Some.Ada), Severity.P2, "The site is slow", "web", default));
        await room.PassAsync(room.Policy.LookEvery);
        Assert.Equal(state, room.Incident.State);
        var before = Refreshes();

        await room.PassAsync(TimeSpan.FromMinutes(10));

        Assert.InRange(Refreshes() - before, 10, 11);
        Assert.Contains("10 min 30 s", (await room.Cards.DrawAsync(room.Incident, default)).Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_card_says_of_the_checks_is_drawn_at_once_when_it_changes()
    {
        await room.InAsync(Mitigating);
        await room.PassAsync(room.Policy.LookEvery);
        await room.PassAsync(room.Policy.LookEvery);
        var before = Refreshes();

        await room.PassAsync(room.Policy.LookEvery);
        Assert.Equal(before, Refreshes());

        room.Checks.Results["places"] = true;
        await room.PassAsync(room.Policy.LookEvery);
        Assert.Equal(before + 1, Refreshes());
        room.Checks.Results["memory"] = false;
        await room.PassAsync(room.Policy.LookEvery);
        Assert.Equal(before + 2, Refreshes());
    }

    [Fact]
    public async Task What_happens_meanwhile_does_not_put_off_what_was_promised()
    {
        await room.InAsync(Mitigating);
        await room.PassAsync(TimeSpan.FromMinutes(10));
        await room.Desk.NoteAsync(Some.Request(Some.Grace), 1, "the cache is being cleared", default);
        var posts = room.Posts.Count();

        await room.PassAsync(TimeSpan.FromMinutes(4));
        Assert.Equal(posts, room.Posts.Count());

        await room.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(posts + 1, room.Posts.Count());
        Assert.Contains("Grace: the cache is being cleared", room.LastPost, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_over_needs_no_updates()
    {
        await room.InAsync(Resolved);
        var posts = room.Posts.Count();

        await room.PassAsync(TimeSpan.FromDays(1));

        Assert.Equal(posts, room.Posts.Count());
    }

    [Fact]
    public async Task Closing_posts_the_head_of_the_audit_with_the_closing_in_it()
    {
        await room.InAsync(Closed);
        var closing = room.Store.Audit.Entries.Count;

        await room.CarryOutAsync();

        var anchor = AuditAnchor.TryParse(room.LastPost.Split("Audit head ")[1].Split(". ")[0])!;
        Assert.Equal(closing, anchor.Sequence);
        Assert.Equal((AuditKind.Anchored, "INC-1"), (room.LastAudit.Kind, room.LastAudit.Subject));
        var verdict = await new AuditVerifier(Some.Chain)
            .VerifyAsync(room.Store.Audit.AllAsync(new AuditQuery(), default), await room.Store.Audit.HeadAsync(default), [anchor], default);
        Assert.Empty(verdict.Faults);
    }

    [Fact]
    public async Task Every_day_the_head_is_anchored_and_the_next_day_is_arranged()
    {
        await room.InAsync(Declared);
        await room.Store.CommitAsync(new Changes { Schedule = [AnchorRound.Daily(room.Time.GetUtcNow())] }, default);

        await room.PassAsync(TimeSpan.FromDays(2));

        Assert.Equal(2, room.Store.Said.OfType<Outgoing.Post>().Count(post => post.In == IncidentRoom.DailyAnchors));
        Assert.Equal(Some.Night.Date.AddDays(3), room.Store.Schedule.Waiting.Single(appointment => appointment.Key == "anchor:daily").DueAt.UtcDateTime);
    }

    [Fact]
    public void The_daily_anchor_is_due_at_the_same_midnight_whenever_that_day_it_is_asked_for() =>
        Assert.Equal(AnchorRound.Daily(Some.Night), AnchorRound.Daily(Some.Night.AddHours(20)));

    private int Refreshes() => room.Store.Said.OfType<Outgoing.Refresh>().Count(refresh => refresh.Subject.Kind == LiveSubject.Incident);
}
