using IncidentBot.Actions;
using IncidentBot.People;

namespace IncidentBot.Commands;

/// <summary>Completes a line from the command table: the name first, then argument by argument, and last where it is aimed.</summary>
public sealed class CommandCompletion(CommandReader reader, TargetCatalogue targets, KnownValues values)
{
    private const int Most = 8;

    /// <summary>Of the first words, of which there are more than anybody remembers, and in a list that scrolls.</summary>
    private const int MostFirst = 24;

    /// <summary>Of what can be done about runs, before the actions that can be run.</summary>
    private const int MostAboutRuns = 6;
    private const string On = "on";

    /// <inheritdoc cref="CompletionOf"/>
    public async Task<Completion> OfAsync(string typed, Person by, IReadOnlyList<string> earlier, CancellationToken ct)
    {
        typed = typed.TrimStart();
        if (!typed.StartsWith('/') || typed.Length > CommandReader.LongestText)
        {
            return Completion.None;
        }

        if (typed == "/")
        {
            return new Completion([.. Families(by)
                .Select(family => new Suggestion($"{family.Key} ", family.Key, About(family)))
                .Take(MostFirst)]);
        }

        var (before, current) = AtTheEnd(typed);
        if (before.TrimEnd().Equals(ActionCommands.ByName, StringComparison.OrdinalIgnoreCase))
        {
            return await ToRunAsync(before, current, by, earlier, ct);
        }

        if (CommandOf(before) is not { } found)
        {
            return Names(typed, by);
        }

        if (found.Command.Name == HelpCommand.Name)
        {
            return Topics(before, found, current, by);
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

    /// <summary>Behind <c>/run</c>: what there is to do about the runs that there are, by their names, then the actions.</summary>
    private async Task<Completion> ToRunAsync(string before, string current, Person by, IReadOnlyList<string> earlier, CancellationToken ct)
    {
        var offered = reader.Offered.Where(command => command.IsFor(by)).ToList();
        var (aboutRuns, verbs) = (new List<Suggestion>(), new List<Suggestion>());
        foreach (var command in offered.Where(command => command.Root == ActionCommands.ByName && command.Name != ActionCommands.ByName))
        {
            if (command.Parameters is [{ Kind: ParameterKind.Run } run, ..])
            {
                aboutRuns.AddRange((await values.OfAsync(run, "", by, command, earlier, ct))
                    .Select(one => new Suggestion($"{before}{command.Verb} {one.Word} ", $"{command.Verb} {one.Word}", one.Help)));
            }

            // By itself it can be typed in full, and is in the way where there is nothing to do.
            if (current.Length > 0 || !command.Parameters.Any(parameter => parameter.Required))
            {
                verbs.Add(new Suggestion($"{before}{command.Verb} ", command.Verb, command.Help));
            }
        }

        var actions = offered.Where(command => command.Action is not null)
            .Select(command => new Suggestion($"{before}{command.Action} ", command.Action!, command.Help));
        List<Suggestion> fitting =
        [
            .. aboutRuns.Where(one => IsBegun(one, current)).Take(MostAboutRuns),
            .. verbs.Where(one => IsBegun(one, current)),
            .. actions.Where(one => IsBegun(one, current)).Take(MostFirst - MostAboutRuns),
        ];
        var isWhole = fitting.Any(one => one.Label.Split(' ')[0].Equals(current, StringComparison.OrdinalIgnoreCase));
        return new Completion(
            [.. fitting.Where(one => one.Line.TrimEnd() != before + current)],
            reader.All.FirstOrDefault(command => command.Name == ActionCommands.ByName) is { Parameters: [var action, ..] } ? HintOf(action) : null,
            IsHalf: current.Length > 0 && fitting.Count > 0 && !isWhole);
    }

    /// <summary>What there is help about: everything, a family of commands, one of them.</summary>
    private Completion Topics(string before, CommandReading.Found help, string current, Person by)
    {
        var slash = help.Words is [var first, ..] ? first.StartsWith('/') : current.StartsWith('/');
        var topics = help.Words switch
        {
            [] => Families(by)
                .Select(family => new Suggestion("", slash ? family.Key : family.Key[1..], About(family)))
                .Prepend(new Suggestion("", HelpCommand.All, "everything that you can type")),
            [var family] => Families(by)
                .Where(one => one.Key[1..].Equals(family.TrimStart('/'), StringComparison.OrdinalIgnoreCase))
                .SelectMany(one => one.Where(command => command.Name != command.Root))
                .Select(command => new Suggestion("", command.Verb, command.Help)),
            _ => [],
        };
        return new Completion(
            [.. topics.Select(topic => topic with { Line = $"{before}{topic.Label} " })
                .Where(topic => IsBegun(topic, current) && topic.Line.TrimEnd() != before + current)
                .Take(MostFirst)],
            help.Words.Count == 0 ? HintOf(help.Command.Parameters[0]) : null);
    }

    private IEnumerable<IGrouping<string, Command>> Families(Person by) =>
        reader.Offered.Where(command => command.IsFor(by)).GroupBy(command => command.Root);

    private static string About(IGrouping<string, Command> family) => family.Count() == 1
        ? family.First().Help
        : string.Join(", ", family.Where(command => command.Name != command.Root).Select(command => command.Verb));

    private IReadOnlyList<Target> TargetsOf(Command command) => targets.Of(command.Root[1..]) is { Count: > 0 } own ? own : targets.All;

    /// <summary>The command that stands whole before the word that is being typed; of an action by its full name the action's own.</summary>
    private CommandReading.Found? CommandOf(string before) => reader.Read(before) switch
    {
        CommandReading.Found { Command.Name: ActionCommands.ByName, Words: [var action, ..] } =>
            reader.All.FirstOrDefault(command => action.Equals(command.Action, StringComparison.OrdinalIgnoreCase)) is { } own
                ? reader.Read($"{own.Name} {CommandReader.After(before, 2)}") as CommandReading.Found
                : null,
        var read => read as CommandReading.Found,
    };

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
