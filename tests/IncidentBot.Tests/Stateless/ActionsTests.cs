using Stateless;

namespace IncidentBot.Tests.Stateless;

public sealed class ActionsTests
{
    [Fact]
    public void Listeners_hear_of_a_move_between_leaving_and_entering_and_again_when_it_is_done()
    {
        var phone = new Phone();
        phone.Machine.OnTransitioned(move => phone.Log.Add($"{move.Source} to {move.Destination} by {move.Trigger}"));
        phone.Machine.OnTransitionCompleted(_ => phone.Log.Add("done"));

        phone.Machine.Fire(Act.Dial);

        Assert.Equal(["-OffHook", "OffHook to Ringing by Dial", "+Ringing", "done"], phone.Log);
    }

    [Fact]
    public void Actions_are_told_of_the_move()
    {
        List<string> log = [];
        var machine = new StateMachine<Line, Act>(Line.OffHook);
        machine.Configure(Line.OffHook).OnExit(move => log.Add($"to {move.Destination}")).Permit(Act.Dial, Line.Ringing);
        machine.Configure(Line.Ringing).OnEntry(move => log.Add($"from {move.Source}"));

        machine.Fire(Act.Dial);

        Assert.Equal(["to Ringing", "from OffHook"], log);
    }

    [Fact]
    public void An_entry_action_may_be_for_one_trigger_only()
    {
        List<string> log = [];
        var machine = new StateMachine<Line, Act>(Line.OffHook);
        machine.Configure(Line.OffHook).Permit(Act.Dial, Line.Ringing);
        machine.Configure(Line.Ringing)
            .OnEntryFrom(Act.Dial, move => log.Add($"{move.Trigger}"))
            .OnEntryFrom(Act.Resume, () => log.Add("not this one"));

        machine.Fire(Act.Dial);

        Assert.Equal(["Dial"], log);
    }
}
