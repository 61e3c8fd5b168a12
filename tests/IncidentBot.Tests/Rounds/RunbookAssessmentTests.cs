using IncidentBot.Actions;
using IncidentBot.Audit;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Reporting;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Rounds;

/// <summary>An incident with a runbook: its assessment is read at once, side by side, and posted as one finding.</summary>
public sealed class RunbookAssessmentTests
{
    private const string Text = """
        ---
        id: slow-redis
        services:
          Publishing: delayed {duration}
          Rate limits: not enforced
        symptoms:
          OOM: Memory
        checks:
          - redis.held
          - redis.ping on sessions
        ---
        # Slow Redis

        ## Assessment

        ```action
        redis.diagnose
        redis.held
        redis.ping
        redis.ping               # once more
        redis.other
        redis.sampler
        web.ping
        redis.trim rl:*
        ```

        ## Memory

        ```action
        redis.trim rl:*
        ```
        """;

    private readonly HeldRead held = new("redis.held");
    private readonly HeldRead sampler =
        new("redis.sampler") { Definition = new(new ActionId("redis.sampler"), Risk.Observe, "Samples") { TimeLimit = TimeSpan.FromMinutes(1) } };
    private readonly HeldRead other = new("redis.other");
    private readonly ChatRig rig;

    public RunbookAssessmentTests() => rig = Rig(new IncidentPolicy { FindingWithin = TimeSpan.FromMinutes(1) });

    [Fact]
    public async Task All_reads_are_under_way_at_once_and_make_one_finding()
    {
        // One after the other, the first would wait for ever for the second.
        other.Meanwhile = () => held.Let(new ActionReport("held back for a while", Healthy: true));

        await OpenedAsync();
        await rig.Room.CarryOutAsync();

        var finding = Assert.Single(rig.Room.Posts);
        Assert.Equal("INC-1 finding: Redis ran out of memory: 512 of 512 MB", finding.Title);
        Assert.Equal(
            [
                "  1  redis.diagnose  ! Redis ran out of memory: 512 of 512 MB",
                "  2  redis.held  held back for a while",
                "  3  redis.ping  PONG in 0.4 ms",
                "  5  redis.other  as it should be",
                "     redis.ping on sessions  PONG in 0.4 ms",
            ],
            finding.Blocks.OfType<CardBlock.Lines>().Last().Items);
        var text = PlainText.Render(finding);
        Assert.Contains("Answered by “Memory”, step 9, because it is for “OOM”", text, StringComparison.Ordinal);
        Assert.Contains("Not read by itself: step 6 /redis sampler takes long; step 7 /web ping has no target here.", text, StringComparison.Ordinal);
        Assert.Equal(
            (IncidentState.Assessing, 1, "Redis ran out of memory: 512 of 512 MB"),
            (rig.Room.Incident.State, rig.Room.Incident.Findings, rig.Room.Incident.Cause));
        Assert.Equal([1, 2, 3, 4, 5], rig.Room.Incident.Runbook!.Outcomes.Select(outcome => outcome.Step));
        Assert.All(rig.Room.Incident.Runbook.Outcomes, outcome => Assert.Null(outcome.By));
        Assert.Equal((2, 1, 0), (rig.Ping.Asked, held.Asked, sampler.Asked));
    }

