using System.Text;
using System.Text.Json;

namespace IncidentBot.Reporting.Summaries;

/// <summary>A summary for programs. Times are in UTC, lengths in seconds, and what is not known is left out.</summary>
public static class DocumentJson
{
    public static string Render(SummaryDocument document)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("incident", document.Incident.Label);
            json.WriteString("title", document.Incident.Title);
            json.WriteString("severity", $"{document.Incident.Severity}");
            json.WriteString("kind", $"{document.Incident.Kind}");
            json.WriteString("state", $"{document.Incident.State}");
            json.WriteString("target", $"{document.Incident.Target}");
            json.WriteBoolean("private", document.Incident.IsPrivate);
            json.WriteString("length", $"{document.Length}");
            json.WriteString("writtenAt", document.At.UtcDateTime);
            if (document.Version is { } version)
            {
                json.WriteStartObject("postedVersion");
                json.WriteNumber("version", version.Version);
                json.WriteNumber("entries", version.Entries);
                json.WriteString("at", version.At.UtcDateTime);
                json.WriteEndObject();
            }

            Times(json, document);
            json.WriteStartArray("sections");
            foreach (var section in document.Sections)
            {
                Write(json, document, section);
            }

            json.WriteEndArray();
            json.WriteStartArray("readings");
            foreach (var chart in document.Charts)
            {
                Write(json, chart);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return $"{Encoding.UTF8.GetString(stream.ToArray())}\n";
    }

    private static void Times(Utf8JsonWriter json, SummaryDocument document)
    {
        if (document.Incident.Milestones is not { } times)
        {
            return;
        }

        json.WriteStartObject("times");
        json.WriteString("openedAt", times.OpenedAt.UtcDateTime);
        At("acknowledgedAt", times.AcknowledgedAt);
        At("mitigatedAt", times.MitigatedAt);
        At("resolvedAt", times.ResolvedAt);
        json.WriteNumber("secondsAffected", Math.Round(times.TimeAffected(document.At).TotalSeconds));
        json.WriteEndObject();

        void At(string name, DateTimeOffset? at)
        {
            if (at is { } there)
            {
                json.WriteString(name, there.UtcDateTime);
            }
        }
    }

    private static void Write(Utf8JsonWriter json, SummaryDocument document, DocumentSection section)
    {
        json.WriteStartObject();
        json.WriteString("key", section.Key);
        json.WriteString("heading", section.Heading);
        json.WriteStartArray("sentences");
        foreach (var sentence in section.Sentences)
        {
            json.WriteStartObject();
            json.WriteString("text", DocumentMarkdown.Dated(sentence.Text));
            json.WriteStartArray("events");
            foreach (var number in sentence.Events)
            {
                json.WriteNumberValue(number);
            }

            json.WriteEndArray();
            if (document.Version is not null)
            {
                json.WriteBoolean("new", document.New.Contains(sentence));
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ReadingChart chart)
    {
        json.WriteStartObject();
        json.WriteString("name", chart.Name);
        json.WriteString("title", chart.Title);
        json.WriteString("unit", $"{chart.Unit}");
        json.WriteStartObject("limits");
        foreach (var limit in chart.Limits)
        {
            json.WriteNumber(limit.Name, limit.Value);
        }

        json.WriteEndObject();
        json.WriteStartArray("points");
        foreach (var point in chart.Points)
        {
            json.WriteStartArray();
            json.WriteStringValue(point.At.UtcDateTime);
            json.WriteNumberValue(point.Value);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
