using IncidentBot.Actions;
using IncidentBot.Execution;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Reporting;
using IncidentBot.Storage.Queries;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Execution;

public sealed class BreakGlassTests
{
    private static readonly ExecutionPolicy Allowed =
        new() { BreakGlass = true, BreakGlassAfter = TimeSpan.FromMinutes(5), Heartbeat = TimeSpan.FromMilliseconds(5) };

    [Fact]
    public async Task It_is_off_by_default()
    {
        var rig = new ExecutionRig();
        var run = await rig.RequestAsync(Some.Ada);
        rig.Time.Advance(TimeSpan.FromMinutes(9));

        await rig.Approvals.BreakGlassAsync(Some.Request(Some.Ada), run.Number, "primary", "nobody answers", default);

        Assert.Equal(RunState.AwaitingApproval, (await rig.ReadAsync(run)).State);
        Assert.Contains("Break glass is off", rig.LastAnswer(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, "primary", "nobody answers", "opens at")]
    [InlineData(6, "secondary", "nobody answers", "not the target")]
    [InlineData(6, "primary", " ", "reason is needed")]
    [InlineData(11, "primary", "nobody answers", "ran out")]
    public async Task It_takes_the_wait_the_targets_name_and_a_reason(int minutes, string target, string reason, string refusal)
    {
        var rig = new ExecutionRig(policy: Allowed);
        var run = await rig.RequestAsync(Some.Ada);
        rig.Time.Advance(TimeSpan.FromMinutes(minutes));

        await rig.Approvals.BreakGlassAsync(Some.Request(Some.Ada), run.Number, target, reason, default);

        Assert.Equal(RunState.AwaitingApproval, (await rig.ReadAsync(run)).State);
        Assert.Contains(refusal, rig.LastAnswer(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_runs_and_stays_flagged_until_a_second_person_has_reviewed_it()
    {
        var rig = new ExecutionRig(policy: Allowed);
        var run = await rig.RequestAsync(Some.Ada);
        rig.Time.Advance(TimeSpan.FromMinutes(6));
        await rig.Approvals.BreakGlassAsync(Some.Request(Some.Ada), run.Number, "primary", "nobody answers", default);
        await rig.WorkAsync();

        var done = await rig.ReadAsync(run);
        Assert.Equal(RunState.Succeeded, done.State);
        Assert.True(done.NeedsReview);
        Assert.Equal(Tone.Warning, rig.Store.Said.OfType<Outgoing.Reply>().Last().Card.Tone);
        Assert.Equal(Tone.Warning, rig.Store.Said.OfType<Outgoing.Post>().Last().Card.Tone);
        Assert.Equal(Tone.Warning, new RunCard(Some.People, StepUp.None).Draw(done).Tone);
        Assert.Equal(Tone.Good, new RunCard(Some.People, StepUp.None).Draw(done with { ReviewedBy = Some.Grace.Id }).Tone);
        Assert.Contains((await rig.Store.Runs.ListAsync(new RunQuery(Reader.Bot) { UnsettledOnly = true }, default)).Items, other => other.Id == run.Id);

        await rig.Settlement.ReviewAsync(Some.Request(Some.Ada), run.Number, "was fine", default);
        Assert.True((await rig.ReadAsync(run)).NeedsReview);

        await rig.Settlement.ReviewAsync(Some.Request(Some.Grace), run.Number, "was fine", default);
        Assert.False((await rig.ReadAsync(run)).NeedsReview);
    }
}
