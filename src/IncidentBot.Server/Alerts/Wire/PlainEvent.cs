using System.Text.Json;

namespace IncidentBot.Alerts.Wire;

/// <summary>An event in the plain form, and to which group it belongs.</summary>
internal sealed record PlainEvent(string Group, AlertNotice Notice)
{
    /// <param name="at">Its time where it says none.</param>
    /// <param name="labels">Those that it has beside its own.</param>
    /// <param name="fingerprint">Its name too, where it has none.</param>
    public static PlainEvent Read(JsonElement item, string path, DateTimeOffset at, IReadOnlyDictionary<string, string> labels, string fingerprint)
    {
        var all = WireJson.Texts(item, "labels", path);
        foreach (var (name, text) in labels)
        {
            all[name] = text;
        }

        if (WireJson.Scalar(item, "title", path) is { Length: > 0 } title)
        {
            all["alertname"] = title;
        }
        else
        {
            all.TryAdd("alertname", labels.GetValueOrDefault(CloudEventsBody.TypeLabel) ?? fingerprint);
        }

        if (WireJson.Scalar(item, "severity", path) is { Length: > 0 } severity)
        {
            all["severity"] = severity;
        }

        var isFiring = WireJson.Scalar(item, "status", path) is not { } status || AlertGroupBody.IsFiring(status, path);
        var annotations = AlertBounds.Texts(WireJson.Texts(item, "annotations", path));
        var endsAt = WireJson.Time(item, "endsAt", path);
        var group = WireJson.Scalar(item, "group", path) is { Length: > 0 } given ? given : fingerprint;
        return new PlainEvent(AlertBounds.Key(group), new AlertNotice(
            AlertBounds.Key(fingerprint),
            isFiring,
            AlertBounds.Texts(all),
            annotations,
            WireJson.Time(item, "startsAt", path) ?? at,
            isFiring ? null : endsAt ?? at)
        {
            Links = AlertLinks.Of(item, annotations, ("Source", "url")),
        });
    }
}
