namespace IncidentBot.Tests.Stateless;

public sealed class StayingTests
{
    [Fact]
    public void Reentry_leaves_the_state_and_enters_it_again()
    {
        var phone = new Phone(Line.Talking);
        phone.Machine.Configure(Line.Talking).PermitReentry(Act.Resume);
        phone.Machine.OnTransitioned(move => phone.Log.Add($"again: {move.IsReentry}"));

        phone.Machine.Fire(Act.Resume);

        Assert.Equal(["-Talking", "again: True", "+Talking"], phone.Log);
    }

    [Fact]
    public void Reentry_of_the_superstate_leaves_the_substate_behind()
    {
        var phone = new Phone(Line.Talking);
        phone.Machine.Configure(Line.Connected).PermitReentry(Act.Resume);

        phone.Machine.Fire(Act.Resume);

        Assert.Equal(["-Talking", "-Connected", "+Connected"], phone.Log);
        Assert.Equal(Line.Connected, phone.Machine.State);
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 0)]
    public void Guarded_reentry_happens_only_when_the_guard_agrees(bool agrees, int steps)
    {
        var phone = new Phone(Line.Talking);
        phone.Machine.Configure(Line.Talking).PermitReentryIf(Act.Resume, () => agrees, "the line is good");
        phone.Machine.OnUnhandledTrigger((_, _) => { });

        phone.Machine.Fire(Act.Resume);

        Assert.Equal(steps, phone.Log.Count);
    }

    [Fact]
    public void Permit_does_not_lead_back_to_the_same_state()
    {
        var talking = new Phone().Machine.Configure(Line.Talking);

        Assert.Throws<ArgumentException>(() => talking.Permit(Act.Resume, Line.Talking));
        Assert.Throws<ArgumentException>(() => talking.PermitIf(Act.Resume, Line.Talking, () => true));
    }

    [Fact]
    public void An_ignored_trigger_does_nothing()
    {
        var phone = new Phone();
        phone.Machine.Configure(Line.OffHook).Ignore(Act.HangUp);

        phone.Machine.Fire(Act.HangUp);

        Assert.Empty(phone.Log);
    }

    [Fact]
    public void A_substate_may_ignore_what_its_superstate_permits()
    {
        var phone = new Phone(Line.OnHold);
        phone.Machine.Configure(Line.OnHold).Ignore(Act.HangUp);

        phone.Machine.Fire(Act.HangUp);

        Assert.Equal(Line.OnHold, phone.Machine.State);
    }

    [Fact]
    public void A_trigger_is_ignored_only_while_the_guard_agrees()
    {
        var ignoring = true;
        var machine = new Phone().Machine;
        machine.Configure(Line.OffHook).IgnoreIf(Act.HangUp, () => ignoring);

        machine.Fire(Act.HangUp);
        ignoring = false;

        Assert.Throws<InvalidOperationException>(() => machine.Fire(Act.HangUp));
    }

    [Fact]
    public void An_internal_transition_runs_its_action_and_nothing_else()
    {
        var phone = new Phone(Line.Talking);
        phone.Machine.Configure(Line.Connected).InternalTransition(Act.Dial, move => phone.Log.Add($"a digit while {move.Source}"));
        phone.Machine.OnTransitioned(_ => phone.Log.Add("moved"));

        phone.Machine.Fire(Act.Dial);

        Assert.Equal(["a digit while Talking"], phone.Log);
        Assert.Equal(Line.Talking, phone.Machine.State);
    }

    [Fact]
    public void An_internal_transition_may_take_an_argument()
    {
        var phone = new Phone(Line.Talking);
        var dial = phone.Machine.SetTriggerParameters<int>(Act.Dial);
        phone.Machine.Configure(Line.Talking).InternalTransition(dial, (digit, _) => phone.Log.Add($"{digit}"));

        phone.Machine.Fire(dial, 7);

        Assert.Equal(["7"], phone.Log);
    }
}
