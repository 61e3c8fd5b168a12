namespace IncidentBot.Tests.Stateless;

public sealed class HierarchyTests
{
    [Fact]
    public void Entering_runs_from_the_outside_in()
    {
        var phone = new Phone(Line.Ringing);

        phone.Machine.Fire(Act.Answer);

        Assert.Equal(["-Ringing", "+Connected", "+Talking"], phone.Log);
        Assert.Equal(Line.Talking, phone.Machine.State);
    }

    [Fact]
    public void Leaving_runs_from_the_inside_out()
    {
        var phone = new Phone(Line.Talking);

        phone.Machine.Fire(Act.HangUp);

        Assert.Equal(["-Talking", "-Connected", "+OffHook"], phone.Log);
    }

    [Fact]
    public void Moving_between_substates_neither_leaves_nor_enters_the_superstate()
    {
        var phone = new Phone(Line.Talking);

        phone.Machine.Fire(Act.Hold);

        Assert.Equal(["-Talking", "+OnHold"], phone.Log);
    }

    [Fact]
    public void Moving_to_the_superstate_leaves_only_the_substate()
    {
        var phone = new Phone(Line.Talking);
        phone.Machine.Configure(Line.Talking).Permit(Act.Dial, Line.Connected);

        phone.Machine.Fire(Act.Dial);

        Assert.Equal(["-Talking"], phone.Log);
        Assert.Equal(Line.Connected, phone.Machine.State);
    }

    [Fact]
    public void Moving_into_a_substate_enters_only_the_substate()
    {
        var phone = new Phone(Line.Connected);
        phone.Machine.Configure(Line.Connected).Permit(Act.Hold, Line.OnHold);

        phone.Machine.Fire(Act.Hold);

        Assert.Equal(["+OnHold"], phone.Log);
    }

    [Fact]
    public void A_substate_inherits_the_transitions_of_its_superstate()
    {
        var phone = new Phone(Line.OnHold);

        phone.Machine.Fire(Act.Smash);

        Assert.Equal(Line.OutOfOrder, phone.Machine.State);
    }

    [Fact]
    public void A_substate_overrides_the_transitions_of_its_superstate()
    {
        var phone = new Phone(Line.OnHold);
        phone.Machine.Configure(Line.OnHold).Permit(Act.HangUp, Line.Ringing);

        phone.Machine.Fire(Act.HangUp);

        Assert.Equal(Line.Ringing, phone.Machine.State);
    }

    [Fact]
    public void The_superstate_decides_when_the_guards_of_the_substate_refuse()
    {
        var phone = new Phone(Line.OnHold);
        phone.Machine.Configure(Line.OnHold).PermitIf(Act.HangUp, Line.Ringing, () => false);

        phone.Machine.Fire(Act.HangUp);

        Assert.Equal(Line.OffHook, phone.Machine.State);
    }

    [Fact]
    public void An_inherited_transition_to_the_current_state_does_nothing()
    {
        var phone = new Phone(Line.Talking);
        phone.Machine.Configure(Line.Connected).Permit(Act.Answer, Line.Talking);

        phone.Machine.Fire(Act.Answer);

        Assert.Empty(phone.Log);
    }

    [Fact]
    public void The_machine_is_in_the_superstates_of_its_state_too()
    {
        var machine = new Phone(Line.OnHold).Machine;

        Assert.True(machine.IsInState(Line.OnHold));
        Assert.True(machine.IsInState(Line.Connected));
        Assert.False(machine.IsInState(Line.Talking));
    }

    [Fact]
    public void The_machine_is_not_in_the_substates_of_its_state() =>
        Assert.False(new Phone(Line.Connected).Machine.IsInState(Line.Talking));

    [Fact]
    public void A_state_cannot_contain_itself() =>
        Assert.Throws<ArgumentException>(() => new Phone().Machine.Configure(Line.Ringing).SubstateOf(Line.Ringing));

    [Fact]
    public void A_state_cannot_be_contained_in_its_substate() =>
        Assert.Throws<ArgumentException>(() => new Phone().Machine.Configure(Line.Connected).SubstateOf(Line.Talking));
}
