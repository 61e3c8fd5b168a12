using System.Text.Json;
using IncidentBot.Execution;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Storage;
using IncidentBot.Timeline;

namespace IncidentBot.Webhooks;

/// <summary>Which entries of a timeline are told to endpoints, as what, and to which of them. Of a private incident nothing is.</summary>
/// <param name="source">The bot, as CloudEvents name where an event is from.</param>
/// <param name="addressOf">Where people open a channel.</param>
internal sealed class IncidentEvents(
    WebhooksOptions options, string source, Func<ChannelRef, Uri?> addressOf, Redactor redactor, TimeProvider time)
{
    public IEnumerable<WebhookEvent> Of(Incident incident, TimelineEntry entry) =>
        !incident.IsPrivate && TypeOf(entry) is { } type
            ? Of(type, incident.Label, entry.At, options.Active.Where(endpoint => endpoint.Value.Takes(type)).Select(endpoint => endpoint.Key), json =>
                WebhookBody.Write(json, incident, entry, LinkTo(incident), redactor.Clean))
            : [];

    /// <summary>Tells one endpoint that somebody tries it.</summary>
    public WebhookEvent Test(string endpoint, string by) =>
        Of(WebhookTypes.Test, "test", time.GetUtcNow(), [endpoint], json => json.WriteString("text", redactor.Clean($"{by} tries this endpoint."))).Single();

    /// <summary>Null for what is the incident's own business.</summary>
    public static string? TypeOf(TimelineEntry entry) => entry.What switch
    {
        TimelineEvent.Opened => WebhookTypes.Opened,
        TimelineEvent.Acknowledged => WebhookTypes.Acknowledged,
        TimelineEvent.Changed { Field: IncidentField.Severity } => WebhookTypes.Severity,
        TimelineEvent.StatusUpdated => WebhookTypes.Updated,
        TimelineEvent.AlertsChanged => WebhookTypes.Alerts,
        TimelineEvent.Moved when entry.Turn is Incidents.Turn.Reopened => WebhookTypes.Reopened,
        TimelineEvent.Moved moved => moved.To switch
        {
            IncidentState.Resolved => WebhookTypes.Resolved,
            IncidentState.Closed => WebhookTypes.Closed,
            IncidentState.Cancelled => WebhookTypes.Cancelled,
            _ => WebhookTypes.Moved,
        },
        _ => null,
    };

    private Uri? LinkTo(Incident incident) => incident.Channels.Select(addressOf).FirstOrDefault(address => address is not null);

    private IEnumerable<WebhookEvent> Of(
        string type, string subject, DateTimeOffset at, IEnumerable<string> endpoints, Action<Utf8JsonWriter> data)
    {
        var now = time.GetUtcNow();
        var id = $"evt_{Guid.CreateVersion7(now):N}";
        var body = WebhookBody.Of(id, type, source, subject, at, data);
        return endpoints.Select(endpoint => new WebhookEvent(endpoint, id, type, subject, body, now));
    }
}
