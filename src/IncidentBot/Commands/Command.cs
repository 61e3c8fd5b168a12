using IncidentBot.Actions;
using IncidentBot.Messages;
using IncidentBot.People;

namespace IncidentBot.Commands;

/// <summary>One line of the command table.</summary>
/// <param name="Name">What is typed: <c>/incident open</c>, <c>/approve</c>.</param>
/// <param name="Help">One line, as a statement of what it does.</param>
/// <param name="Needs">Any of these lets somebody use it. What it is refused for in the end is decided where it is carried out;
/// help only leaves out what would be.</param>
/// <param name="Handler">Answers the request in the same commit as what it changes, and returns that answer.</param>
public sealed record Command(
    string Name,
    IReadOnlyList<Parameter> Parameters,
    string Help,
    Permissions Needs,
    Func<CommandContext, CancellationToken, Task<Answer>> Handler)
{
    /// <summary>Typed alone it is meant itself, and not an overview of what begins like it.</summary>
    public bool AnswersAlone { get; init; }

    /// <summary>Its words are read where it is carried out: those of an action also come as <c>name=value</c>.</summary>
    public bool ReadsItsWords { get; init; }

    /// <summary>The full name of the action that it is a command of: <c>redis.ping</c>.</summary>
    public string? Action { get; init; }

    /// <summary>It does what its words say, and that may be a change: with them it is on no button that nobody asked for.</summary>
    public bool MayChange { get; init; }

    /// <summary>Where it has nothing to work on yet: that, and what to do about it. It is not offered then; whoever types it is told.</summary>
    public string? NotYet { get; init; }

    /// <summary>What it risks, and what is asked next, for whoever asks for its details.</summary>
    public string? Then { get; init; }

    public bool IsFor(Person person) => (person.Permissions & Needs) != Permissions.None;

    public string Root => Name.Split(' ')[0];

    /// <summary>The last word of its name.</summary>
    public string Verb => Name.Split(' ')[^1].TrimStart('/');

    public string Usage => string.Join(' ', [Name, .. Parameters.Select(parameter => parameter.Usage)]);

    /// <summary>With no more than it needs, as it could be typed.</summary>
    public string Example => string.Join(' ', [Name, .. Parameters.Where(parameter => parameter.Required).Select(parameter => parameter.Example)]);

    public CommandDescription Describe() => new(Name, Usage, Help, Needs, [.. Parameters.Select(parameter =>
        new ParameterDescription(parameter.Name, parameter.Kind, parameter.Help, parameter.Example, parameter.Required, parameter.Choices))]);
}

/// <param name="Words">What followed the name, split at spaces; double quotes keep words together.</param>
/// <param name="Rest">What followed the name, as it was typed.</param>
/// <param name="Arguments">What of it belongs to which parameter.</param>
public sealed record CommandContext(Request Request, Command Command, IReadOnlyList<string> Words, string Rest, Arguments Arguments)
{
    public string? Find(Parameter parameter) => Arguments.Find(parameter);

    public string this[Parameter parameter] => Arguments.Find(parameter)!;
}
