using IncidentBot.Actions;
using IncidentBot.People;

namespace IncidentBot.Commands;

/// <summary>Completes a line from the command table: the name first, then argument by argument, and last where it is aimed.</summary>
public sealed class CommandCompletion(CommandReader reader, TargetCatalogue targets, KnownValues values)
{
    private const int Most = 8;
    private const string On = "on";

    /// <inheritdoc cref="CompletionOf"/>
    public async Task<Completion> OfAsync(string typed, Person by, IReadOnlyList<string> earlier, CancellationToken ct)
    {
        typed = typed.TrimStart();
        if (!typed.StartsWith('/') || typed.Length > CommandReader.LongestText)
        {
            return Completion.None;
        }

        var (before, current) = AtTheEnd(typed);
        if (CommandOf(before) is not { } found)
        {
            return Names(typed, by);
        }

        var next = Arguments.Next(found.Command, found.Words);
        var aim = found.Command.Parameters.FirstOrDefault(parameter => parameter.Kind is ParameterKind.Target);
        if (aim is not null && found.Words is [.., var behind, _] && IsOn(behind))
        {
            return Completion.None;
        }

        var suggestions = new List<Suggestion>();
        if (aim is not null && found.Words is [.., var last] && IsOn(last))
        {
            next = [aim];
            suggestions.AddRange(TargetsOf(found.Command).Select(target => new Suggestion($"{before}{target.Name} ", target.Name, target.Address)));
        }
        else
        {
            foreach (var parameter in next)
            {
                suggestions.AddRange((await values.OfAsync(parameter, current, by, found.Command, earlier, ct))
                    .Select(value => new Suggestion(before + value.Word + (value.Word.EndsWith('=') ? "" : " "), value.Word, value.Help)));
            }

            if (aim is not null && !next.Any(parameter => parameter.Required))
            {
                suggestions.AddRange(TargetsOf(found.Command)
                    .Select(target => new Suggestion($"{before}{On} {target.Name} ", $"{On} {target.Name}", target.Address)));
                next = [.. next, aim];
            }
        }

        List<Suggestion> fitting = [.. suggestions
            .Where(one => IsBegun(one, current) && one.Line.TrimEnd() != typed)
            .DistinctBy(one => one.Line)
            .Take(Most)];
        return new Completion(fitting, next.Count > 0 ? HintOf(next[0]) : null, IsHalf(next, suggestions, fitting, current));
    }

    /// <summary>What begins as typed comes first, then what holds each typed word somewhere.</summary>
    private Completion Names(string typed, Person by)
    {
        var words = CommandReader.Split(typed.TrimStart('/'));
        var offered = reader.Offered.Where(command => command.IsFor(by)).ToList();
        var begins = offered.Where(command => command.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase)).ToList();
        var holds = offered.Except(begins).Where(command => words.All(word =>
            command.Name.Contains(word, StringComparison.OrdinalIgnoreCase) || command.Help.Contains(word, StringComparison.OrdinalIgnoreCase)));
        return new Completion(
            [.. begins.Concat(holds).Take(Most).Select(command => new Suggestion($"{command.Name} ", command.Usage, command.Help))],
            IsHalf: begins.Count > 0 && words.Count > 0 && reader.Read(typed) is CommandReading.Unknown);
    }

    private IReadOnlyList<Target> TargetsOf(Command command) => targets.Of(command.Root[1..]) is { Count: > 0 } own ? own : targets.All;

    /// <summary>The command that stands whole before the word that is being typed.</summary>
    private CommandReading.Found? CommandOf(string before) => reader.Read(before) as CommandReading.Found;

    private static bool IsOn(string word) => word.Equals(On, StringComparison.OrdinalIgnoreCase);

    /// <summary>People are named without their sign, too.</summary>
    private static bool IsBegun(Suggestion one, string current) =>
        one.Label.StartsWith(current, StringComparison.OrdinalIgnoreCase) || one.Label.TrimStart('@').StartsWith(current, StringComparison.OrdinalIgnoreCase);

    private static (string Before, string Current) AtTheEnd(string typed)
    {
        var at = typed.LastIndexOf(' ') + 1;
        return (typed[..at], typed[at..]);
    }

    private static bool IsHalf(IReadOnlyList<Parameter> next, List<Suggestion> all, List<Suggestion> fitting, string current) =>
        current.Length > 0
        && fitting.Count > 0
        && next is [{ Kind: ParameterKind.Target } or { Required: true, Kind: not (ParameterKind.Word or ParameterKind.Words or ParameterKind.Text) }, ..]
        && !all.Any(one => one.Label.Equals(current, StringComparison.OrdinalIgnoreCase));

    private static string HintOf(Parameter parameter) => $"{parameter.Usage}, such as {parameter.Example}: {parameter.Help}";
}
