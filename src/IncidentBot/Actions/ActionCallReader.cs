using IncidentBot.Words;

namespace IncidentBot.Actions;

/// <summary>Turns typed words into a validated call: <c>clear-cache rl:* on primary</c>.</summary>
public sealed class ActionCallReader(ActionCatalogue actions, TargetCatalogue targets)
{
    /// <param name="words">Arguments in the order of the parameters, or as <c>name=value</c>; <c>on TARGET</c> at the end.</param>
    /// <param name="preferredTarget">The target to use where none is named, such as the incident's.</param>
    public ActionReading Read(string actionId, IReadOnlyList<string> words, string? preferredTarget)
    {
        if (actions.Find(actionId) is not { Definition: var definition })
        {
            return new ActionReading.Wrong($"There is no action {actionId}.", "Type /help to see what there is.");
        }

        var usage = $"Type {Usage(definition)}. For example: {Example(definition)}";
        var (arguments, targetName) = SplitTarget(words);
        var there = targets.Of(definition.Id.System);
        var known = string.Join(", ", there.Select(other => other.Name));
        var target = targetName is not null
            ? targets.Find(definition.Id.System, targetName) ?? targets.Find(definition.Id.System, NameWord.Of(targetName))
            : targets.Find(definition.Id.System, preferredTarget ?? "") ?? targets.DefaultFor(definition.Id.System);

        if (target is null)
        {
            return targetName is not null
                ? new ActionReading.Wrong($"There is no {definition.Id.System} target '{targetName}'.", $"Targets: {known}.")
                : there.Count == 0
                    ? new ActionReading.Wrong(NoneOf(definition.Id.System), targets.HowToAdd(definition.Id.System))
                    : new ActionReading.Wrong(
                        $"Which target? There are {known}.",
                        $"Type the same with the name at the end: {string.Join(' ', [CommandOf(definition), .. words])} on {there[0].Name}");
        }

        var typed = new Dictionary<string, string>();
        var open = new Queue<Parameter>(definition.Parameters);
        foreach (var word in arguments)
        {
            if (NamedParameter(definition, word) is { } named)
            {
                // Never the last one wins: what is cleared must be what was read.
                if (!typed.TryAdd(named.Name, word[(named.Name.Length + 1)..]))
                {
                    return new ActionReading.Wrong($"{named.Name} is given twice.", usage);
                }

                continue;
            }

            while (open.Count > 0 && typed.ContainsKey(open.Peek().Name))
            {
                open.Dequeue();
            }

            if (open.Count == 0 && definition.Parameters is [.., { TakesRest: true, Name: var rest }])
            {
                typed[rest] += $" {word}";
                continue;
            }

            if (open.Count == 0)
            {
                return new ActionReading.Wrong($"'{word}' is one argument too many.", usage);
            }

            typed[open.Dequeue().Name] = word;
        }

        // In the order of the parameters, so that the call can be shown as it would be typed.
        var values = new Dictionary<string, string>();
        foreach (var parameter in definition.Parameters)
        {
            if (!typed.TryGetValue(parameter.Name, out var value) || value.Length == 0)
            {
                if (parameter.Required)
                {
                    return new ActionReading.Wrong($"{parameter.Name} is missing: {parameter.Help}.", usage);
                }

                continue;
            }

            if (parameter.Choices.Count == 0 && Invisible.IsIn(value))
            {
                return new ActionReading.Wrong(
                    $"{parameter.Name} '{Invisible.Escaped(value)}' has a character in it that nobody sees.", "Type it by hand: it came with what was copied.");
            }

            value = Invisible.Stripped(value);
            var choice = new[] { value, NameWord.WithoutSentenceEnd(value) }
                .SelectMany(meant => parameter.Choices.Where(choice => string.Equals(choice, meant, StringComparison.OrdinalIgnoreCase)))
                .FirstOrDefault();
            if (parameter.Choices.Count > 0 && choice is null)
            {
                return new ActionReading.Wrong($"{parameter.Name} cannot be '{value}'.", $"Choose one of: {string.Join(", ", parameter.Choices)}.");
            }

            if (parameter.Check?.Invoke(value) is { } fault)
            {
                return new ActionReading.Wrong($"{parameter.Name} '{value}': {fault}", usage);
            }

            values[parameter.Name] = choice ?? value;
        }

        return new ActionReading.Ok(new ActionCall(definition.Id, target.Name, values));
    }

    /// <summary>That a family of actions has nothing to work on yet, and what to do; null where it has.</summary>
    public string? WhyNotYet(string system) => targets.Of(system).Count > 0 ? null : $"{NoneOf(system)} {targets.HowToAdd(system)}";

    /// <summary>Where an action is aimed.</summary>
    public static Parameter Target { get; } = new(
        "target",
        "the name of a target; the incident's, or else primary or the only one, where it is left out",
        TargetCatalogue.Primary)
    {
        Kind = ParameterKind.Target,
        Notation = "on <target>",
    };

    public static string Usage(ActionDefinition definition) =>
        string.Join(' ', [CommandOf(definition), .. definition.Parameters.Append(Target).Select(parameter => parameter.Usage)]);

    private static string Example(ActionDefinition definition) =>
        string.Join(' ', [CommandOf(definition), .. definition.Parameters.Where(parameter => parameter.Required)
            .Select(parameter => parameter.Example)]);

    private static string NoneOf(string system) => $"No {system} target is configured.";

    private static string CommandOf(ActionDefinition definition) => $"/{definition.Id.System} {definition.Id.Verb}";

    private static Parameter? NamedParameter(ActionDefinition definition, string word) =>
        definition.Parameters.FirstOrDefault(parameter => word.StartsWith(parameter.Name + "=", StringComparison.OrdinalIgnoreCase));

    private static (IReadOnlyList<string> Arguments, string? Target) SplitTarget(IReadOnlyList<string> words) =>
        words.Count >= 2 && string.Equals(Invisible.Stripped(words[^2]), "on", StringComparison.OrdinalIgnoreCase)
            ? ([.. words.Take(words.Count - 2)], Invisible.Stripped(words[^1]))
            : (words, null);
}

public abstract record ActionReading
{
    private ActionReading()
    {
    }

    public sealed record Ok(ActionCall Call) : ActionReading;

    /// <param name="Hint">What to type.</param>
    public sealed record Wrong(string Fault, string Hint) : ActionReading;
}
