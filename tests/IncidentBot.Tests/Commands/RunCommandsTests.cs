using IncidentBot.Actions;
using IncidentBot.Audit;
using IncidentBot.Execution;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Reporting;
using IncidentBot.Storage;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Commands;

public sealed class RunCommandsTests
{
    private readonly ChatRig rig = new();

    [Theory]
    [InlineData("/approve", "Which run?\nType /approve <R-n> <plan>")]
    [InlineData("/approve 7c1e2d49", "run cannot be '7c1e2d49'.\nType /approve <R-n> <plan>\nRuns are named R-1, R-2")]
    [InlineData("/approve R-x 7c1e2d49", "run cannot be 'R-x'.")]
    [InlineData("/approve R-1", "Something is missing after R-1.\nType /approve <R-n> <plan>")]
    [InlineData("/reject", "Which run?")]
    [InlineData("/run cancel", "Which run?\nType /run cancel <R-n>")]
    [InlineData("/run check 12", "run cannot be '12'.")]
    [InlineData("/run settle R-1", "Something is missing after R-1.")]
    [InlineData("/run break-glass R-1 primary", "Something is missing after primary.\nType /run break-glass <R-n> <target> <reason>")]
    [InlineData("/run review R-1", "Something is missing after R-1.")]
    [InlineData("/run cancel R-7", "There is no run R-7.\nType /run list")]
    public async Task A_run_that_is_not_named_is_asked_for(string text, string answer)
    {
        await rig.TypeAsync(Some.Ada, "/redis clear-cache rl:*");

        Assert.StartsWith(answer, await rig.TypeAsync(Some.Grace, text));
    }

    [Fact]
    public async Task A_plan_is_approved_by_its_digits_in_any_case()
    {
        await rig.TypeAsync(Some.Ada, "/redis clear-cache rl:*");

        var answer = await rig.TypeAsync(Some.Grace, $"/Approve r-1 {(await rig.RunAsync()).ShortHash.ToUpperInvariant()}");

        Assert.StartsWith("R-1 approved by Grace", answer);
        Assert.Equal(RunState.Approved, (await rig.RunAsync()).State);
    }

    [Fact]
    public async Task A_plan_is_rejected_with_the_whole_reason()
    {
        await rig.TypeAsync(Some.Ada, "/redis clear-cache rl:*");

        Assert.Equal("R-1 rejected by Grace: the wrong cache", await rig.TypeAsync(Some.Grace, "/reject R-1 the wrong cache"));
    }

