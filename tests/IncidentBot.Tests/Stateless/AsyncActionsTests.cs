using Stateless;

namespace IncidentBot.Tests.Stateless;

public sealed class AsyncActionsTests
{
    private readonly List<string> log = [];
    private readonly StateMachine<Line, Act> machine = new(Line.OffHook);

    [Fact]
    public async Task Asynchronous_actions_are_awaited_in_order()
    {
        machine.Configure(Line.OffHook)
            .OnExitAsync(() => Later("left"))
            .OnExitAsync(move => Later($"for {move.Destination}"))
            .Permit(Act.Dial, Line.Ringing);
        machine.Configure(Line.Ringing)
            .OnEntryAsync(() => Later("entered"))
            .OnEntry(() => log.Add("entered, no waiting"))
            .OnEntryAsync(move => Later($"from {move.Source}"))
            .OnEntryFromAsync(Act.Dial, () => Later("by Dial"))
            .OnEntryFromAsync(Act.Resume, () => Later("not this one"));
        machine.OnTransitioned(_ => log.Add("moved"));
        machine.OnTransitionedAsync(_ => Later("moved, later"));
        machine.OnTransitionCompletedAsync(_ => Later("done"));

        await machine.FireAsync(Act.Dial);

        Assert.Equal(
            ["left", "for Ringing", "moved", "moved, later", "entered", "entered, no waiting", "from OffHook", "by Dial", "done"],
            log);
    }

    [Fact]
    public async Task A_trigger_fired_by_an_asynchronous_action_waits_its_turn()
    {
        machine.Configure(Line.OffHook).Permit(Act.Dial, Line.Ringing);
        machine.Configure(Line.Ringing)
            .OnEntryAsync(async () =>
            {
                await machine.FireAsync(Act.Answer);
                await Later($"still {machine.State}");
            })
            .Permit(Act.Answer, Line.Talking);

        await machine.FireAsync(Act.Dial);

        Assert.Equal(["still Ringing"], log);
        Assert.Equal(Line.Talking, machine.State);
    }

    [Fact]
    public void Fire_refuses_to_run_an_asynchronous_entry_action()
    {
        machine.Configure(Line.OffHook).Permit(Act.Dial, Line.Ringing);
        machine.Configure(Line.Ringing).OnEntryAsync(() => Later("entered"));

        var refused = Assert.Throws<InvalidOperationException>(() => machine.Fire(Act.Dial));

        Assert.Equal(
            "Cannot execute asynchronous action specified in OnEntry event for 'Ringing' state. Use asynchronous version of Fire [FireAsync]",
            refused.Message);
        Assert.Empty(log);
    }

    [Fact]
    public void Fire_refuses_to_run_an_asynchronous_exit_action()
    {
        machine.Configure(Line.OffHook).OnExitAsync(() => Later("left")).Permit(Act.Dial, Line.Ringing);

        var refused = Assert.Throws<InvalidOperationException>(() => machine.Fire(Act.Dial));

        Assert.Equal(
            "Cannot execute asynchronous action specified in OnExit event for 'OffHook' state. Use asynchronous version of Fire [FireAsync]",
            refused.Message);
        Assert.Equal(Line.OffHook, machine.State);
    }

    [Fact]
    public void Fire_refuses_to_call_an_asynchronous_listener()
    {
        machine.Configure(Line.OffHook).Permit(Act.Dial, Line.Ringing);
        machine.OnTransitionedAsync(_ => Later("moved"));

        var refused = Assert.Throws<InvalidOperationException>(() => machine.Fire(Act.Dial));

        Assert.Equal(
            "Cannot execute asynchronous action specified as OnTransitioned callback. Use asynchronous version of Fire [FireAsync]",
            refused.Message);
    }

    [Fact]
    public void Fire_refuses_to_call_an_asynchronous_handler_of_unhandled_triggers()
    {
        machine.OnUnhandledTriggerAsync((_, _) => Later("unhandled"));

        var refused = Assert.Throws<InvalidOperationException>(() => machine.Fire(Act.Dial));

        Assert.Equal(
            "Cannot execute asynchronous action specified in OnUnhandledTrigger. Use asynchronous version of Fire [FireAsync]",
            refused.Message);
    }

    [Fact]
    public async Task An_unhandled_trigger_may_be_handled_asynchronously()
    {
        machine.Configure(Line.OffHook).PermitIf(Act.Dial, Line.Ringing, () => false, "the number is known");
        machine.OnUnhandledTriggerAsync((state, trigger, unmetGuards) => Later($"{trigger} in {state}: {unmetGuards?.Single()}"));

        await machine.FireAsync(Act.Dial);

        Assert.Equal(["Dial in OffHook: the number is known"], log);
    }

    [Fact]
    public async Task A_refusal_arrives_through_the_task()
    {
        var fired = machine.FireAsync(Act.Dial);

        await Assert.ThrowsAsync<InvalidOperationException>(() => fired);
    }

    [Fact]
    public async Task FireAsync_runs_synchronous_actions_as_well()
    {
        var phone = new Phone(Line.Talking);

        await phone.Machine.FireAsync(Act.HangUp);

        Assert.Equal(["-Talking", "-Connected", "+OffHook"], phone.Log);
    }

    [Fact]
    public async Task Asynchronous_entry_actions_take_the_arguments_of_their_trigger()
    {
        var dial = machine.SetTriggerParameters<string, int>(Act.Dial);
        machine.Configure(Line.OffHook).Permit(Act.Dial, Line.Ringing);
        machine.Configure(Line.Ringing)
            .OnEntryFromAsync(dial, (name, number) => Later($"{name} {number}"))
            .OnEntryFromAsync(dial, (name, number, move) => Later($"{name} {number} by {move.Trigger}"));

        await machine.FireAsync(dial, "speaking clock", 123);

        Assert.Equal(["speaking clock 123", "speaking clock 123 by Dial"], log);
    }

    private async Task Later(string line)
    {
        await Task.Yield();
        log.Add(line);
    }
}