    [Fact]
    public async Task What_the_bot_has_read_is_in_its_finding_and_not_listed_again_by_the_card_of_the_runbook()
    {
        other.Meanwhile = () => held.Let(new ActionReport("fine", Healthy: true));
        await OpenedAsync();
        await rig.Room.CarryOutAsync();

        var card = await rig.Live.DrawAsync(new LiveSubject(LiveSubject.Runbook, rig.Room.Incident.Id.Value), Some.Channel, default);

        Assert.Equal(
            ["  6  open  /redis sampler", "  7  open  /web ping", "  8  open  /redis trim rl:*", "  9  open  /redis trim rl:*"],
            card!.Blocks.OfType<CardBlock.Lines>().Single().Items);
        Assert.Contains("5 steps were read by the bot: its finding says what they showed.", PlainText.Render(card), StringComparison.Ordinal);
        Assert.DoesNotContain("more steps", PlainText.Render(card), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_runbook_was_named_the_one_that_has_an_answer_is_offered()
    {
        await rig.TypeAsync(Some.Ada, "/incident open P0 customers cannot pay");
        await rig.Room.CarryOutAsync();

        Assert.Null(rig.Room.Incident.Runbook);
        var finding = Assert.Single(rig.Room.Posts);
        Assert.Contains(
            "Answered by “Memory” of slow-redis, because it is for “OOM”", PlainText.Render(finding), StringComparison.Ordinal);
        Assert.Contains(finding.Buttons, button => button is { Label: "Follow slow-redis", Command: "/runbook start INC-1 slow-redis" });
    }

    [Fact]
    public async Task Where_all_is_well_what_could_not_be_seen_is_said_first()
    {
        rig.Room.Diagnose.Report = new ActionReport("primary is well.", Healthy: true);
        held.Let(new ActionReport("fine", Healthy: true));
        other.Let(new ActionReport("our user may not", Healthy: true) { FailureClass = "NOPERM" });

        await OpenedAsync();
        await rig.Room.CarryOutAsync();

        Assert.Equal("INC-1 finding: primary is well; not seen: redis.other.", Assert.Single(rig.Room.Posts).Title);
    }

    [Fact]
    public async Task A_read_that_could_not_be_taken_says_nothing_against_a_target_that_is_well()
    {
        rig.Room.Diagnose.Report = new ActionReport("primary is well.", Healthy: true);
        held.Let(new ActionReport("primary  HUNG at command after 2000 ms", Healthy: false) { FailureClass = "HUNG", Gravity = Gravity.Unread });
        other.Let(new ActionReport("fine", Healthy: true));

        await OpenedAsync();
        await rig.Room.CarryOutAsync();

        Assert.Equal("INC-1 finding: primary is well; not seen: redis.held.", Assert.Single(rig.Room.Posts).Title);
        Assert.Null(rig.Room.Incident.Cause);
    }

    [Fact]
    public async Task What_is_wrong_elsewhere_speaks_over_a_read_that_could_not_be_taken()
    {
        rig.Room.Diagnose.Report = new ActionReport("primary could not be read", Healthy: false) { Gravity = Gravity.Unread };
        held.Let(new ActionReport("mail stands still", Healthy: false));
        other.Let(new ActionReport("fine", Healthy: true));

        await OpenedAsync();
        await rig.Room.CarryOutAsync();

        Assert.Equal("INC-1 finding: mail stands still", Assert.Single(rig.Room.Posts).Title);
    }

    [Fact]
    public async Task A_finding_without_a_runbook_names_the_reads_it_stands_on_and_those_it_did_not_wait_for()
    {
        rig.Room.Diagnose.Report = new ActionReport("primary is well.", Healthy: true);
        other.Let(new ActionReport("our user may not", Healthy: true) { FailureClass = "NOPERM" });
        rig.Room.Checks.Reads.AddRange([new ActionId("redis.other"), new ActionId("redis.held")]);
        await rig.TypeAsync(Some.Ada, "/incident open P0 customers cannot pay");

        var round = rig.Room.CarryOutAsync();
        rig.Room.Time.Advance(TimeSpan.FromMinutes(1));
        await Eventually.TrueAsync(() => Task.FromResult(rig.Room.Posts.Any()));

        var finding = rig.Room.Posts.Single();
        Assert.Equal("INC-1 finding: primary is well; not seen: redis.other, redis.held.", finding.Title);
        Assert.Equal(Tone.Neutral, finding.Tone);
        var text = PlainText.Render(finding);
        Assert.Contains("Still being read, and following by itself: redis.held.", text, StringComparison.Ordinal);
        Assert.Contains("redis.other  ? our user may not", text, StringComparison.Ordinal);
        Assert.Contains("Stands on 1 read: /redis diagnose on primary.", text, StringComparison.Ordinal);
        Assert.Equal(
            ["/redis held on primary: it was still being read when the finding was written. [e3]", "/redis other on primary: our user may not. [e3]"],
            NotLookedAt().Order());

        held.Let(new ActionReport("1,204,118 keys", Healthy: true));
        await round;
        Assert.Equal(["/redis other on primary: our user may not. [e3]"], NotLookedAt());
    }

    [Fact]
    public async Task The_summary_names_what_no_read_has_seen_and_what_nobody_has_said()
    {
        held.Let(new ActionReport("held sees half", Healthy: true) { NotSeen = ["SLOWLOG refused: NOPERM"] });
        other.Let(new ActionReport("our user may not", Healthy: true) { FailureClass = "NOPERM" });
        await OpenedAsync();
        await rig.Room.CarryOutAsync();
        await rig.TypeAsync(Some.Ada, "/incident impact publishing none the press prints");

        Assert.Equal(
            [
                "/redis held on primary: SLOWLOG refused: NOPERM. [e4]",
                "/redis other on primary: our user may not. [e4]",
                "/redis sampler on primary: takes long. [e4]",
                "/web ping: has no target here. [e4]",
                "Whether it was noticed, nobody has said of Rate limits. [e2]",
            ],
            NotLookedAt());

        // Whatever is read afterwards is looked at.
        sampler.Let(new ActionReport("ten hot keys", Healthy: true));
        await rig.TypeAsync(Some.Ada, "/redis sampler");
        Assert.DoesNotContain(NotLookedAt(), sentence => sentence.StartsWith("/redis sampler", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_target_of_which_nothing_was_read_is_named()
    {
        await rig.TypeAsync(Some.Ada, "/incident open P2 The site is slow on web");
        await rig.Room.CarryOutAsync();

        Assert.Equal(["web: nothing was read of it. [e1]"], NotLookedAt());
    }

    [Fact]
    public async Task What_to_do_and_how_sure_it_is_come_before_what_was_read()
    {
        rig.Room.Diagnose.Report = new ActionReport("Redis ran out of memory", Healthy: false)
        {
            Steps = ["Clear the cache, password=hunter2", "Do not turn eviction on"],
            Certainty = "certain, from its own words",
            NotSeen = ["SLOWLOG refused: NOPERM"],
            RuledOut = ["places for clients", "writing to disk"],
            Evidence = ["used_memory 512 MB"],
        };

        await rig.TypeAsync(Some.Ada, "/incident open P0 customers cannot pay");
        await rig.Room.CarryOutAsync();

        Assert.Equal(
            [
                new CardField("Next", "Clear the cache, password=[redacted]\nDo not turn eviction on"),
                new CardField("How sure", "certain, from its own words"),
                new CardField("Not seen", "SLOWLOG refused: NOPERM"),
                new CardField("Ruled out", "places for clients, writing to disk"),
            ],
            Assert.IsType<CardBlock.Fields>(Assert.Single(rig.Room.Posts).Blocks[0]).Items);
    }

    [Fact]
    public async Task The_diagnosis_of_one_problem_waits_until_the_finding_points_to_it()
    {
        held.Let(new ActionReport("fine", Healthy: true));
        var rig = Rig(new IncidentPolicy { FindingWithin = TimeSpan.FromMinutes(1) }, Text.Replace(
            "## Memory\n\n```action\n",
            "## Memory\n\n### Diagnosis\n\n```action\nredis.other\n",
            StringComparison.Ordinal).Replace("redis.other\nredis.sampler", "redis.sampler", StringComparison.Ordinal));

        await rig.TypeAsync(Some.Ada, "/incident open P0 slow-redis It is slow");
        await rig.Room.CarryOutAsync();

        Assert.Equal(0, other.Asked);
        Assert.Contains("Answered by “Memory”", rig.Room.LastPost, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_read_is_on_the_record_before_and_after()
    {
        held.Let(new ActionReport("fine", Healthy: true));

        await OpenedAsync();
        await rig.Room.CarryOutAsync();

        foreach (var subject in new[] { "/redis diagnose on primary", "/redis held on primary", "/redis ping on primary" })
        {
            Assert.Equal(
                [AuditKind.Intended, AuditKind.Finished],
                rig.Store.Audit.Entries.Where(entry => entry.Subject == subject).Select(entry => entry.Kind));
        }
    }

    [Fact]
    public async Task What_is_slow_is_named_by_the_finding_and_follows()
    {
        await rig.TypeAsync(Some.Ada, "/incident open P0 slow-redis It is slow");

        var round = rig.Room.CarryOutAsync();
        rig.Room.Time.Advance(TimeSpan.FromMinutes(1) - TimeSpan.FromTicks(1));
        Assert.Empty(rig.Room.Posts);
        rig.Room.Time.Advance(TimeSpan.FromTicks(1));
        await Eventually.TrueAsync(() => Task.FromResult(rig.Room.Posts.Any()));
        Assert.Contains("Still being read, and following by itself: redis.held.", rig.Room.LastPost, StringComparison.Ordinal);
        Assert.False(round.IsCompleted);

        held.Let(new ActionReport("1,204,118 keys", Healthy: true));
        await round;

        Assert.StartsWith("INC-1 finding, later: 1,204,118 keys\n", rig.Room.LastPost, StringComparison.Ordinal);
        Assert.Equal((2, "Redis ran out of memory: 512 of 512 MB"), (rig.Room.Incident.Findings, rig.Room.Incident.Cause));
        Assert.Equal("1,204,118 keys", rig.Room.Incident.Runbook!.Of(2)!.Result);
    }

    [Fact]
    public async Task A_round_that_was_asked_for_again_meanwhile_leaves_the_finding_to_the_second()
    {
        await rig.TypeAsync(Some.Ada, "/incident open P0 slow-redis It is slow");
        other.Meanwhile = () =>
        {
            other.Meanwhile = null;
            rig.TypeAsync(Some.Grace, "/incident assess").GetAwaiter().GetResult();
        };

        var item = await rig.Store.Schedule.ClaimAsync(rig.Room.Time.GetUtcNow(), rig.Room.Time.GetUtcNow().AddMinutes(1), default);
        var round = rig.Room.Due.CarryOutAsync(item!, default);
        rig.Room.Time.Advance(TimeSpan.FromMinutes(1));
        await round;
        Assert.DoesNotContain(rig.Room.Posts, post => post.Title.Contains("finding", StringComparison.Ordinal));

        held.Let(new ActionReport("fine", Healthy: true));
        await rig.Room.CarryOutAsync();
        Assert.Single(rig.Room.Posts, post => post.Title.Contains("finding", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_read_that_breaks_takes_no_other_with_it()
    {
        held.Let(new InvalidOperationException("a bug, password=hunter2"));

        await OpenedAsync();
        await rig.Room.CarryOutAsync();

        Assert.Contains(
            "  2  redis.held  ! could not be read: InvalidOperationException",
            Assert.Single(rig.Room.Posts).Blocks.OfType<CardBlock.Lines>().Last().Items);
    }

    [Fact]
    public async Task A_second_assessment_leaves_alone_what_a_person_has_dealt_with()
    {
        held.Let(new ActionReport("fine", Healthy: true));
        await OpenedAsync();
        await rig.TypeAsync(Some.Ada, "/runbook skip 2 it is known");

        await rig.Room.CarryOutAsync();

        Assert.Equal((StepState.Skipped, StepState.Read), (rig.Room.Incident.Runbook!.Of(2)!.State, rig.Room.Incident.Runbook.Of(3)!.State));
    }

    [Fact]
    public async Task The_checks_of_the_runbook_have_to_pass_too()
    {
        held.Let(new ActionReport("not fine yet", Healthy: false));
        await OpenedAsync();
        await rig.Room.CarryOutAsync();
        await rig.TypeAsync(Some.Ada, "/incident mitigate");
        await rig.TypeAsync(Some.Ada, "/incident verify");
        await rig.Room.CarryOutAsync();

        Assert.Equal(IncidentState.Mitigating, rig.Room.Incident.State);
        Assert.Equal(
            [
                ("ping", true, "fine, password=[redacted]"),
                ("memory", true, "fine, password=[redacted]"),
                ("redis.held", false, "not fine yet"),
                ("redis.ping on sessions", true, "PONG in 0.4 ms"),
            ],
            rig.Room.Incident.Checks.Select(check => (check.Name, check.Passed, check.Evidence)));
        Assert.Contains("checks of redis and slow-redis", rig.Store.Audit.Entries.Select(entry => entry.Detail.GetValueOrDefault("what")));

        held.Let(new ActionReport("fine", Healthy: true));
        await rig.TypeAsync(Some.Ada, "/incident verify");
        await rig.Room.CarryOutAsync();
        Assert.Equal(IncidentState.Monitoring, rig.Room.Incident.State);

        held.Let(new ActionReport("bad again", Healthy: false));
        await rig.Room.PassAsync(rig.Room.Policy.SoakCheckEvery);
        Assert.Equal(IncidentState.Mitigating, rig.Room.Incident.State);
    }

    [Fact]
    public async Task A_check_that_never_ends_is_a_check_that_fails()
    {
        var slow = Rig(new IncidentPolicy { CheckLimit = TimeSpan.FromMilliseconds(50) });
        held.Let(new ActionReport("fine", Healthy: true));
        other.Let(new ActionReport("fine", Healthy: true));
        await slow.TypeAsync(Some.Ada, "/incident open P0 slow-redis It is slow");
        await slow.Room.CarryOutAsync();
        held.Hold();
        await slow.TypeAsync(Some.Ada, "/incident mitigate");
        await slow.TypeAsync(Some.Ada, "/incident verify");
        await slow.Room.CarryOutAsync();

        Assert.Contains(slow.Room.Incident.Checks, check => check is { Name: "redis.held", Passed: false, Evidence: "did not finish within 0.05 s" });
    }

    [Fact]
    public async Task The_card_and_the_summary_say_who_notices_what_and_for_how_long()
    {
        held.Let(new ActionReport("fine", Healthy: true));
        await OpenedAsync();
        await rig.Room.CarryOutAsync();
        rig.Room.Time.Advance(TimeSpan.FromMinutes(14));

        var card = PlainText.Render(await rig.Room.Cards.DrawAsync(rig.Room.Incident, default));
        var summary = new SummaryReport(Some.People).Write(rig.Room.Incident, rig.Room.Timeline, [], rig.Room.Time.GetUtcNow());

        Assert.Contains("May be affected  Publishing: delayed 14 min · Rate limits: not enforced", card, StringComparison.Ordinal);
        Assert.Contains(
            summary.Sentences,
            sentence => sentence.Text == "Suspected by the runbook, and confirmed by nobody: Publishing: delayed 14 min."
                && sentence.Events.Contains(1)
                && sentence.Events.Contains(2));
        Assert.Contains(summary.Sentences, sentence => sentence.Text == "Slow Redis (slow-redis) was followed: 5 of 9 steps.");
    }

    private ChatRig Rig(IncidentPolicy policy, string text = Text)
    {
        other.Let(new ActionReport("as it should be", Healthy: true));
        var made = new ChatRig(policy, [held, sampler, other, new FakeRead("web.ping")]);
        made.Room.Files.Texts["slow-redis.md"] = text;
        return made;
    }

    private IEnumerable<string> NotLookedAt() => new SummaryReport(Some.People).Write(rig.Room.Incident, rig.Room.Timeline, [], rig.Room.Time.GetUtcNow())
        .Sections.Where(section => section.Heading == "What nobody looked at")
        .SelectMany(section => section.Sentences)
        .Select(sentence => $"{sentence}");

    private Task<string> OpenedAsync() => rig.TypeAsync(Some.Ada, "/incident open P0 slow-redis It is slow");

    /// <summary>Answers when the test lets it.</summary>
    private sealed class HeldRead(string id) : IObserveAction
    {
        private TaskCompletionSource<ActionReport> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ActionDefinition Definition { get; init; } = new(new ActionId(id), Risk.Observe, "Reads when it is let");

        public int Asked { get; private set; }

        public Action? Meanwhile { get; set; }

        public void Let(ActionReport report)
        {
            answer = answer.Task.IsCompleted ? new() : answer;
            answer.SetResult(report);
        }

        /// <summary>From now on it does not answer again.</summary>
        public void Hold() => answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Let(Exception bug) => answer.SetException(bug);

        public Task<ActionReport> ReadAsync(ActionCall call, CancellationToken ct)
        {
            Asked++;
            Meanwhile?.Invoke();
            return answer.Task.WaitAsync(ct);
        }
    }
}
