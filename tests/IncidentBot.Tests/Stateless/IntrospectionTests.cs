using Stateless;
using Stateless.Reflection;

namespace IncidentBot.Tests.Stateless;

public sealed class IntrospectionTests
{
    [Fact]
    public void The_machine_tells_its_types_and_initial_state()
    {
        var machine = new Phone().Machine;
        machine.Fire(Act.Dial);

        var info = machine.GetInfo();

        Assert.Equal(typeof(Line), info.StateType);
        Assert.Equal(typeof(Act), info.TriggerType);
        Assert.Equal(Line.OffHook, info.InitialState.UnderlyingState);
    }

    [Fact]
    public void States_that_are_only_led_to_are_listed_last()
    {
        var machine = new StateMachine<Line, Act>(Line.OffHook);
        machine.Configure(Line.OffHook).Permit(Act.Dial, Line.Ringing);
        machine.Configure(Line.Talking);

        Assert.Equal([Line.OffHook, Line.Talking, Line.Ringing], machine.GetInfo().States.Select(state => state.UnderlyingState));
    }

    [Fact]
    public void States_know_their_place_in_the_hierarchy()
    {
        var machine = new Phone().Machine;

        var connected = Info(machine, Line.Connected);

        Assert.Null(connected.Superstate);
        Assert.Equal([Line.Talking, Line.OnHold], connected.Substates.Select(substate => substate.UnderlyingState));
        Assert.Equal(Line.Connected, Info(machine, Line.OnHold).Superstate!.UnderlyingState);
    }

    [Fact]
    public void A_state_lists_its_own_transitions_and_not_those_it_inherits()
    {
        var transition = Assert.Single(Info(new Phone().Machine, Line.Talking).FixedTransitions);

        Assert.Equal(Act.Hold, transition.Trigger.UnderlyingTrigger);
        Assert.Equal(Line.OnHold, transition.DestinationState.UnderlyingState);
        Assert.Empty(transition.GuardConditionsMethodDescriptions);
    }

    [Fact]
    public void Guards_are_described_by_their_words_their_method_or_as_a_function()
    {
        var machine = new StateMachine<Line, Act>(Line.OffHook);
        machine.Configure(Line.OffHook)
            .PermitIf(Act.Dial, Line.Ringing, NumberIsKnown, "the number is known")
            .PermitIf(Act.Answer, Line.Ringing, NumberIsKnown)
            .PermitIf(Act.Resume, Line.Ringing, () => true);

        var guards = Info(machine, Line.OffHook).Transitions
            .Select(transition => transition.GuardConditionsMethodDescriptions.Single().Description);

        Assert.Equal(["the number is known", nameof(NumberIsKnown), "Function"], guards);
    }

    [Fact]
    public void Reentry_and_internal_transitions_lead_to_the_state_itself()
    {
        var machine = new StateMachine<Line, Act>(Line.OffHook);
        machine.Configure(Line.OffHook).PermitReentry(Act.Resume).InternalTransition(Act.Dial, () => { });

        Assert.All(
            Info(machine, Line.OffHook).FixedTransitions,
            transition => Assert.Equal(Line.OffHook, transition.DestinationState.UnderlyingState));
        Assert.Equal(2, Info(machine, Line.OffHook).Transitions.Count());
    }

    [Fact]
    public void Dynamic_transitions_tell_what_chooses_and_among_what()
    {
        var machine = new StateMachine<Line, Act>(Line.OffHook);
        machine.Configure(Line.OffHook).PermitDynamic(
            Act.Dial, () => Line.Ringing, "by the weather", new DynamicStateInfos { { Line.Ringing, "sunny" }, { "Talking", "rainy" } });

        var dynamic = Assert.Single(Info(machine, Line.OffHook).DynamicTransitions);

        Assert.Equal("by the weather", dynamic.DestinationStateSelectorDescription.Description);
        Assert.Equal(
            [("Ringing", "sunny"), ("Talking", "rainy")],
            dynamic.PossibleDestinationStates!.Select(possible => (possible.DestinationState, possible.Criterion)));
    }

    [Fact]
    public void Ignored_triggers_are_listed_with_their_guards()
    {
        var machine = new StateMachine<Line, Act>(Line.OffHook);
        machine.Configure(Line.OffHook).Ignore(Act.HangUp).IgnoreIf(Act.Hold, NumberIsKnown, "known");

        var ignored = Info(machine, Line.OffHook).IgnoredTriggers.ToList();

        Assert.Equal([Act.HangUp, Act.Hold], ignored.Select(transition => transition.Trigger.UnderlyingTrigger));
        Assert.Equal("known", Assert.Single(ignored[1].GuardConditionsMethodDescriptions).Description);
        Assert.Empty(ignored[0].GuardConditionsMethodDescriptions);
    }

    [Fact]
    public void Actions_are_listed_with_their_trigger_and_kind()
    {
        var machine = new StateMachine<Line, Act>(Line.OffHook);
        machine.Configure(Line.OffHook)
            .OnEntry(() => { }, "always")
            .OnEntryFrom(Act.HangUp, () => { }, "after a call")
            .OnEntryAsync(() => Task.CompletedTask, "later")
            .OnExitAsync(() => Task.CompletedTask, "on the way out");

        var info = Info(machine, Line.OffHook);

        Assert.Equal(
            [("always", null, false), ("after a call", "HangUp", false), ("later", null, true)],
            info.EntryActions.Select(action => (action.Method.Description, (string?)action.FromTrigger, action.Method.IsAsync)));
        Assert.Equal("on the way out", Assert.Single(info.ExitActions).Description);
    }

    [Fact]
    public void Asking_changes_nothing()
    {
        var machine = new Phone().Machine;
        var before = machine.GetInfo().States.Select(state => state.ToString()).ToList();

        machine.GetInfo();

        Assert.Equal(before, machine.GetInfo().States.Select(state => state.ToString()));
        Assert.Equal(Line.OffHook, machine.State);
    }

    private static StateInfo Info(StateMachine<Line, Act> machine, Line state) =>
        machine.GetInfo().States.Single(info => info.UnderlyingState.Equals(state));

    private static bool NumberIsKnown() => true;
}
