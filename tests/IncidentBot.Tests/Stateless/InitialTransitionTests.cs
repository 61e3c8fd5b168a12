using Stateless;

namespace IncidentBot.Tests.Stateless;

public sealed class InitialTransitionTests
{
    [Fact]
    public void Entering_a_state_goes_on_into_its_initial_substate()
    {
        var phone = new Phone(Line.Ringing);
        phone.Machine.Configure(Line.Connected).InitialTransition(Line.Talking);
        phone.Machine.Configure(Line.Ringing).Permit(Act.Resume, Line.Connected);

        phone.Machine.Fire(Act.Resume);

        Assert.Equal(["-Ringing", "+Connected", "+Talking"], phone.Log);
        Assert.Equal(Line.Talking, phone.Machine.State);
    }

    [Fact]
    public void Both_steps_are_announced_and_completed_as_one()
    {
        var phone = new Phone(Line.Ringing);
        phone.Machine.Configure(Line.Connected).InitialTransition(Line.Talking);
        phone.Machine.Configure(Line.Ringing).Permit(Act.Resume, Line.Connected);
        phone.Machine.OnTransitioned(move => phone.Log.Add($"{move.Source} to {move.Destination}"));
        phone.Machine.OnTransitionCompleted(move => phone.Log.Add($"{move.Source} to {move.Destination}, done"));

        phone.Machine.Fire(Act.Resume);

        Assert.Equal(
            ["-Ringing", "Ringing to Connected", "+Connected", "Connected to Talking", "+Talking", "Ringing to Talking, done"],
            phone.Log);
    }

    [Fact]
    public void Moving_straight_to_another_substate_skips_it()
    {
        var phone = new Phone(Line.Ringing);
        phone.Machine.Configure(Line.Connected).InitialTransition(Line.OnHold);

        phone.Machine.Fire(Act.Answer);

        Assert.Equal(Line.Talking, phone.Machine.State);
    }

    [Fact]
    public void It_must_lead_to_a_substate()
    {
        var phone = new Phone(Line.Ringing);
        phone.Machine.Configure(Line.Connected).InitialTransition(Line.OutOfOrder);
        phone.Machine.Configure(Line.Ringing).Permit(Act.Resume, Line.Connected);

        var refused = Assert.Throws<InvalidOperationException>(() => phone.Machine.Fire(Act.Resume));

        Assert.Equal("The target (OutOfOrder) for the initial transition is not a substate.", refused.Message);
    }

    [Fact]
    public void There_can_be_only_one()
    {
        StateMachine<Line, Act>.StateConfiguration connected =
            new Phone().Machine.Configure(Line.Connected).InitialTransition(Line.Talking);

        Assert.Throws<InvalidOperationException>(() => connected.InitialTransition(Line.OnHold));
    }

    [Fact]
    public void It_cannot_lead_to_the_state_itself() =>
        Assert.Throws<ArgumentException>(() => new Phone().Machine.Configure(Line.Connected).InitialTransition(Line.Connected));
}
