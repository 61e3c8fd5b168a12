namespace IncidentBot.Webhooks;

/// <summary>What endpoints can be told, by the names that CloudEvents have.</summary>
internal static class WebhookTypes
{
    public const string Opened = "incidentbot.incident.opened";
    public const string Acknowledged = "incidentbot.incident.acknowledged";
    public const string Moved = "incidentbot.incident.moved";
    public const string Severity = "incidentbot.incident.severity";
    public const string Updated = "incidentbot.incident.updated";
    public const string Alerts = "incidentbot.incident.alerts";
    public const string Resolved = "incidentbot.incident.resolved";
    public const string Closed = "incidentbot.incident.closed";
    public const string Cancelled = "incidentbot.incident.cancelled";
    public const string Reopened = "incidentbot.incident.reopened";

    /// <summary>Somebody has typed <c>/webhooks test</c>; whoever is tried is told so, whatever else it wants to hear.</summary>
    public const string Test = "incidentbot.test";

    public static IReadOnlyList<string> All { get; } =
        [Opened, Acknowledged, Moved, Severity, Updated, Alerts, Resolved, Closed, Cancelled, Reopened];

    /// <summary>A beginning ends where a part of the name does: <c>incidentbot.incident.re</c> begins nothing.</summary>
    public static bool Fits(string wanted, string type) => type == wanted || type.StartsWith($"{wanted.TrimEnd('.')}.", StringComparison.Ordinal);
}
