using IncidentBot.Desk;
using IncidentBot.People;

namespace IncidentBot.Commands;

/// <summary><c>/incident numbers</c>: how long everything took, of one incident.</summary>
public sealed class NumberCommands(NumbersDesk desk)
{
    public IEnumerable<Command> Table =>
    [
        new(
            "/incident numbers",
            [Known.Incident],
            "Shows how long everything took, with the events that say so",
            Permissions.Observe,
            (context, ct) => desk.NumbersAsync(context.Request, context.Arguments.NumberOf(Known.Incident), ct)),
    ];
}
