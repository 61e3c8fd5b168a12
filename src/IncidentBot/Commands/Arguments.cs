using System.Diagnostics;
using System.Globalization;
using IncidentBot.Actions;
using IncidentBot.Messages;
using IncidentBot.Reporting;
using IncidentBot.Words;

namespace IncidentBot.Commands;

/// <summary>What was typed behind the name of a command, by its parameters.</summary>
public sealed class Arguments
{
    public static readonly Arguments None = new();

    private readonly Dictionary<string, string> values = [];

    private Arguments()
    {
    }

    /// <summary>Whether nothing was typed at all.</summary>
    public bool AreNone => values.Count == 0;

    /// <returns>Null where it was left out.</returns>
    public string? Find(Parameter parameter) => values.GetValueOrDefault(parameter.Name);

    public bool Has(Parameter parameter) => values.ContainsKey(parameter.Name);

    public IReadOnlyList<string> WordsOf(Parameter parameter) => Find(parameter) is { } text ? CommandReader.Split(text) : [];

    /// <summary>Of an incident, a run or a step, or a plain number; null where it was left out.</summary>
    public int? NumberOf(Parameter parameter) => Find(parameter) is not { } text ? null : parameter.Kind switch
    {
        ParameterKind.Incident or ParameterKind.Run or ParameterKind.RunOrIncident => Subject.Read(text)!.Number,
        _ => int.Parse(CommandReader.Split(text)[0], NumberStyles.None, CultureInfo.InvariantCulture),
    };

    /// <param name="words">What followed the name.</param>
    /// <param name="rest">The same, as it was typed.</param>
    public static ArgumentReading Read(Command command, IReadOnlyList<string> words, string rest)
    {
        var read = new Arguments();
        if (read.Take(command, words, rest) is { } wrong)
        {
            return wrong;
        }

        foreach (var parameter in command.Parameters)
        {
            if (parameter is { Required: true, AskedLater: false } && !read.Has(parameter))
            {
                return new ArgumentReading.Wrong(
                    parameter.Question
                        ?? (words.Count == 0 ? $"{parameter.Name} is missing: {parameter.Help}." : $"Something is missing after {words[^1]}."),
                    parameter.Hint);
            }
        }

        return new ArgumentReading.Ok(read);
    }

    /// <summary>What was typed of a command that may lack something.</summary>
    /// <returns>Null where something else is wrong with it.</returns>
    public static Arguments? ReadSoFar(Command command, IReadOnlyList<string> words, string rest)
    {
        var read = new Arguments();
        return read.Take(command, words, rest) is null ? read : null;
    }

    /// <summary>
    /// The parameters whose value can stand behind these words: those that may be left out, up to the first that may not. Then those
    /// that are named, where they were not.
    /// </summary>
    internal static IReadOnlyList<Parameter> Next(Command command, IReadOnlyList<string> words)
    {
        var open = new Queue<Parameter>(command.Parameters.Where(parameter => parameter is { Kind: not ParameterKind.Target, Named: false }));
        var given = new Dictionary<string, string>();
        var named = new NamedArguments(command, words, given);
        for (var at = named.After(0, words.Count); at < words.Count; at = named.After(at + 1, words.Count))
        {
            while (open.Count > 0 && !Fits(open.Peek(), Meant(open.Peek(), words[at])))
            {
                open.Dequeue();
            }

            if (open.TryPeek(out var taken) && !taken.TakesRest)
            {
                open.Dequeue();
            }
        }

        var positional = open.TakeWhile(parameter => !parameter.Required).ToList();
        return
        [
            .. positional,
            .. open.Skip(positional.Count).Take(1),
            .. command.Parameters.Where(parameter => parameter.Named && !given.ContainsKey(parameter.Name)),
        ];
    }

