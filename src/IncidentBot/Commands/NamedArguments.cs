using IncidentBot.Actions;
using IncidentBot.Words;

namespace IncidentBot.Commands;

/// <summary>What is typed of a command as <c>name=value</c>, or as the name of a flag.</summary>
/// <param name="values">Where they are put, by the names of their parameters.</param>
internal sealed class NamedArguments(Command command, IReadOnlyList<string> words, Dictionary<string, string> values)
{
    private readonly IReadOnlyList<Parameter> parameters = [.. command.Parameters.Where(parameter => parameter.Named)];

    /// <summary>What is wrong with the first that cannot be read; null when nothing is.</summary>
    public string? Fault { get; private set; }

    /// <returns>Behind those that stand there.</returns>
    public int After(int at, int end)
    {
        while (at < end && (TakeFlag(words[at]) || TakePair(words[at])))
        {
            at++;
        }

        return at;
    }

    /// <returns>Before those that stand at the end of a text.</returns>
    public int BeforeEnd(int end)
    {
        while (end > 0 && TakePair(words[end - 1]))
        {
            end--;
        }

        return end;
    }

    private bool TakeFlag(string word)
    {
        if (parameters.FirstOrDefault(known => known.Kind is ParameterKind.Flag && known.Name == WithoutHyphens(word)) is not { } flag)
        {
            return false;
        }

        values[flag.Name] = flag.Name;
        return true;
    }

    private bool TakePair(string word)
    {
        if (parameters.Count == 0 || WithoutHyphens(word).Split('=', 2) is not [{ Length: > 0 } name, var value])
        {
            return false;
        }

        var pairs = parameters.Where(known => known.Kind is not ParameterKind.Flag).ToList();
        if (pairs.Find(known => known.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } parameter)
        {
            // A title may have an equals sign in it; one that looks like an option was meant as one.
            var close = pairs.Find(known => EditDistance.Between(known.Name, name.ToLowerInvariant()) == 1);
            Fault ??= close is null ? null : $"There is nothing called '{name}'. Did you mean {close.Name}={value}?";
            return close is not null;
        }

        Fault ??= !values.TryAdd(parameter.Name, parameter.Spelled(value)) ? $"{parameter.Name} is given twice." : WhyNot(parameter, value);
        return true;
    }

    /// <summary>Who types at terminals puts two before a name, and a phone makes a dash of them.</summary>
    private static string WithoutHyphens(string word) => word.TrimStart('-', '–', '—');

    private static string? WhyNot(Parameter parameter, string value) =>
        parameter.Choices.Count == 0 || parameter.IsChoice(value) ? parameter.Check?.Invoke(value)
        : $"There is no {parameter.Name} '{value}'.{Meant(parameter, value)} There are: {string.Join(", ", parameter.Choices)}.";

    private static string Meant(Parameter parameter, string value) =>
        EditDistance.Closest(value, parameter.Choices, 1) is [var close] ? $" Did you mean {close}?" : "";
}
