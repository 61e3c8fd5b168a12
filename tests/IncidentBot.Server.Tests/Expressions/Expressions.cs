using System.Reflection;
using System.Text.RegularExpressions;
using IncidentBot.Execution;

namespace IncidentBot.Expressions;

/// <summary>Every regular expression that the compiler makes for the bot, by the name of its class and its method.</summary>
internal static class Expressions
{
    public static IReadOnlyDictionary<string, Regex> All { get; } = new[] { typeof(Redactor).Assembly, typeof(Bot).Assembly }
        .SelectMany(assembly => assembly.GetTypes())
        .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        .Where(method => method.GetCustomAttribute<GeneratedRegexAttribute>() is not null)
        .ToDictionary(method => $"{method.DeclaringType!.Name}.{method.Name}", method => (Regex)method.Invoke(null, null)!);

    public static bool IsLinear(Regex expression) => expression.Options.HasFlag(RegexOptions.NonBacktracking);

    /// <summary>Those that go back when they do not match, and why that does not take long.</summary>
    public static IReadOnlyDictionary<string, string> GoBack { get; } = new Dictionary<string, string>
    {
        ["CardText.Unit"] = "looks at one letter before it and at three behind it",
        ["CardText.IncidentChannel"] = "begins only behind another letter than its own, so no two tries overlap",
        ["SlackText.FormattingCharacter"] = "looks at one letter before or behind",
        ["TeamsText.Token"] = "looks at five letters behind it",
        ["LogLines.RedisWarning"] = "begins at the start of a line, of which each part can end in one place only",
        ["HostCommand.Placeholder"] = "the configuration's own text; looks at one letter before and behind",
        ["DatabaseTargetReader.Place"] = "the configuration's own text; looks at one letter before it",
    };
}
