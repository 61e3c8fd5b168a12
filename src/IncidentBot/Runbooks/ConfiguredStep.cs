using System.Text.RegularExpressions;
using IncidentBot.Actions;

namespace IncidentBot.Runbooks;

/// <summary>Something of the configuration that does what a line of anybody's runbook says.</summary>
/// <param name="Says">What such a line says.</param>
/// <param name="Words">What follows the name of the action, without the target.</param>
/// <param name="Setting">Where it stands in the configuration: <c>Http:shop:Endpoints:health</c>.</param>
public sealed record ConfiguredStep(ConfiguredText Says, ActionId Action, IReadOnlyList<string> Words, string Target, string Setting);

/// <summary>A request, a statement or a command, made comparable: spaces and capitals of no meaning are gone.</summary>
public sealed partial record ConfiguredText
{
    private ConfiguredText(string text) => Text = text;

    public string Text { get; }

    /// <param name="url">Without its query and fragment it is the same service that is asked.</param>
    public static ConfiguredText OfRequest(string method, string url) => new(Uri.TryCreate(url, UriKind.Absolute, out var address)
        ? $"{method.ToUpperInvariant()} {address.GetLeftPart(UriPartial.Path).TrimEnd('/')}"
        : $"{method.ToUpperInvariant()} {url}");

    public static ConfiguredText OfQuery(string sql) => new($"sql {Spaces().Replace(sql, " ").Trim(' ', ';').ToLowerInvariant()}");

    /// <param name="verb">What is done with the service: <c>status</c>, <c>restart</c>, <c>logs</c>.</param>
    /// <param name="unit">As the manager of services calls it.</param>
    public static ConfiguredText OfService(string verb, string unit) =>
        new($"{verb} {(unit.EndsWith(".service", StringComparison.Ordinal) ? unit[..^".service".Length] : unit)}");

    public static ConfiguredText OfCommand(string line) => new($"run {Spaces().Replace(line, " ").Trim()}");

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Spaces();
}
