using IncidentBot.Actions;
using IncidentBot.Audit;
using IncidentBot.Messages;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Execution;

/// <summary>A change whose answer was lost is in doubt until it was read back, or a person has settled it; it is never called failed before.</summary>
public sealed class LostAnswerTests
{
    [Fact]
    public async Task It_is_said_with_what_to_type_and_holds_its_target()
    {
        var (rig, run) = await LostAsync(holds: false);

        var lost = await rig.ReadAsync(run);
        Assert.Equal(RunState.Unknown, lost.State);
        Assert.Equal("The connection was lost. As it stands now: 40 keys are left", lost.Outcome);
        Assert.Equal(AuditKind.Unknown, rig.AuditKinds().Last());
        var post = rig.Store.Said.OfType<Outgoing.Post>().Single(post => post.Card.Title.Contains("outcome unknown", StringComparison.Ordinal));
        Assert.Equal(["/run check R-1"], post.Card.Buttons.Select(button => button.Command));
        Assert.Contains("/run settle R-1 worked|failed <what you found>", PlainText.Render(post.Card), StringComparison.Ordinal);

        var next = await rig.ApprovedAsync();
        await rig.WorkAsync();
        Assert.Equal(RunState.Approved, (await rig.ReadAsync(next)).State);
        Assert.Equal(1, rig.Action.Applies);
    }

    [Fact]
    public async Task Read_back_as_it_should_be_it_has_succeeded()
    {
        var (rig, run) = await LostAsync(holds: true);

        var ended = await rig.ReadAsync(run);
        Assert.Equal(RunState.Succeeded, ended.State);
        Assert.Equal("The connection was lost. Read back: 40 keys are left", ended.Outcome);
    }

    [Fact]
    public async Task A_later_check_or_a_person_ends_it()
    {
        var (rig, run) = await LostAsync(holds: false);
        rig.Action.Verified = new VerifyResult(true, "no key is left");
        await rig.Settlement.CheckAsync(Some.Request(Some.Ada), run.Number, default);
        Assert.Equal(RunState.Succeeded, (await rig.ReadAsync(run)).State);
        Assert.Equal(Tone.Good, rig.Store.Said.OfType<Outgoing.Reply>().Last().Card.Tone);

        (rig, run) = await LostAsync(holds: false);
        await rig.Settlement.SettleAsync(Some.Request(Some.Ada), run.Number, worked: false, "half of the keys are gone", default);
        Assert.Equal(RunState.Failed, (await rig.ReadAsync(run)).State);
        Assert.Equal(Tone.Bad, rig.Store.Said.OfType<Outgoing.Reply>().Last().Card.Tone);
    }

    private static async Task<(ExecutionRig Rig, Run Run)> LostAsync(bool holds)
    {
        var rig = new ExecutionRig();
        rig.Action.Apply = (_, _) => Task.FromResult<ApplyResult>(new ApplyResult.Unknown("The connection was lost."));
        rig.Action.Verified = new VerifyResult(holds, "40 keys are left");
        var run = await rig.ApprovedAsync();
        await rig.WorkAsync();
        return (rig, run);
    }
}
