using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Tests.Support;
using static IncidentBot.Incidents.IncidentState;

namespace IncidentBot.Tests.Reporting;

public sealed class IncidentCardTests
{
    private readonly IncidentRoom room = new();

    [Fact]
    public async Task The_card_says_what_it_is_who_has_it_and_when_the_next_word_comes()
    {
        await room.InAsync(Declared);
        room.Time.Advance(TimeSpan.FromSeconds(92));

        Assert.Equal(
            """
            INC-1  P0  DECLARED  1 min 32 s
            Redis is down (primary)
            People  nobody has acknowledged it; expected by 03:00:00 UTC
            Next update by 03:15:00 UTC. Updated 03:01:32 UTC.
            [Acknowledge] [Assess] [Timeline] [Summary]
            """.ReplaceLineEndings("\n"),
            await DrawAsync());
    }

    [Fact]
    public async Task That_all_is_well_is_no_cause()
    {
        room.Diagnose.Report = new ActionReport("primary is well", Healthy: true);
        await room.InAsync(Assessing);

        Assert.Contains("Cause   not found yet", await DrawAsync());
    }

    [Fact]
    public async Task While_it_is_monitored_the_card_shows_the_checks_and_the_soak()
    {
        await room.InAsync(Monitoring);

        var card = await DrawAsync();

        Assert.Contains("Cause   Redis ran out of memory: 512 of 512 MB", card);
        Assert.Contains("Checks  2 of 2 checks pass", card);
        Assert.Contains("Soak    the checks have to keep passing until 03:30:00 UTC", card);
        Assert.Contains("acknowledged by Ada · assigned to Ada", card);
    }

    [Theory]
    [InlineData(Declared, "Acknowledge Assess Timeline Summary")]
    [InlineData(Assessing, "Start mitigating Timeline Summary")]
    [InlineData(Mitigating, "Verify Timeline Summary")]
    [InlineData(Verifying, "Timeline Summary")]
    [InlineData(Monitoring, "Timeline Summary")]
    [InlineData(Resolved, "Close Timeline Summary")]
    [InlineData(Closed, "Timeline Summary")]
    [InlineData(Cancelled, "Timeline Summary")]
    public async Task The_buttons_are_the_steps_that_would_be_allowed_now(IncidentState state, string buttons)
    {
        await room.InAsync(state);

        var card = await room.Cards.DrawAsync(room.Incident, default);

        Assert.Equal(buttons, string.Join(' ', card.WithoutForms().Buttons.Select(button => button.Label)));
        Assert.All(card.Buttons, button => Assert.Matches("^/incident [a-z]+ INC-1$", button.Command));
    }

    [Fact]
    public async Task Resolve_is_offered_once_the_soak_has_passed()
    {
        var patient = new IncidentRoom(new IncidentPolicy { ResolveAfterSoak = false });
        await patient.InAsync(Monitoring);
        await patient.PassAsync(patient.Policy.Soak);

        Assert.Contains((await patient.Cards.DrawAsync(patient.Incident, default)).Buttons, button => button.Command == "/incident resolve INC-1");
    }

    [Fact]
    public async Task A_waiting_override_is_shown_with_buttons_that_name_it()
    {
        await room.InAsync(Monitoring);
        await room.Desk.OverrideAsync(Some.Request(Some.Ada), 1, "release", default);

        var card = await room.Cards.DrawAsync(room.Incident, default);

        Assert.Contains("Ada asks to go on to Resolved: release. Waits for a second person.", PlainText.Render(card));
        Assert.Contains(card.Buttons, button => button.Command == $"/incident approve INC-1 {room.Incident.PendingOverride!.Code}");
    }

