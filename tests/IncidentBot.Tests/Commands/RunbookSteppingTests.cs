using IncidentBot.Actions;
using IncidentBot.Audit;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Storage;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Support;
using IncidentBot.Timeline;

namespace IncidentBot.Tests.Commands;

/// <summary>Stepping through a runbook: <c>start</c>, <c>next</c>, <c>run</c>, <c>skip</c>, <c>done</c>, <c>status</c>.</summary>
public sealed class RunbookSteppingTests
{
    private readonly ChatRig rig = new();

    [Fact]
    public async Task Starting_pins_the_text_and_says_what_comes()
    {
        await FollowingAsync();

        Assert.Equal(("redis-recovery", 12, "Taken by Ada."), (Progress.Id, Progress.Steps, Progress.Why));
        Assert.Equal(SomeRunbook.Text.ReplaceLineEndings("\n") + "\n", (await rig.Store.Runbooks.FindAsync(Progress.Hash, default))!.Text);
        Assert.StartsWith("follows the runbook redis-recovery, text ", rig.Room.Timeline[^1].Text, StringComparison.Ordinal);
        Assert.Contains(rig.Store.Said, message => message is Outgoing.Refresh { Subject.Kind: LiveSubject.Runbook });
    }

    [Fact]
    public async Task Done_without_a_number_means_the_step_that_is_due()
    {
        await FollowingAsync();

        Assert.StartsWith("Step 1 is done", await rig.TypeAsync(Some.Ada, "/runbook done"), StringComparison.Ordinal);
        Assert.StartsWith("Step 2 is done", await rig.TypeAsync(Some.Ada, "/runbook done INC-1"), StringComparison.Ordinal);
        Assert.StartsWith("There is no step 'all'", await rig.TypeAsync(Some.Ada, "/runbook done all of it"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/runbook start nowhere", "There is no runbook 'nowhere'.\nThere are: redis-recovery.")]
    [InlineData("/runbook next", "INC-1 follows no runbook.\nSee /runbook list, then type /runbook start INC-1 <runbook>.")]
    [InlineData("/runbook run 1", "INC-1 follows no runbook.")]
    [InlineData("/runbook status", "INC-1 follows no runbook.")]
    public async Task Without_one_it_says_how_to_get_one(string typed, string answer)
    {
        SomeRunbook.In(rig.Room.Files);
        await rig.InAsync(IncidentState.Mitigating);

        Assert.StartsWith(answer, await rig.TypeAsync(Some.Ada, typed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_only_look_may_not_start_skip_or_finish()
    {
        await FollowingAsync();

        foreach (var typed in new[] { "/runbook start redis-recovery", "/runbook skip 6 no need", "/runbook done 6", "/runbook run 3" })
        {
            Assert.Contains("Olga may not", await rig.TypeAsync(Some.Olga, typed), StringComparison.Ordinal);
            Assert.Equal(AuditKind.Refused, rig.Room.LastAudit.Kind);
        }

        Assert.Empty(Progress.Outcomes);
    }

    [Fact]
    public async Task A_read_is_recorded_with_what_it_found()
    {
        await FollowingAsync();

        var card = await rig.CardForAsync(Some.Ada, "/runbook run 1");

        Assert.Equal("PONG in 0.4 ms", card.Title);
        Assert.Equal((StepState.Read, Some.Ada.Id, "PONG in 0.4 ms"), (Progress.Of(1)!.State, Progress.Of(1)!.By, Progress.Of(1)!.Result));
        Assert.Equal((TimelineKind.Finding, "step 1 /redis ping on primary: PONG in 0.4 ms"), (rig.Room.Timeline[^1].Kind, rig.Room.Timeline[^1].Text));
        Assert.Contains("step 1 /redis ping on primary", rig.Room.LastAudit.Detail["what"], StringComparison.Ordinal);
        Assert.Equal("Ada ran step 1 /redis ping on primary: PONG in 0.4 ms", rig.Room.LastPost);
        Assert.Equal("/runbook next INC-1", card.Buttons[^1].Command);
    }

    [Fact]
    public async Task A_step_that_names_its_target_reads_that_one()
    {
        await FollowingAsync();

        Assert.EndsWith(
            "/redis diagnose on sessions\n[Clear the cache] [Next step]",
            await rig.TypeAsync(Some.Ada, "/runbook run 2"),
            StringComparison.Ordinal);
        Assert.Contains("/redis diagnose on primary", await rig.TypeAsync(Some.Ada, "/runbook run 2 on primary"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Running_a_step_again_says_who_ran_it_before()
    {
        await FollowingAsync();
        await rig.TypeAsync(Some.Ada, "/runbook run 1");

        Assert.Contains("Run before: read, Ada, 03:00:00 UTC: PONG in 0.4 ms.", await rig.TypeAsync(Some.Grace, "/runbook run 1"), StringComparison.Ordinal);
        Assert.Equal((2, Some.Grace.Id), (Progress.Of(1)!.Times, Progress.Of(1)!.By));
    }

    [Fact]
    public async Task A_change_is_planned_and_the_step_follows_its_run()
    {
        await FollowingAsync();

        Assert.StartsWith(
            "R-1 is planned\nIt waits for the approval of a second person.",
            await rig.TypeAsync(Some.Ada, "/runbook run 4"),
            StringComparison.Ordinal);

        var run = await rig.RunAsync();
        Assert.Equal((4, rig.Room.Incident.Id, "R-1"), (run.RunbookStep, run.Incident, Progress.Of(4)!.Run));
        Assert.Equal("R-1 (step 4) planned: Would unlink 100 keys.", rig.Room.Timeline[^1].Text);
        Assert.Equal("4", rig.Room.LastAudit.Detail["step"]);
        Assert.Contains("  4  waits for approval, Ada  /redis clear-cache rl:*: R-1", await StatusAsync(), StringComparison.Ordinal);

        await rig.TypeAsync(Some.Grace, $"/approve R-1 {run.ShortHash}");
        Assert.Contains("  4  approved, Ada", await StatusAsync(), StringComparison.Ordinal);
        Assert.Contains(rig.Store.Said.Skip(rig.Store.Said.Count - 4), message => message is Outgoing.Refresh { Subject.Kind: LiveSubject.Runbook });

        await rig.Store.CommitAsync(new Changes { Run = await rig.RunAsync() with { State = RunState.Failed, Outcome = "the target went away" } }, default);
        Assert.Contains("  4  failed, Ada  /redis clear-cache rl:*: R-1: the target went away", await StatusAsync(), StringComparison.Ordinal);

        await rig.Store.CommitAsync(new Changes { Run = await rig.RunAsync() with { State = RunState.Succeeded, Outcome = "Unlinked 100 keys." } }, default);
        Assert.StartsWith("Runbook redis-recovery of INC-1: 1 of 12 steps", await StatusAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_that_is_under_way_is_not_started_again()
    {
        await FollowingAsync();
        await rig.TypeAsync(Some.Ada, "/runbook run 3");

        foreach (var typed in new[] { "/runbook run 3", "/runbook skip 3 no need", "/runbook done 3" })
        {
            Assert.Equal(
                "Step 3 is under way as R-1: waits for confirmation.\nIts card shows how it goes; /run cancel R-1 stops it.",
                await rig.TypeAsync(Some.Ada, typed));
        }

        Assert.Null(await rig.Store.Runs.FindAsync(2, default));
        Assert.Contains("Step 1 of 12", await rig.TypeAsync(Some.Ada, "/runbook next"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_with_nothing_to_do_is_an_outcome_and_one_that_is_refused_is_none()
    {
        await FollowingAsync();
        rig.Trim.Planned = new PlanResult.Nothing("No key matches rl:*.");
        rig.Clear.Planned = new PlanResult.Refused("it is a replica.", "Use the master.");

        Assert.Equal("Nothing to do\nNo key matches rl:*.", await rig.TypeAsync(Some.Ada, "/runbook run 3"));
        Assert.Equal("Not planned: it is a replica.\nUse the master.", await rig.TypeAsync(Some.Ada, "/runbook run 4"));

        Assert.Equal(StepState.NothingToDo, Assert.Single(Progress.Outcomes).State);
        Assert.Equal("step 3 /redis trim rl:* on primary had nothing to do: No key matches rl:*.", rig.Room.Timeline[^1].Text);
    }

    [Fact]
    public async Task What_a_step_leaves_open_has_to_be_given()
    {
        await FollowingAsync();

        Assert.Equal("Step 5 needs <pattern>.\nType /runbook run 5 <pattern>.", await rig.TypeAsync(Some.Ada, "/runbook run 5"));
        Assert.StartsWith(
            "Step 5 cannot be run: pattern '*': would take everything.",
            await rig.TypeAsync(Some.Ada, "/runbook run 5 *"),
            StringComparison.Ordinal);
        Assert.StartsWith("R-1 is planned", await rig.TypeAsync(Some.Ada, "/runbook run INC-1 5 sess:* on sessions"), StringComparison.Ordinal);
        Assert.Equal(("sess:*", "sessions"), ((await rig.RunAsync()).Call["pattern"], (await rig.RunAsync()).Call.Target));
    }

    [Fact]
    public async Task A_guarded_step_runs_its_safe_equivalent_and_says_why()
    {
        await FollowingAsync();

        var answer = await rig.TypeAsync(Some.Ada, "/runbook run 7");

        Assert.StartsWith("R-1 is planned", answer, StringComparison.Ordinal);
        Assert.Contains("Instead of redis-cli EVAL", answer, StringComparison.Ordinal);
        Assert.Equal("cb:*", (await rig.RunAsync()).Call["pattern"]);
    }

    [Theory]
    [InlineData(6, "Step 6 is for a person")]
    [InlineData(8, "Step 8 is not run as written")]
    [InlineData(9, "Nobody can tell what step 9 does")]
    [InlineData(10, "Step 10 is a command on a host")]
    [InlineData(11, "Step 11 is a request to a service")]
    [InlineData(12, "Step 12 is a query")]
    [InlineData(13, "redis-recovery has no step 13.\nIts steps are 1 to 12")]
    public async Task What_is_not_run_says_why_and_what_to_do_instead(int step, string answer)
    {
        await FollowingAsync();

        var said = await rig.TypeAsync(Some.Ada, $"/runbook run {step}");

        Assert.StartsWith(answer, said, StringComparison.Ordinal);
        Assert.True(step == 13 || said.Contains($"/runbook done {step}", StringComparison.Ordinal), said);
        Assert.Empty(Progress.Outcomes);
        Assert.Equal(AuditKind.Refused, rig.Room.LastAudit.Kind);
    }

    [Fact]
    public async Task A_person_does_a_step_and_says_what_was_found()
    {
        await FollowingAsync();

        Assert.StartsWith(
            "Step 6 is done\nNext is step 1: /redis ping",
            await rig.TypeAsync(Some.Ada, "/runbook done 6 they know, password=hunter2"),
            StringComparison.Ordinal);

        Assert.Equal((StepState.Done, Some.Ada.Id), (Progress.Of(6)!.State, Progress.Of(6)!.By));
        Assert.Equal(
            (TimelineKind.Runbook, "step 6 done: Tell the people who publish. they know, password=[redacted]"),
            (rig.Room.Timeline[^1].Kind, rig.Room.Timeline[^1].Text));
        Assert.StartsWith("Step 6 is done already: done, Ada, 03:00:00 UTC", await rig.TypeAsync(Some.Grace, "/runbook done 6"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Skipping_takes_a_reason()
    {
        await FollowingAsync();

        Assert.StartsWith("Skipping takes a reason", await rig.TypeAsync(Some.Ada, "/runbook skip 1"), StringComparison.Ordinal);
        Assert.StartsWith("Step 1 is skipped\nNext is step 2", await rig.TypeAsync(Some.Ada, "/runbook skip 1 it answers"), StringComparison.Ordinal);
        Assert.Equal((StepState.Skipped, "it answers"), (Progress.Of(1)!.State, Progress.Of(1)!.Result));
    }

    [Fact]
    public async Task Next_shows_the_first_open_step_with_its_buttons()
    {
        await FollowingAsync();
        await rig.TypeAsync(Some.Ada, "/runbook run 1");
        await rig.TypeAsync(Some.Ada, "/runbook skip 2 the other one is fine");

        var card = await rig.CardForAsync(Some.Ada, "/runbook next");

        Assert.Equal("Step 3 of 12: /redis trim rl:*", card.Title);
        Assert.Equal(["Run", "Skip"], card.Buttons.Select(button => button.Label));
        foreach (var step in Enumerable.Range(3, 10))
        {
            await rig.TypeAsync(Some.Ada, $"/runbook skip {step} enough");
        }

        Assert.StartsWith("No step of redis-recovery is open", await rig.TypeAsync(Some.Ada, "/runbook next"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Run", "/runbook run 3")]
    [InlineData("Skip", "/runbook skip 3 no need")]
    public async Task A_press_of_a_button_from_before_does_nothing(string button, string meanwhile)
    {
        await FollowingAsync();
        await rig.TypeAsync(Some.Ada, "/runbook skip 1 no need");
        await rig.TypeAsync(Some.Ada, "/runbook skip 2 no need");
        var press = (await rig.CardForAsync(Some.Ada, "/runbook next")).Buttons.Single(one => one.Label == button).Command;
        await rig.TypeAsync(Some.Grace, meanwhile);
        var before = rig.Room.Incident;

        Assert.StartsWith("That button is from before, and nothing was done. Step 3: ", await rig.TypeAsync(Some.Ada, press), StringComparison.Ordinal);

        Assert.Equal(before, rig.Room.Incident);
        Assert.Null(await rig.Store.Runs.FindAsync(2, default));
    }

    [Fact]
    public async Task A_button_that_is_pressed_twice_asks_for_one_run()
    {
        await FollowingAsync();
        await rig.TypeAsync(Some.Ada, "/runbook skip 1 no need");
        await rig.TypeAsync(Some.Ada, "/runbook skip 2 no need");
        var press = (await rig.CardForAsync(Some.Ada, "/runbook next")).Buttons[0].Command;

        await rig.TypeAsync(Some.Ada, press);
        await rig.TypeAsync(Some.Ada, press);
        await rig.TypeAsync(Some.Grace, press);

        Assert.NotNull(await rig.Store.Runs.FindAsync(1, default));
        Assert.Null(await rig.Store.Runs.FindAsync(2, default));
    }

    [Fact]
    public async Task A_run_that_two_people_ask_for_at_once_is_asked_for_once()
    {
        await FollowingAsync();
        var raced = false;
        rig.Store.BeforeCommit = async changes =>
        {
            if (changes.Run is { RunbookStep: 3 } && !raced)
            {
                raced = true;
                await rig.TypeAsync(Some.Grace, "/runbook run 3");
            }
        };

        var said = rig.Store.Said.Count;
        await rig.Dispatcher.HandleAsync(new ClaimedMessage(rig.Message(Some.Ada.Accounts[0], "/runbook run 3"), 1), default);

        Assert.Contains(
            rig.Store.Said.Skip(said).OfType<Outgoing.Reply>(),
            reply => reply.Card.Title.StartsWith("Step 3 is under way as R-2", StringComparison.Ordinal));
        Assert.Equal(Some.Grace.Id, Progress.Of(3)!.By);
        Assert.Null(await rig.Store.Runs.FindAsync(1, default));
    }

    [Fact]
    public async Task An_edit_of_the_file_changes_nothing_for_an_incident_under_way()
    {
        await FollowingAsync();
        rig.Room.Files.Texts["redis-recovery.md"] = "---\nid: redis-recovery\n---\n# Redis recovery\n\n## Fix\n\n```action\nredis.clear-cache sess:*\n```\n";

        Assert.StartsWith("PONG", await rig.TypeAsync(Some.Ada, "/runbook run 1"), StringComparison.Ordinal);
        Assert.Contains("The file has changed since 03:00:00 UTC.", await StatusAsync(), StringComparison.Ordinal);

        await rig.TypeAsync(Some.Ada, "/runbook start redis-recovery");
        Assert.Equal(1, Progress.Steps);
        Assert.DoesNotContain("changed", await StatusAsync(), StringComparison.Ordinal);
        Assert.Equal(2, rig.Store.Runbooks.Count);

        rig.Room.Files.Texts.Clear();
        Assert.Contains("No file holds redis-recovery any more.", await StatusAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_living_cards_show_how_far_it_is()
    {
        await FollowingAsync();
        await rig.TypeAsync(Some.Ada, "/runbook run 1");

        var incident = await rig.Live.DrawAsync(new LiveSubject(LiveSubject.Incident, rig.Room.Incident.Id.Value), Some.Channel, default);
        var runbook = await rig.Live.DrawAsync(new LiveSubject(LiveSubject.Runbook, rig.Room.Incident.Id.Value), Some.Channel, default);

        Assert.Contains("redis-recovery: 1 of 12 steps, next is step 2. Taken by Ada.", PlainText.Render(incident!), StringComparison.Ordinal);
        Assert.Contains(incident!.Buttons, button => button.Command == "/runbook next INC-1");
        Assert.Equal("Runbook redis-recovery of INC-1: 1 of 12 steps", runbook!.Title);
        Assert.Equal(
            ["  1  read, Ada  /redis ping: PONG in 0.4 ms", "  2  open  /redis diagnose on sessions"],
            runbook.Blocks.OfType<CardBlock.Lines>().First().Items.Take(2));
        Assert.Contains("6 more steps: /runbook status INC-1.", PlainText.Render(runbook), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_incident_is_not_stepped_any_more()
    {
        SomeRunbook.In(rig.Room.Files);
        await rig.InAsync(IncidentState.Mitigating);
        await rig.TypeAsync(Some.Ada, "/runbook start redis-recovery");
        await rig.TypeAsync(Some.Ada, "/incident cancel a test");

        Assert.StartsWith("INC-1 is Cancelled.", await rig.TypeAsync(Some.Ada, "/runbook done INC-1 6"), StringComparison.Ordinal);
        Assert.StartsWith("INC-1 is Cancelled.", await rig.TypeAsync(Some.Ada, "/runbook start INC-1 redis-recovery"), StringComparison.Ordinal);
    }

    private RunbookProgress Progress => rig.Room.Incident.Runbook!;

    private async Task FollowingAsync()
    {
        SomeRunbook.In(rig.Room.Files);
        await rig.InAsync(IncidentState.Mitigating);
        Assert.StartsWith(
            "INC-1 follows redis-recovery: Redis recovery\n12 steps.",
            await rig.TypeAsync(Some.Ada, "/runbook start redis-recovery"),
            StringComparison.Ordinal);
    }

    private Task<string> StatusAsync() => rig.TypeAsync(Some.Olga, "/runbook status");
}
