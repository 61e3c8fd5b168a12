using System.Text.Json;

namespace IncidentBot.Alerts;

/// <summary>What an Alertmanager posts of one group, as far as a test decides it.</summary>
/// <param name="Name">The alert's, by which its group is made: <c>{}:{alertname="HighLatency"}</c>.</param>
internal sealed record Notification(string Name, IReadOnlyList<NotifiedAlert> Alerts)
{
    public string GroupKey => $"{{}}:{{alertname=\"{Name}\"}}";

    public byte[] ToBody() => JsonSerializer.SerializeToUtf8Bytes(new
    {
        receiver = "incidentbot",
        status = Alerts.Any(alert => alert.IsFiring) ? "firing" : "resolved",
        alerts = Alerts.Select(alert => new
        {
            status = alert.IsFiring ? "firing" : "resolved",
            labels = new { alertname = Name, instance = $"{alert.Fingerprint}:9100", job = "node", severity = "warning" },
            annotations = new { summary = $"{Name} on {alert.Fingerprint}", runbook_url = $"https://runbooks.example/{Name}" },
            startsAt = alert.StartsAt,
            endsAt = alert.EndsAt?.ToString("O") ?? "0001-01-01T00:00:00Z",
            generatorURL = $"http://prometheus:9090/graph?g0.expr={Name}&g0.tab=1",
            fingerprint = alert.Fingerprint,
        }),
        groupLabels = new { alertname = Name },
        commonLabels = new { alertname = Name, job = "node", severity = "warning" },
        commonAnnotations = new { },
        externalURL = "http://alertmanager:9093",
        version = "4",
        groupKey = GroupKey,
        truncatedAlerts = 0,
    });
}

/// <param name="EndsAt">Null while it fires.</param>
internal sealed record NotifiedAlert(string Fingerprint, DateTimeOffset StartsAt, DateTimeOffset? EndsAt)
{
    public bool IsFiring => EndsAt is null;
}
