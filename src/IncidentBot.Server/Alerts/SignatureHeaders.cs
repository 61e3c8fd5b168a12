namespace IncidentBot.Alerts;

/// <summary>
/// Where the HMAC-SHA256 of a body is, in hexadecimal digits of small letters, and the seconds since 1970 with which it begins:
/// <c>1787393730:{…}</c>. Grafana has a default for the first name only; https://grafana.com/docs/grafana/latest/alerting/.
/// </summary>
internal static class SignatureHeaders
{
    public static (string Signature, string Timestamp) Of(AlertSourceKind kind) => kind is AlertSourceKind.Grafana
        ? ("X-Grafana-Alerting-Signature", "X-Grafana-Alerting-Timestamp")
        : ("X-Signature", "X-Timestamp");
}
