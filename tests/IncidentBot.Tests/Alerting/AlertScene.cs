using System.Security.Cryptography;
using System.Text;
using IncidentBot.Alerting;
using IncidentBot.Alerts;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Storage;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Alerting;

/// <summary>A room with a source of alerts, and shorthand for what it sends.</summary>
internal sealed class AlertScene(IncidentRoom room)
{
    public const string Source = "prometheus";
    private long sent;

    public AlertScene(IncidentPolicy? policy = null, params AlertRule[] rules)
        : this(new IncidentRoom(policy: policy, alertRules: rules))
    {
    }

    public IncidentRoom Room { get; } = room;

    public IReadOnlyList<Incident> Incidents => [.. Room.Store.Incidents.All(_ => true).OrderBy(incident => incident.Number)];

    public IReadOnlyList<string> Posts => [.. Room.Posts.Select(PlainText.Render)];

    public static AlertNotice Fires(string name, string instance = "10.0.0.1:6379", string severity = "critical", DateTimeOffset? since = null) =>
        Notice(name, instance, severity, since ?? Some.Night, null);

    public static AlertNotice Ended(string name, string instance = "10.0.0.1:6379", string severity = "critical", DateTimeOffset? since = null) =>
        Notice(name, instance, severity, since ?? Some.Night, Some.Night.AddHours(1));

    /// <summary>Taken at once, as the worker would.</summary>
    public Task SendAsync(string group, params AlertNotice[] notices) => SendAsync(new AlertDelivery(group, notices));

    public async Task SendAsync(params AlertDelivery[] deliveries)
    {
        await Room.AlertDesk.TakeAsync(
            [.. deliveries.Select(delivery => new WaitingDelivery(++sent, Source, delivery, Room.Time.GetUtcNow()))], default);
    }

    /// <summary>What the bot itself has put into the line.</summary>
    public async Task TakeWaitingAsync()
    {
        var waiting = await Room.Store.AlertInbox.OldestAsync(100, default);
        await Room.AlertDesk.TakeAsync(waiting, default);
        await Room.Store.AlertInbox.FinishAsync([.. waiting.Select(one => one.Id)], default);
    }

    private static AlertNotice Notice(string name, string instance, string severity, DateTimeOffset since, DateTimeOffset? ended) => new(
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{name}/{instance}")))[..16],
        ended is null,
        new Dictionary<string, string> { ["alertname"] = name, ["instance"] = instance, ["severity"] = severity },
        new Dictionary<string, string> { ["summary"] = $"{name} on {instance}" },
        since,
        ended)
    {
        Links = [new AlertLink("Source", $"http://prometheus:9090/graph?{name}")],
    };
}
