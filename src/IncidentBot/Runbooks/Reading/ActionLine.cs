using System.Text.RegularExpressions;
using IncidentBot.Actions;
using IncidentBot.Words;

namespace IncidentBot.Runbooks.Reading;

/// <summary>A call as a person would type it, without the slash: <c>queue.status publishing on primary   # why</c>.</summary>
/// <param name="Definition">Null where there is no such action.</param>
/// <param name="Words">What follows the name, the target included.</param>
/// <param name="Fault">What is wrong with it; null for a call that can be made.</param>
internal sealed partial record ActionLine(ActionDefinition? Definition, IReadOnlyList<string> Words, string Comment, string? Fault, string Fix)
{
    /// <returns>Null for a line that calls nothing: empty, or a comment.</returns>
    public static ActionLine? Read(string line, ActionCatalogue actions)
    {
        var hash = Comments().Match(line);
        var comment = hash.Success ? line[(hash.Index + hash.Length)..].Trim() : "";
        var words = Word()
            .Matches(hash.Success ? line[..hash.Index] : line)
            .Select(match => match.Groups[1].Success ? match.Groups[1].Value : match.Value)
            .ToList();
        if (words.Count == 0)
        {
            return null;
        }

        if (actions.Find(words[0]) is { Definition: var definition })
        {
            var rest = words[1..];
            return new ActionLine(definition, rest, comment, null, "") is var call && WhyNot(definition, rest, actions) is var (fault, fix)
                ? call with { Fault = fault, Fix = fix }
                : call;
        }

        var meant = EditDistance.Closest(AsId(words), actions.All.Select(action => action.Definition.Id.Value), most: 2);
        return new ActionLine(
            null,
            words[1..],
            comment,
            $"There is no action {words[0]}.",
            meant.Count > 0 ? $"Did you mean {string.Join(" or ", meant)}?" : "Write the id of an action as /help lists them, with a dot: redis.ping.");
    }

    /// <summary><c>/redis ping</c> is redis.ping to whoever typed it.</summary>
    private static string AsId(List<string> words) =>
        words[0].TrimStart('/') is var first && words.Count > 1 && !first.Contains('.', StringComparison.Ordinal) ? $"{first}.{words[1]}" : first;

    /// <summary>What the reader of typed calls would say, whatever targets there are, with an example in the place of each placeholder.</summary>
    private static (string Fault, string Fix)? WhyNot(ActionDefinition definition, List<string> words, ActionCatalogue actions)
    {
        var target = new TargetCatalogue([new Target("any", definition.Id.System, "")]);
        if (words.Count >= 2 && words[^2].Equals("on", StringComparison.OrdinalIgnoreCase))
        {
            words = words[..^2];
        }

        var examples = words.Select((word, at) => !Placeholder.Is(word) ? word
            : definition.Parameters.FirstOrDefault(parameter => word.StartsWith(parameter.Name + "=", StringComparison.OrdinalIgnoreCase)) is { } named
                ? $"{named.Name}={named.Example}"
            : at < definition.Parameters.Count ? definition.Parameters[at].Example
            : word).ToList();
        return new ActionCallReader(actions, target).Read(definition.Id.Value, examples, null) is ActionReading.Wrong wrong
            ? (wrong.Fault, $"{wrong.Hint} A value that is not known yet is written "
                + $"<{definition.Parameters.FirstOrDefault(parameter => parameter.Required)?.Name ?? "value"}>.")
            : null;
    }

    [GeneratedRegex(@"(?:^|\s)#+(?:\s|$)", RegexOptions.NonBacktracking)]
    private static partial Regex Comments();

    [GeneratedRegex("""["“]([^"“”]*)["”]|<[^<>]*>|\S+""", RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