    [Fact]
    public async Task A_run_under_way_is_shown_with_its_approver_and_how_far_it_is()
    {
        await room.InAsync(Mitigating);
        var run = Some.Run(room.Incident) with
        {
            State = RunState.Running,
            Approval = new Approval(Some.Grace.Id, Some.Night, "x", BreakGlass: false, null),
            Progress = new RunProgress("512,000 of 1,204,000 keys", 0.43),
        };
        await room.Store.CommitAsync(new Storage.Changes { Run = run }, default);

        var card = await DrawAsync();

        Assert.Contains("R-1 /redis clear-cache rl:* on primary, approved by Grace", card);
        Assert.Contains("512,000 of 1,204,000 keys 43", card);
    }

    [Fact]
    public async Task What_was_done_stays_on_the_card()
    {
        await room.InAsync(Mitigating);
        var run = Some.Run(room.Incident) with { State = RunState.Succeeded, Approval = new Approval(Some.Grace.Id, Some.Night, "x", BreakGlass: false, null) };
        await room.Store.CommitAsync(new Storage.Changes { Run = run }, default);

        Assert.Contains("Done    R-1 /redis clear-cache rl:* on primary, approved by Grace", await DrawAsync());
    }

    [Fact]
    public async Task A_repair_that_held_changes_the_tone_and_what_to_do_now()
    {
        await room.InAsync(Mitigating);
        room.Time.Advance(TimeSpan.FromSeconds(10));
        var run = Some.Run(room.Incident) with { State = RunState.Succeeded, EndedAt = room.Time.GetUtcNow() };
        await room.Store.CommitAsync(new Storage.Changes { Run = run }, default);
        var before = await room.Cards.DrawAsync(room.Incident, default);
        Assert.Equal(Tone.Bad, before.Tone);
        Assert.Contains("R-1 succeeded at 03:00:10 UTC; the checks have not been run since, and are every 30 s", PlainText.Render(before));

        await room.PassAsync(room.Policy.LookEvery);

        var card = await room.Cards.DrawAsync(room.Incident, default);
        Assert.Equal(Tone.Warning, card.Tone);
        Assert.Contains("2 of 2 checks pass since 03:00:30 UTC; R-1 held; now: verify", PlainText.Render(card));
        Assert.DoesNotContain("have not been run since", PlainText.Render(card));
    }

    [Fact]
    public async Task What_is_ill_again_after_a_repair_is_a_problem_again()
    {
        await room.InAsync(Mitigating);
        await room.PassAsync(room.Policy.LookEvery);
        room.Checks.Results["ping"] = false;

        await room.PassAsync(room.Policy.LookEvery);

        Assert.Equal(Tone.Bad, (await room.Cards.DrawAsync(room.Incident, default)).Tone);
    }

    [Fact]
    public async Task What_is_well_before_anybody_mitigates_says_both_steps()
    {
        await room.InAsync(Assessing);

        await room.PassAsync(room.Policy.LookEvery);

        Assert.Contains("; now: mitigate, then verify", await DrawAsync());
    }

    [Fact]
    public async Task A_run_without_a_second_person_is_flagged_until_somebody_has_reviewed_it()
    {
        await room.InAsync(Mitigating);
        var run = Some.Run(room.Incident) with
        {
            State = RunState.Succeeded,
            Approval = new Approval(Some.Ada.Id, Some.Night, "x", BreakGlass: true, "nobody answered"),
        };
        await room.Store.CommitAsync(new Storage.Changes { Run = run }, default);
        Assert.Contains("R-1 ran without a second person (break glass) and waits for a review", await DrawAsync());

        await room.Store.CommitAsync(new Storage.Changes { Run = run with { Version = 1, ReviewedBy = Some.Grace.Id } }, default);
        Assert.DoesNotContain("break glass", await DrawAsync());
    }

    [Fact]
    public async Task What_is_over_stops_counting()
    {
        await room.InAsync(Closed);
        room.Time.Advance(TimeSpan.FromDays(3));

        Assert.StartsWith("INC-1  P0  CLOSED  30 min\n", await DrawAsync());
    }

    private async Task<string> DrawAsync() => PlainText.Render(await room.Cards.DrawAsync(room.Incident, default));
}
