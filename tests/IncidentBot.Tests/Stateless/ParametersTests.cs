using Stateless;

namespace IncidentBot.Tests.Stateless;

public sealed class ParametersTests
{
    private readonly List<string> log = [];
    private readonly StateMachine<Line, Act> machine = new(Line.OffHook);

    [Fact]
    public void An_entry_action_takes_the_argument_of_its_trigger()
    {
        var dial = machine.SetTriggerParameters<string>(Act.Dial);
        machine.Configure(Line.OffHook).Permit(Act.Dial, Line.Ringing);
        machine.Configure(Line.Ringing)
            .OnEntryFrom(dial, name => log.Add(name))
            .OnEntryFrom(dial, (name, move) => log.Add($"{name} by {move.Trigger}"));

        machine.Fire(dial, "home");

        Assert.Equal(["home", "home by Dial"], log);
    }

    [Fact]
    public void A_trigger_takes_up_to_three_arguments()
    {
        var dial = machine.SetTriggerParameters<string, int, bool>(Act.Dial);
        machine.Configure(Line.OffHook).Permit(Act.Dial, Line.Ringing);
        machine.Configure(Line.Ringing).OnEntryFrom(dial, (name, number, urgent) => log.Add($"{name} {number} {urgent}"));

        machine.Fire(dial, "home", 42, true);

        Assert.Equal(["home 42 True"], log);
    }

    [Fact]
    public void Listeners_see_the_arguments()
    {
        var dial = machine.SetTriggerParameters<string, int>(Act.Dial);
        machine.Configure(Line.OffHook).Permit(Act.Dial, Line.Ringing);
        machine.OnTransitioned(move => log.Add(string.Join(' ', move.Parameters)));

        machine.Fire(dial, "home", 42);

        Assert.Equal(["home 42"], log);
    }

    [Fact]
    public void A_move_without_arguments_has_an_empty_list_of_them()
    {
        object?[]? parameters = null;
        machine.Configure(Line.OffHook).Permit(Act.Dial, Line.Ringing);
        machine.OnTransitioned(move => parameters = move.Parameters);

        machine.Fire(Act.Dial);

        Assert.Empty(parameters!);
    }

    [Theory]
    [InlineData("home", Line.Ringing)]
    [InlineData("prison", Line.OutOfOrder)]
    public void A_guard_decides_on_the_argument(string name, Line expected)
    {
        var dial = machine.SetTriggerParameters<string>(Act.Dial);
        machine.Configure(Line.OffHook)
            .PermitIf(dial, Line.Ringing, to => to == "home", "home may be called")
            .PermitIf(dial, Line.OutOfOrder, to => to != "home");

        machine.Fire(dial, name);

        Assert.Equal(expected, machine.State);
    }

    [Fact]
    public void Several_guards_decide_on_the_arguments()
    {
        var dial = machine.SetTriggerParameters<string, int>(Act.Dial);
        machine.Configure(Line.OffHook).PermitIf(
            dial,
            Line.Ringing,
            Tuple.Create<Func<string, int, bool>, string>((name, _) => name.Length > 0, "there is a name"),
            Tuple.Create<Func<string, int, bool>, string>((_, number) => number > 0, "there is a number"));

        var refused = Assert.Throws<InvalidOperationException>(() => machine.Fire(dial, "home", 0));

        Assert.EndsWith("Guard descriptions: 'there is a number'.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Permitted_triggers_depend_on_the_arguments()
    {
        var dial = machine.SetTriggerParameters<int>(Act.Dial);
        machine.Configure(Line.OffHook).PermitIf(dial, Line.Ringing, number => number > 0);

        Assert.Equal([Act.Dial], machine.GetPermittedTriggers(1));
        Assert.Empty(machine.GetPermittedTriggers(0));
    }

    [Fact]
    public void Without_arguments_a_guard_is_asked_with_defaults()
    {
        var dial = machine.SetTriggerParameters<int>(Act.Dial);
        machine.Configure(Line.OffHook).PermitIf(dial, Line.Ringing, number => number == 0);

        Assert.True(machine.CanFire(Act.Dial));
    }

    [Fact]
    public void The_parameters_of_a_trigger_are_set_once()
    {
        machine.SetTriggerParameters<int>(Act.Dial);

        Assert.Throws<InvalidOperationException>(() => machine.SetTriggerParameters<string>(Act.Dial));
    }

    [Fact]
    public void An_argument_of_the_wrong_type_is_refused()
    {
        var other = new StateMachine<Line, Act>(Line.OffHook).SetTriggerParameters<int>(Act.Dial);
        machine.SetTriggerParameters<string>(Act.Dial);

        var refused = Assert.Throws<ArgumentException>(() => machine.Fire(other, 7));

        Assert.StartsWith(
            "The argument in position 0 is of type System.Int32 but must be of type System.String.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_arguments_are_refused()
    {
        var other = new StateMachine<Line, Act>(Line.OffHook).SetTriggerParameters<string, int>(Act.Dial);
        machine.SetTriggerParameters<string>(Act.Dial);

        var refused = Assert.Throws<ArgumentException>(() => machine.Fire(other, "home", 42));

        Assert.StartsWith("Too many parameters have been supplied. Expecting 1 but got 2.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_few_arguments_are_refused()
    {
        var other = new StateMachine<Line, Act>(Line.OffHook).SetTriggerParameters<string>(Act.Dial);
        machine.SetTriggerParameters<string, int>(Act.Dial);

        var refused = Assert.Throws<ArgumentException>(() => machine.Fire(other, "home"));

        Assert.StartsWith("An argument of type System.Int32 is required in position 1.", refused.Message, StringComparison.Ordinal);
    }
}
