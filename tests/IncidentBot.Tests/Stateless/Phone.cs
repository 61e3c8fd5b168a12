using Stateless;

namespace IncidentBot.Tests.Stateless;

public enum Line
{
    OffHook,
    Ringing,
    Connected,
    Talking,
    OnHold,
    OutOfOrder,
}

public enum Act
{
    Dial,
    Answer,
    Hold,
    Resume,
    HangUp,
    Smash,
}

/// <summary>Talking and OnHold are substates of Connected; what each state runs is written to the log as it happens.</summary>
internal sealed class Phone
{
    public Phone(Line state = Line.OffHook)
    {
        Machine = new StateMachine<Line, Act>(state);
        foreach (var call in Enum.GetValues<Line>())
        {
            Machine.Configure(call).OnEntry(() => Log.Add($"+{call}")).OnExit(() => Log.Add($"-{call}"));
        }

        Machine.Configure(Line.OffHook).Permit(Act.Dial, Line.Ringing);
        Machine.Configure(Line.Ringing).Permit(Act.Answer, Line.Talking);
        Machine.Configure(Line.Connected).Permit(Act.HangUp, Line.OffHook).Permit(Act.Smash, Line.OutOfOrder);
        Machine.Configure(Line.Talking).SubstateOf(Line.Connected).Permit(Act.Hold, Line.OnHold);
        Machine.Configure(Line.OnHold).SubstateOf(Line.Connected).Permit(Act.Resume, Line.Talking);
    }

    public StateMachine<Line, Act> Machine { get; }

    public List<string> Log { get; } = [];
}
