using Stateless;

namespace IncidentBot.Tests.Stateless;

public sealed class UnhandledTriggersTests
{
    [Fact]
    public void A_trigger_that_is_not_permitted_throws()
    {
        var refused = Assert.Throws<InvalidOperationException>(() => new Phone().Machine.Fire(Act.Answer));

        Assert.Equal(
            "No valid leaving transitions are permitted from state 'OffHook' for trigger 'Answer'. Consider ignoring the trigger.",
            refused.Message);
    }

    [Fact]
    public void A_trigger_that_is_not_permitted_calls_back_instead_when_asked_to()
    {
        List<(Line, Act)> unhandled = [];
        var machine = new Phone().Machine;
        machine.OnUnhandledTrigger((state, trigger) => unhandled.Add((state, trigger)));

        machine.Fire(Act.Answer);

        Assert.Equal([(Line.OffHook, Act.Answer)], unhandled);
    }

    [Fact]
    public void The_callback_is_told_which_guards_refused()
    {
        ICollection<string>? unmet = null;
        var machine = new StateMachine<Line, Act>(Line.OffHook);
        machine.Configure(Line.OffHook).PermitIf(Act.Dial, Line.Ringing, () => false, "the number is known");
        machine.OnUnhandledTrigger((_, _, unmetGuards) => unmet = unmetGuards);

        machine.Fire(Act.Dial);

        Assert.Equal(["the number is known"], unmet!);
    }

    [Fact]
    public void The_callback_is_told_of_no_guards_when_the_trigger_is_unknown()
    {
        ICollection<string>? unmet = [];
        var machine = new StateMachine<Line, Act>(Line.OffHook);
        machine.OnUnhandledTrigger((_, _, unmetGuards) => unmet = unmetGuards);

        machine.Fire(Act.Dial);

        Assert.Null(unmet);
    }
}
