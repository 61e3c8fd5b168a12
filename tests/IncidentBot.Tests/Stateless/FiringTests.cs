using Stateless;

namespace IncidentBot.Tests.Stateless;

public sealed class FiringTests
{
    [Fact]
    public void A_trigger_fired_by_an_action_waits_until_the_first_has_run_to_completion()
    {
        var phone = new Phone();
        phone.Machine.Configure(Line.Ringing).OnEntry(() => phone.Machine.Fire(Act.Answer));
        phone.Machine.OnTransitionCompleted(move => phone.Log.Add($"{move.Trigger} done"));

        phone.Machine.Fire(Act.Dial);

        Assert.Equal(
            ["-OffHook", "+Ringing", "Dial done", "-Ringing", "+Connected", "+Talking", "Answer done"],
            phone.Log);
    }

    [Fact]
    public void In_immediate_mode_it_does_not_wait()
    {
        List<string> log = [];
        var machine = new StateMachine<Line, Act>(Line.OffHook, FiringMode.Immediate);
        machine.Configure(Line.OffHook).Permit(Act.Dial, Line.Ringing);
        machine.Configure(Line.Ringing).OnEntry(() => machine.Fire(Act.Answer)).Permit(Act.Answer, Line.Talking);
        machine.OnTransitionCompleted(move => log.Add($"{move.Trigger} done in {move.Destination}"));

        machine.Fire(Act.Dial);

        Assert.Equal(["Answer done in Talking", "Dial done in Talking"], log);
        Assert.Equal(Line.Talking, machine.State);
    }

    [Fact]
    public void The_state_may_be_kept_elsewhere()
    {
        var kept = Line.OffHook;
        var writes = 0;
        var machine = new StateMachine<Line, Act>(() => kept, state => (kept, writes) = (state, writes + 1));
        machine.Configure(Line.OffHook).Permit(Act.Dial, Line.Ringing);

        machine.Fire(Act.Dial);

        Assert.Equal((Line.Ringing, 1), (kept, writes));
        Assert.Equal(Line.Ringing, machine.State);
    }

    [Fact]
    public void An_exit_action_that_throws_keeps_the_machine_where_it_was()
    {
        var machine = new StateMachine<Line, Act>(Line.OffHook);
        machine.Configure(Line.OffHook).OnExit(() => throw new TimeoutException()).Permit(Act.Dial, Line.Ringing);

        Assert.Throws<TimeoutException>(() => machine.Fire(Act.Dial));
        Assert.Equal(Line.OffHook, machine.State);
    }

    [Fact]
    public void The_machine_still_works_after_an_action_has_thrown()
    {
        var failing = true;
        var machine = new StateMachine<Line, Act>(Line.OffHook);
        machine.Configure(Line.OffHook)
            .OnExit(() => { if (failing) { throw new TimeoutException(); } })
            .Permit(Act.Dial, Line.Ringing);

        Assert.Throws<TimeoutException>(() => machine.Fire(Act.Dial));
        failing = false;
        machine.Fire(Act.Dial);

        Assert.Equal(Line.Ringing, machine.State);
    }

    [Fact]
    public void The_machine_reads_as_its_state_and_what_it_permits() => Assert.Equal(
        "StateMachine { State = Connected, PermittedTriggers = { HangUp, Smash }}",
        new Phone(Line.Connected).Machine.ToString());
}
