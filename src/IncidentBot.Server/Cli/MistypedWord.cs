using System.CommandLine;
using System.CommandLine.Parsing;
using IncidentBot.Settings;
using IncidentBot.Words;

namespace IncidentBot.Cli;

/// <summary>The first word on the command line that means nothing there, in a sentence that says what may have been meant.</summary>
internal static class MistypedWord
{
    /// <returns>Null where every word is understood.</returns>
    public static string? In(ParseResult parsed, IReadOnlyList<string> words)
    {
        var verb = (Verb)parsed.CommandResult.Command;
        if (Stray(parsed, words) is { } stray)
        {
            return IsOption(stray) ? Option(verb, stray.Split('=')[0]) : Command(verb, stray);
        }

        return parsed.Errors.Count == 0 ? null
            : verb.Arguments.FirstOrDefault(argument => Lacks(parsed, argument)) is { } missing ? $"{verb.Path} needs {missing.Name}."
            : verb.Subcommands.Count > 0 && verb.Action is null
                ? $"{verb.Path} needs one word more: {string.Join(" or ", verb.Subcommands.Select(sub => sub.Name))}."
            : string.Join(' ', parsed.Errors.Select(error => error.Message));
    }

    /// <summary>What nothing takes; and what looks like an option and was taken for one of the words of a line or for a file.</summary>
    private static string? Stray(ParseResult parsed, IReadOnlyList<string> words) =>
        parsed.UnmatchedTokens.Count > 0 ? parsed.UnmatchedTokens[0]
        : words.Contains("--") ? null
        : parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).FirstOrDefault(token => IsOption(token.Value))?.Value;

    private static bool Lacks(ParseResult parsed, System.CommandLine.Argument argument) =>
        argument.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(argument) is not { Tokens.Count: > 0 };

    private static bool IsOption(string word) => word.Length > 1 && word[0] == '-' && !word.Contains(' ', StringComparison.Ordinal);

    private static string Option(Verb verb, string typed)
    {
        var names = Usage.Options(verb).Select(option => option.Name).Concat(SettingsCheck.Plain.Select(setting => $"--{setting}"));
        return $"Unknown option {typed}{(verb.Path.Length > 0 ? $" of {verb.Path}" : "")}."
            + $"{Meant(typed, [.. names])} A setting is written --Section:Key=value, in one word"
            + (verb.Arguments.Count > 0 ? $"; if {typed} belongs to {verb.Arguments[0].Name}, put -- before that." : ".");
    }

    private static string Command(Verb verb, string typed) => verb.Subcommands.Count > 0
        ? $"Unknown command {$"{verb.Path} {typed}".TrimStart()}.{Meant(typed, [.. verb.Subcommands.Select(sub => sub.Name)], verb.Path)}"
        : $"{verb.Path} takes no '{typed}'.";

    private static string Meant(string typed, IReadOnlyList<string> names, string before = "") =>
        EditDistance.Closest(typed, names, 1) is [var close] ? $" Did you mean {(before.Length > 0 ? $"{before} " : "")}{close}?" : "";
}
