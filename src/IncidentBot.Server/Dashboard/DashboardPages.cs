using System.Globalization;
using System.Text.RegularExpressions;

namespace IncidentBot.Dashboard;

/// <summary>What leads from each page to the others.</summary>
internal static partial class DashboardPages
{
    public const string Incidents = "/incidents";
    public const string Reports = "/reports";
    public const string Targets = "/targets";
    public const string Alerts = "/alerts";
    public const string Runbooks = "/runbooks";
    public const string Actions = "/actions";
    public const string Deliveries = "/deliveries";
    public const string Audit = "/audit";

    public static IReadOnlyList<(string Path, string Name)> Menu { get; } =
    [
        (Incidents, "Incidents"),
        (Reports, "Reports"),
        (Targets, "Targets"),
        (Alerts, "Alerts"),
        (Runbooks, "Runbooks"),
        (Actions, "Actions"),
        (Deliveries, "Deliveries"),
        (Audit, "Audit"),
    ];

    /// <summary>Of the name of an incident's channel, as a card writes it: <c>inc-7-redis-is-down</c>.</summary>
    public static int NumberIn(string channel) =>
        int.TryParse(Number().Match(channel).ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>The number of <c>INC-7</c>, in whatever case, or of 7; null of anything else.</summary>
    public static int? NumberOf(string label) =>
        int.TryParse(
            label.StartsWith("INC-", StringComparison.OrdinalIgnoreCase) ? label.AsSpan(4) : label,
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var number) ? number : null;

    [GeneratedRegex("[0-9]{1,9}", RegexOptions.NonBacktracking)]
    private static partial Regex Number();
}
