using Stateless;

namespace IncidentBot.Tests.Stateless;

public sealed class GuardsTests
{
    private readonly StateMachine<Line, Act> machine = new(Line.OffHook);

    [Fact]
    public void The_guards_choose_among_destinations()
    {
        machine.Configure(Line.OffHook)
            .PermitIf(Act.Dial, Line.OutOfOrder, () => false)
            .PermitIf(Act.Dial, Line.Ringing, () => true);

        machine.Fire(Act.Dial);

        Assert.Equal(Line.Ringing, machine.State);
    }

    [Fact]
    public void Two_guards_that_agree_are_a_mistake()
    {
        machine.Configure(Line.OffHook)
            .PermitIf(Act.Dial, Line.OutOfOrder, () => true)
            .PermitIf(Act.Dial, Line.Ringing, () => true);

        var refused = Assert.Throws<InvalidOperationException>(() => machine.Fire(Act.Dial));

        Assert.Equal(
            "Multiple permitted exit transitions are configured from state 'OffHook' for trigger 'Dial'. Guard clauses must be mutually exclusive.",
            refused.Message);
    }

    [Fact]
    public void A_refusal_names_the_guards_that_are_not_met()
    {
        machine.Configure(Line.OffHook).PermitIf(
            Act.Dial,
            Line.Ringing,
            Tuple.Create<Func<bool>, string>(() => false, "the line is plugged in"),
            Tuple.Create<Func<bool>, string>(() => true, "the bill is paid"),
            Tuple.Create<Func<bool>, string>(() => false, "the number is known"));

        var refused = Assert.Throws<InvalidOperationException>(() => machine.Fire(Act.Dial));

        Assert.Equal(
            "Trigger 'Dial' is valid for transition from state 'OffHook' but a guard conditions are not met. Guard descriptions: 'the line is plugged in, the number is known'.",
            refused.Message);
        Assert.Equal(Line.OffHook, machine.State);
    }

    [Fact]
    public void A_refusal_names_the_guards_of_every_candidate()
    {
        machine.Configure(Line.OffHook)
            .PermitIf(Act.Dial, Line.OutOfOrder, () => false, "the phone is broken")
            .PermitIf(Act.Dial, Line.Ringing, () => false, "the number is known");

        Assert.False(machine.CanFire(Act.Dial, out var unmetGuards));
        Assert.Equal(["the phone is broken", "the number is known"], unmetGuards);
    }

    [Fact]
    public void When_both_refuse_the_superstate_gives_the_reason()
    {
        machine.Configure(Line.OffHook)
            .SubstateOf(Line.Connected)
            .PermitIf(Act.Dial, Line.Ringing, () => false, "inner");
        machine.Configure(Line.Connected).PermitIf(Act.Dial, Line.Ringing, () => false, "outer");

        Assert.False(machine.CanFire(Act.Dial, out var unmetGuards));
        Assert.Equal(["outer"], unmetGuards);
    }

    [Fact]
    public void The_substate_gives_the_reason_when_the_superstate_does_not_know_the_trigger()
    {
        machine.Configure(Line.OffHook)
            .SubstateOf(Line.Connected)
            .PermitIf(Act.Dial, Line.Ringing, () => false, "inner");

        Assert.False(machine.CanFire(Act.Dial, out var unmetGuards));
        Assert.Equal(["inner"], unmetGuards);
    }

    [Fact]
    public void A_permitted_trigger_has_no_unmet_guards()
    {
        machine.Configure(Line.OffHook).PermitIf(Act.Dial, Line.Ringing, () => true, "the number is known");

        Assert.True(machine.CanFire(Act.Dial, out var unmetGuards));
        Assert.Empty(unmetGuards!);
    }

    [Fact]
    public void An_unknown_trigger_has_no_guards_at_all()
    {
        Assert.False(machine.CanFire(Act.Smash, out var unmetGuards));
        Assert.Null(unmetGuards);
    }

    [Fact]
    public void A_guard_without_words_is_called_by_its_method()
    {
        machine.Configure(Line.OffHook).PermitIf(Act.Dial, Line.Ringing, NumberIsKnown);

        machine.CanFire(Act.Dial, out var unmetGuards);

        Assert.Equal([nameof(NumberIsKnown)], unmetGuards);
    }

    [Fact]
    public void Permitted_triggers_are_those_whose_guards_agree_here_and_in_the_superstates()
    {
        machine.Configure(Line.OffHook)
            .SubstateOf(Line.Connected)
            .Permit(Act.Smash, Line.OutOfOrder)
            .Ignore(Act.HangUp)
            .PermitIf(Act.Dial, Line.Ringing, () => false);
        machine.Configure(Line.Connected)
            .Permit(Act.Smash, Line.OutOfOrder)
            .Permit(Act.Hold, Line.OnHold);

        Assert.Equal([Act.HangUp, Act.Hold, Act.Smash], machine.PermittedTriggers.Order(Comparer<Act>.Create(
            (left, right) => string.CompareOrdinal($"{left}", $"{right}"))));
    }

    private static bool NumberIsKnown() => false;
}
