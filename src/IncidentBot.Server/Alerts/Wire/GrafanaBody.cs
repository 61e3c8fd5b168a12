namespace IncidentBot.Alerts.Wire;

/// <summary>
/// What the webhook of a Grafana's contact point sends, by POST or PUT:
/// https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/.
/// </summary>
internal static class GrafanaBody
{
    /// <param name="at">When it came: the time of what says none.</param>
    public static BodyReading Read(ReadOnlyMemory<byte> body, DateTimeOffset at) => WireJson.Read(
        body,
        "notice of a Grafana",
        "Expected is JSON as the webhook of a contact point sends it, version \"1\", with groupKey and alerts, and no custom payload.",
        root =>
        [
            AlertGroupBody.Read(
                root, at, ("Source", "generatorURL"), ("Dashboard", "dashboardURL"), ("Panel", "panelURL"), ("Silence", "silenceURL")),
        ]);
}