    /// <returns>What is wrong with a word; null when each is some parameter's.</returns>
    private ArgumentReading.Wrong? Take(Command command, IReadOnlyList<string> words, string rest)
    {
        var named = new NamedArguments(command, words, values);
        var (at, end) = (0, named.BeforeEnd(words.Count));
        if (command.Parameters.FirstOrDefault(parameter => parameter.Kind is ParameterKind.Target) is { } aim && TargetAtEnd(aim, words, end) is { } target)
        {
            values[aim.Name] = target;
            end = named.BeforeEnd(end - 2);
        }

        foreach (var parameter in command.Parameters.Where(parameter => parameter is { Kind: not ParameterKind.Target, Named: false }))
        {
            at = named.After(at, end);
            if (at == end)
            {
                break;
            }

            var word = Meant(parameter, words[at]);
            if (Fits(parameter, word))
            {
                var taken = parameter.TakesRest ? end - at : parameter.Kind is ParameterKind.Step && at + 1 < end && IsMark(words[at + 1]) ? 2 : 1;
                values[parameter.Name] = taken == 1 && !parameter.TakesRest ? parameter.Spelled(word) : Value(parameter, words, rest, at, taken);
                at += taken;
            }
            else if (parameter.Required)
            {
                return new ArgumentReading.Wrong($"{parameter.Name} cannot be '{words[at]}'.", parameter.Hint);
            }
            else if (parameter.WasMeant?.Invoke(word) is true)
            {
                var meant = parameter.Choices is [.., var last] ? last : parameter.Example;
                string[] again = [command.Name, .. words.Take(at), meant, CommandReader.After(rest, at + 1)];
                return new ArgumentReading.Wrong(
                    $"There is no {parameter.Name} '{words[at]}': {parameter.Help}.", $"For example: {string.Join(' ', again).TrimEnd()}");
            }
        }

        return named.Fault is { } fault ? new ArgumentReading.Wrong(fault, null)
            : at == end ? null
            : new ArgumentReading.Wrong(
                $"'{words[at]}' is one argument too many.",
                command.Parameters.LastOrDefault(parameter => parameter is { Kind: not ParameterKind.Target, Named: false })?.Hint);
    }

    /// <summary>Whether the word can be the parameter's. An optional one that it does not fit was left out.</summary>
    private static bool Fits(Parameter parameter, string word) => parameter.Kind switch
    {
        ParameterKind.Incident => Subject.Read(word) is { Kind: SubjectKind.Incident },
        ParameterKind.Run => Subject.Read(word) is { Kind: SubjectKind.Run },
        ParameterKind.RunOrIncident => Subject.Read(word) is not null,
        ParameterKind.Number or ParameterKind.Step => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out _),
        ParameterKind.Choice => parameter.IsChoice(word),

        // By its id, in front of a title: whoever opens the incident knows which words are ids.
        ParameterKind.Runbook => parameter.Required,
        _ => true,
    } && parameter.Check?.Invoke(word) is null;

    /// <summary>A number, a person or one of a few, without what people put around it or behind it.</summary>
    private static string Meant(Parameter parameter, string word) => parameter.Kind switch
    {
        _ when Fits(parameter, word) && parameter.Kind is not ParameterKind.Person => word,
        ParameterKind.Person when !word.Any(char.IsWhiteSpace) => NameWord.WithoutSentenceEnd(word),
        ParameterKind.Incident or ParameterKind.Run or ParameterKind.RunOrIncident or ParameterKind.Number or ParameterKind.Step or ParameterKind.Choice =>
            NameWord.Of(word),
        _ => word,
    };

    private static string? TargetAtEnd(Parameter aim, IReadOnlyList<string> words, int end) =>
        end >= 2 && words[end - 2].Equals("on", StringComparison.OrdinalIgnoreCase)
            ? new[] { words[end - 1], NameWord.Of(words[end - 1]) }.FirstOrDefault(name => aim.Check?.Invoke(name) is null)
            : null;

    private static bool IsMark(string word) => word.StartsWith(StepMark.Prefix, StringComparison.Ordinal);

    private static string Value(Parameter parameter, IReadOnlyList<string> words, string rest, int at, int taken) => parameter.Kind switch
    {
        ParameterKind.Text or ParameterKind.Words when at + taken == words.Count => CommandReader.After(rest, at),
        ParameterKind.Text or ParameterKind.Words => CommandReader.Before(CommandReader.After(rest, at), words.Count - at - taken),
        _ => string.Join(' ', words.Skip(at).Take(taken)),
    };
}

public abstract record ArgumentReading
{
    private ArgumentReading()
    {
    }

    public sealed record Ok(Arguments Arguments) : ArgumentReading;

    public sealed record Wrong(string Fault, string? Hint) : ArgumentReading;
}
