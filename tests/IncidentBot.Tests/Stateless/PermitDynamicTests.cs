using Stateless;

namespace IncidentBot.Tests.Stateless;

public sealed class PermitDynamicTests
{
    private readonly StateMachine<Line, Act> machine = new(Line.OffHook);

    [Fact]
    public void The_destination_is_chosen_when_the_trigger_is_fired()
    {
        var next = Line.Ringing;
        machine.Configure(Line.OffHook).PermitDynamic(Act.Dial, () => next);
        next = Line.OutOfOrder;

        machine.Fire(Act.Dial);

        Assert.Equal(Line.OutOfOrder, machine.State);
    }

    [Fact]
    public void The_choice_may_depend_on_the_argument()
    {
        var dial = machine.SetTriggerParameters<string>(Act.Dial);
        machine.Configure(Line.OffHook).PermitDynamic(dial, name => name == "home" ? Line.Ringing : Line.OutOfOrder);

        machine.Fire(dial, "home");

        Assert.Equal(Line.Ringing, machine.State);
    }

    [Fact]
    public void Choosing_the_current_state_reenters_it()
    {
        var entered = 0;
        machine.Configure(Line.OffHook).OnEntry(() => entered++).PermitDynamic(Act.Dial, () => Line.OffHook);

        machine.Fire(Act.Dial);

        Assert.Equal(1, entered);
    }

    [Fact]
    public void A_guard_may_refuse_the_choice()
    {
        machine.Configure(Line.OffHook).PermitDynamicIf(Act.Dial, () => Line.Ringing, () => false, "the number is known");

        Assert.False(machine.CanFire(Act.Dial, out var unmetGuards));
        Assert.Equal(["the number is known"], unmetGuards);
    }
}
