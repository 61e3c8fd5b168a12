namespace IncidentBot.Alerts.Wire;

/// <summary>What an Alertmanager posts: https://prometheus.io/docs/alerting/latest/configuration/#webhook_config.</summary>
internal static class AlertmanagerBody
{
    /// <param name="at">When it came: the time of what says none.</param>
    public static BodyReading Read(ReadOnlyMemory<byte> body, DateTimeOffset at) => WireJson.Read(
        body,
        "notice of an Alertmanager",
        "Expected is JSON as webhook_config sends it, version \"4\", with groupKey and alerts.",
        root => [AlertGroupBody.Read(root, at, ("Source", "generatorURL"))]);
}
