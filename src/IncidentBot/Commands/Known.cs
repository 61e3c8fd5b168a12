using System.Globalization;
using System.Text.RegularExpressions;
using IncidentBot.Actions;
using IncidentBot.Incidents;

namespace IncidentBot.Commands;

/// <summary>The parameters that several commands have.</summary>
internal static partial class Known
{
    public static Parameter Incident { get; } = new("incident", "the incident; that of the channel where it is left out", "INC-7")
    {
        Kind = ParameterKind.Incident,
        Notation = "INC-n",
    };

    public static Parameter Run { get; } = new("run", "the run", "R-12")
    {
        Kind = ParameterKind.Run,
        Notation = "R-n",
        Required = true,
        Question = "Which run?",
        Hint = "Runs are named R-1, R-2, …; /run list shows them.",
    };

    public static Parameter Severity { get; } = new("severity", "P0 is down, P1 degraded, P2 partly wrong", "P1")
    {
        Kind = ParameterKind.Choice,
        Choices = Enum.GetNames<Severity>(),
        Notation = string.Join('|', Enum.GetNames<Severity>()),
        WasMeant = word => Level().IsMatch(word),
    };

    public static Parameter Person { get; } = new("person", "a person, as they are mentioned, or by their id or name", "@ada")
    {
        Kind = ParameterKind.Person,
        Required = true,
    };

    /// <summary>A severity, by the names that people know from elsewhere: P3, SEV-1.</summary>
    [GeneratedRegex(@"^(?:p|sev-?)\d+$", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Level();

    /// <summary>The number of what is named by a letter and a number, as cards and summaries name it: 7 for <c>e7</c>.</summary>
    /// <returns>Null where the word is no such name.</returns>
    public static int? Numbered(char letter, string word) =>
        word.Length > 1
        && char.ToLowerInvariant(word[0]) == letter
        && int.TryParse(word.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The words that make up the rest of a line.</summary>
    public static Parameter Text(string name, string help, string example) => new(name, help, example) { Kind = ParameterKind.Text, TakesRest = true };
}
