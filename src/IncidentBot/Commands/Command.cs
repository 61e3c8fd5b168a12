using IncidentBot.Messages;
using IncidentBot.People;

namespace IncidentBot.Commands;

/// <summary>One line of the command table.</summary>
/// <param name="Name">What is typed: <c>/incident open</c>, <c>/approve</c>.</param>
/// <param name="Arguments">In the notation of usage lines: <c>[P0|P1|P2] &lt;title&gt;</c>.</param>
/// <param name="Help">One line, as a statement of what it does.</param>
/// <param name="Run">Answers the request in the same commit as what it changes, and returns that answer.</param>
public sealed record Command(string Name, string Arguments, string Help, Func<CommandContext, CancellationToken, Task<Answer>> Run)
{
    /// <summary>Any of these lets somebody use it. What it is refused for in the end is decided where it is carried out; help only leaves out what would be.</summary>
    public Permissions Needs { get; init; } = Permissions.Observe;

    public bool IsFor(Person person) => (person.Permissions & Needs) != Permissions.None;

    public string Root => Name.Split(' ')[0];

    public string Usage => $"{Name} {Arguments}".TrimEnd();

    public CommandHelp ToHelp() => new(Name, Usage, Help);
}

/// <param name="Words">What followed the name, split at spaces; double quotes keep words together.</param>
/// <param name="Rest">What followed the name, as it was typed.</param>
public sealed record CommandContext(Request Request, Command Command, IReadOnlyList<string> Words, string Rest);
