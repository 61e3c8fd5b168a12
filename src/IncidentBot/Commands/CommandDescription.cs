using IncidentBot.Actions;
using IncidentBot.People;

namespace IncidentBot.Commands;

/// <summary>A command as data, for doors through which programs come.</summary>
/// <param name="Needs">Any of these lets somebody use it.</param>
public sealed record CommandDescription(string Name, string Usage, string Help, Permissions Needs, IReadOnlyList<ParameterDescription> Parameters);

/// <param name="Choices">Empty where it is none of a few.</param>
public sealed record ParameterDescription(string Name, ParameterKind Kind, string Help, string Example, bool Required, IReadOnlyList<string> Choices);