    [Fact]
    public async Task A_long_list_of_runs_says_how_many_there_are_and_leads_on_to_its_end()
    {
        for (var n = 1; n <= 23; n++)
        {
            await rig.TypeAsync(Some.Ada, $"/redis clear-cache rl:{n}:*");
        }

        Assert.EndsWith("\n20 of 23, newest first.\n[More]", await rig.TypeAsync(Some.Ada, "/run list"));
        var last = await rig.TypeAsync(Some.Ada, Assert.Single(rig.Room.Replies.Last().Buttons).Command);

        Assert.Equal(3, last.Split('\n').Count(line => line.StartsWith("R-", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("/reject R-1 its password=hunter2 is wrong")]
    [InlineData("/approve R-1 hunter2hunter2")]
    [InlineData("/run break-glass R-1 hunter2 nobody answers")]
    [InlineData("/run break-glass R-1 primary password=hunter2")]
    public async Task A_secret_that_somebody_types_does_not_get_on_the_record(string text)
    {
        await rig.TypeAsync(Some.Ada, "/redis clear-cache rl:*");
        rig.Room.Time.Advance(TimeSpan.FromMinutes(6));

        await rig.TypeAsync(Some.Ada, text);

        Assert.DoesNotContain("hunter2", rig.Room.LastAudit.ToCanonicalJson());
        Assert.Contains("[redacted]", rig.Room.LastAudit.ToCanonicalJson());
        Assert.DoesNotContain("hunter2", rig.Room.LastReply);
    }

    [Fact]
    public async Task Glass_is_broken_by_naming_the_target_and_a_reason()
    {
        await rig.TypeAsync(Some.Ada, "/redis clear-cache rl:*");
        rig.Room.Time.Advance(TimeSpan.FromMinutes(6));

        await rig.TypeAsync(Some.Ada, "/run break-glass R-1 primary nobody answers");

        Assert.Equal((true, "nobody answers"), ((await rig.RunAsync()).Approval!.BreakGlass, (await rig.RunAsync()).Approval!.Reason));
        Assert.Equal(Tone.Warning, rig.Room.Replies.Last().Tone);
    }

    [Theory]
    [InlineData(RunState.AwaitingApproval, "Approve R-1 | Leave it waiting")]
    [InlineData(RunState.AwaitingConfirmation, "Confirm R-1 | Leave it waiting")]
    [InlineData(RunState.Running, "Cancel the run | Leave it running")]
    public void What_is_asked_before_a_press_counts_has_two_answers_that_say_what_they_do(RunState state, string answers)
    {
        var card = new RunCard(Some.People, StepUp.None).Draw(Some.Run(Some.Incident()) with { State = state });

        var asking = Assert.Single(card.Buttons, button => button.Confirm is not null);
        Assert.Equal(answers, $"{asking.Yes ?? asking.Label} | {asking.No}");
    }

    [Fact]
    public async Task A_waiting_run_is_cancelled()
    {
        await rig.TypeAsync(Some.Ada, "/redis trim rl:*");

        Assert.StartsWith("R-1 cancelled by Ada", await rig.TypeAsync(Some.Ada, "/run cancel R-1"));
    }

    [Theory]
    [InlineData("/run check R-1", RunState.Succeeded)]
    [InlineData("/run settle R-1 Worked it was finished by hand", RunState.Succeeded)]
    [InlineData("/run settle R-1 failed half of the keys are there", RunState.Failed)]
    public async Task A_run_in_doubt_is_closed(string text, RunState state)
    {
        await rig.TypeAsync(Some.Ada, "/redis trim rl:*");
        await rig.Store.CommitAsync(new Changes { Run = await rig.RunAsync() with { State = RunState.Unknown } }, default);

        await rig.TypeAsync(Some.Ada, text);

        Assert.Equal(state, (await rig.RunAsync()).State);
    }

    [Theory]
    [InlineData("worked", "all keys are gone")]
    [InlineData("failed", "half of the keys are there")]
    public async Task Whoever_settles_a_run_says_how_it_ended_and_the_record_says_whose_word_it_is(string outcome, string found)
    {
        await rig.TypeAsync(Some.Ada, "/redis trim rl:*");
        await rig.Store.CommitAsync(new Changes { Run = await rig.RunAsync() with { State = RunState.Unknown } }, default);
        var what = $"closed by Grace, who says that it {outcome}: {found}";

        Assert.StartsWith($"R-1 {what}", await rig.TypeAsync(Some.Grace, $"/run settle R-1 {outcome} {found}"));

        Assert.Equal(what, (await rig.RunAsync()).Outcome);
        var entry = rig.Store.Audit.Entries[^1];
        Assert.Equal((Some.Grace.Id, AuditKind.Finished, "R-1"), (entry.Actor, entry.Kind, entry.Subject));
        Assert.Contains(what, entry.Detail.Values);
    }

    [Fact]
    public async Task How_a_run_in_doubt_ended_is_not_guessed_from_words()
    {
        await rig.TypeAsync(Some.Ada, "/redis trim rl:*");
        await rig.Store.CommitAsync(new Changes { Run = await rig.RunAsync() with { State = RunState.Unknown } }, default);

        var answer = await rig.TypeAsync(Some.Ada, "/run settle R-1 it was finished by hand");

        Assert.Contains("worked", answer, StringComparison.Ordinal);
        Assert.Contains("failed", answer, StringComparison.Ordinal);
        Assert.Equal(RunState.Unknown, (await rig.RunAsync()).State);
    }

    [Fact]
    public async Task A_run_without_a_second_person_is_reviewed()
    {
        await rig.TypeAsync(Some.Ada, "/redis clear-cache rl:*");
        await rig.Store.CommitAsync(new Changes
        {
            Run = await rig.RunAsync() with { State = RunState.Succeeded, Approval = new Approval(Some.Ada.Id, Some.Night, "x", BreakGlass: true, "alone") },
        }, default);
        Assert.Equal("Runs\nR-1  succeeded, needs a review: /redis clear-cache rl:* on primary, by Ada", await rig.TypeAsync(Some.Grace, "/run list"));

        await rig.TypeAsync(Some.Grace, "/run review R-1 was right");

        Assert.Equal(Some.Grace.Id, (await rig.RunAsync()).ReviewedBy);
    }

    [Fact]
    public async Task The_list_shows_the_newest_first_and_says_when_there_is_none()
    {
        Assert.StartsWith("No run is under way", await rig.TypeAsync(Some.Olga, "/run list"));
        await rig.TypeAsync(Some.Ada, "/redis clear-cache rl:*");
        await rig.TypeAsync(Some.Grace, "/redis trim cb:* fast on sessions");

        Assert.Equal(
            """
            Runs
            R-2  waits for confirmation: /redis trim cb:* fast on sessions, by Grace
            R-1  waits for approval: /redis clear-cache rl:* on primary, by Ada
            """.ReplaceLineEndings("\n"),
            await rig.TypeAsync(Some.Olga, "/run list"));
    }

    [Theory]
    [InlineData("/approve", IncidentState.Resolved)]
    [InlineData("/reject", IncidentState.Monitoring)]
    [InlineData("/incident approve", IncidentState.Resolved)]
    [InlineData("/incident reject", IncidentState.Monitoring)]
    public async Task With_an_incident_and_a_code_it_is_the_override_that_is_answered(string command, IncidentState state)
    {
        await rig.InAsync(IncidentState.Monitoring);
        await rig.TypeAsync(Some.Ada, "/incident override the release cannot wait");

        await rig.TypeAsync(Some.Grace, $"{command} inc-1 {rig.Room.Incident.PendingOverride!.Code}");

        Assert.Equal(state, rig.Room.Incident.State);
        Assert.Null(rig.Room.Incident.PendingOverride);
    }

    [Theory]
    [InlineData("/approve INC-1")]
    [InlineData("/approve INC-1 00000000")]
    [InlineData("/reject INC-1")]
    public async Task Without_its_code_an_override_is_not_answered(string text)
    {
        await rig.InAsync(IncidentState.Monitoring);
        await rig.TypeAsync(Some.Ada, "/incident override the release cannot wait");

        Assert.StartsWith("That is not the override that waits now: the release cannot wait", await rig.TypeAsync(Some.Grace, text));
        Assert.NotNull(rig.Room.Incident.PendingOverride);
    }
}
