using System.Globalization;
using System.Text.Json;

namespace IncidentBot.Alerts.Wire;

/// <summary>What the bodies of an Alertmanager and of a Grafana have in common: one group, and in it each alert with a state of its own.</summary>
internal static class AlertGroupBody
{
    /// <param name="links">The title of each link that an alert may have, and its field.</param>
    /// <param name="at">When it came: the time of what says none.</param>
    public static AlertDelivery Read(JsonElement root, DateTimeOffset at, params (string Title, string Field)[] links)
    {
        WireJson.ExpectObject(root, "it");
        var alerts = WireJson.List(root, "alerts", "") ?? throw new UnreadableException("\"alerts\" is missing");
        var group = WireJson.Text(root, "groupKey", "") ?? throw new UnreadableException("\"groupKey\" is missing");
        var notices = alerts.EnumerateArray()
            .Take(AlertBounds.MostAlerts)
            .Select((alert, n) => Notice(alert, string.Create(CultureInfo.InvariantCulture, $"alerts[{n}]"), at, links));
        return new AlertDelivery(AlertBounds.Key(group), LastOfEach(notices))
        {
            Truncated = (int)Math.Min(int.MaxValue, Truncated(root) + Math.Max(0, alerts.GetArrayLength() - AlertBounds.MostAlerts)),
            Address = AlertLinks.Address(root, "externalURL"),
        };
    }

    public static bool IsFiring(string status, string path) =>
        status.Equals("firing", StringComparison.OrdinalIgnoreCase) || (status.Equals("resolved", StringComparison.OrdinalIgnoreCase)
            ? false
            : throw new UnreadableException($"\"{path}status\" is \"{WireJson.Shown(status)}\" where firing or resolved is expected"));

    /// <summary>What a body says last of an alert is how it stands.</summary>
    public static IReadOnlyList<AlertNotice> LastOfEach(IEnumerable<AlertNotice> notices) =>
        [.. notices.Reverse().DistinctBy(notice => notice.Fingerprint).Reverse()];

    private static AlertNotice Notice(JsonElement alert, string name, DateTimeOffset at, (string Title, string Field)[] links)
    {
        WireJson.ExpectObject(alert, $"\"{name}\"");
        var path = $"{name}.";
        var isFiring = IsFiring(WireJson.Text(alert, "status", path) ?? throw new UnreadableException($"\"{path}status\" is missing"), path);
        if (WireJson.Object(alert, "labels", path) is null)
        {
            throw new UnreadableException($"\"{path}labels\" is missing");
        }

        var labels = WireJson.Texts(alert, "labels", path);
        var annotations = AlertBounds.Texts(WireJson.Texts(alert, "annotations", path));
        var fingerprint = WireJson.Text(alert, "fingerprint", path) is { Length: > 0 } given ? AlertBounds.Key(given) : AlertBounds.Fingerprint(labels);
        var endsAt = WireJson.Time(alert, "endsAt", path);
        return new AlertNotice(
            fingerprint,
            isFiring,
            AlertBounds.Texts(labels),
            annotations,
            WireJson.Time(alert, "startsAt", path) ?? at,
            isFiring ? null : endsAt ?? at)
        {
            Links = AlertLinks.Of(alert, annotations, links),
        };
    }

    private static long Truncated(JsonElement root) => WireJson.Field(root, "truncatedAlerts") switch
    {
        null => 0,
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out var count) && count >= 0 => Math.Min(count, int.MaxValue),
        _ => throw new UnreadableException("\"truncatedAlerts\" is no whole number"),
    };
}
