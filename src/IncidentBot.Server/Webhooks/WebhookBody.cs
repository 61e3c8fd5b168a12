using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Timeline;

namespace IncidentBot.Webhooks;

/// <summary>
/// One body for two readers: the attributes and the data of a CloudEvent 1.0.2 in JSON, and <c>type</c>, <c>timestamp</c> and <c>data</c> as
/// Standard Webhooks has them. Each text is cut, so that it stays below 20 kB whatever is in it.
/// </summary>
internal static class WebhookBody
{
    private const int LongestText = 1500;
    private const int LongestTitle = 300;
    private const int LongestName = 60;
    private const int MostServices = 12;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(string id, string type, string source, string subject, DateTimeOffset at, Action<Utf8JsonWriter> data)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("specversion", "1.0");
            json.WriteString("id", id);
            json.WriteString("source", source);
            json.WriteString("type", type);
            json.WriteString("subject", subject);
            json.WriteString("time", Utc(at));
            json.WriteString("timestamp", Utc(at));
            json.WriteString("datacontenttype", "application/json");
            json.WriteStartObject("data");
            data(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>How the incident stands from then on, and the sentence of its timeline.</summary>
    /// <param name="link">Where people open it; null where there is no such address.</param>
    public static void Write(Utf8JsonWriter json, Incident incident, TimelineEntry entry, Uri? link, Func<string, string> clean)
    {
        json.WriteString("label", incident.Label);
        json.WriteNumber("number", incident.Number);
        json.WriteString("title", Cut(clean(incident.Title), LongestTitle));
        json.WriteString("severity", $"{incident.Severity}");
        json.WriteString("kind", $"{incident.Kind}");
        json.WriteString("state", $"{incident.State}");
        json.WriteStartObject("target");
        json.WriteString("system", Cut(incident.Target.System, LongestName));
        json.WriteString("name", Cut(clean(incident.Target.Name), LongestName));
        json.WriteEndObject();
        json.WriteStartArray("services");
        foreach (var service in incident.Services.Take(MostServices))
        {
            json.WriteStringValue(Cut(clean(service), LongestName));
        }

        json.WriteEndArray();
        json.WriteString("openedAt", Utc(incident.OpenedAt));
        WriteTime(json, "acknowledgedAt", incident.AcknowledgedAt);
        WriteTime(json, "mitigatedAt", incident.MitigatedAt);
        WriteTime(json, "resolvedAt", incident.ResolvedAt);

        json.WriteString("link", link?.AbsoluteUri);

        // Cleaned before it is cut: half a secret is not known for one.
        json.WriteString("text", Cut(Moment.Replace(clean(entry.Text), at => Moment.Utc(at, hasDay: true)), LongestText));
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? at)
    {
        if (at is { } known)
        {
            json.WriteString(name, Utc(known));
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Cut(string text, int longest) =>
        text.Length <= longest ? text : $"{text.AsSpan(0, char.IsHighSurrogate(text[longest - 2]) ? longest - 2 : longest - 1)}…";
}
