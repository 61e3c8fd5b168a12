using IncidentBot.Alerts;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Storage;
using IncidentBot.Timeline;
using IncidentBot.Words;

namespace IncidentBot.Desk;

public sealed partial class IncidentDesk
{
    /// <summary>Says that a person has seen all alerts of the incident, however many; and that somebody has it, where nobody had.</summary>
    internal Task<Answer> SeeAlertsAsync(Request request, int? number, CancellationToken ct) => ChangeAsync(request, number, incident =>
    {
        if (WhyNoAlerts(request, incident) is { } refused)
        {
            return refused;
        }

        var tally = incident.Alerts!;
        var seen = Seen(incident, request);
        return Answered(
            WithTaking(changes.Of(Taken(seen, request.By.Id), request.By.Id, new TimelineEvent.AlertsSeen(tally.Firing)), incident, request.By),
            request,
            $"All alerts of {incident.Label} are acknowledged: {Plural.Of(tally.Firing, "alert")} {Plural.Pick(tally.Firing, "fires", "fire")}",
            "What begins to fire after this is told as new.");
    }, ct);

    /// <summary>Says that the alerts do not fire any more: the notice of a resolve is sent once, and may be lost.</summary>
    internal Task<Answer> EndAlertsAsync(Request request, int? number, string? reason, CancellationToken ct) => ChangeAsync(
        request, number, async incident =>
    {
        if (WhyNoAlerts(request, incident) is { } refused)
        {
            return refused;
        }

        if (Clean(reason) is not { Length: > 0 } why)
        {
            return decisions.Refuse(
                request,
                incident.Label,
                "That its alerts are over takes a reason; it goes on the record.",
                $"Type /alert resolved {incident.Label} <how you know>.");
        }

        var now = time.GetUtcNow();
        var over = (await alerts.OfIncidentAsync(incident.Id, IAlertStore.Everything, ct)).Where(one => one.Alert.IsFiring).ToList();
        var tally = incident.Alerts!;
        var news = new AlertNews { Ended = [.. over.Take(AlertNews.Most).Select(one => one.Alert.What)], EndedInAll = over.Count };
        var ended = incident with
        {
            Alerts = tally with { Firing = tally.Firing - over.Count, Resolved = tally.Resolved + over.Count, Truncated = 0, HeardAt = now, AskedAt = null },
        };
        var what = new TimelineEvent.AlertsChanged(news, ended.Alerts.Firing, ended.Alerts.Resolved, 0) { Why = why };
        var written = changes.Of(ended, request.By.Id, what) with
        {
            Alerts = new AlertChanges { Alerts = [.. over.Select(one => one with { Alert = one.Alert with { IsFiring = false, ChangedAt = now } })] },
        };
        return Answered(
            written, request, $"{Plural.Of(over.Count, "alert")} of {incident.Label} {Plural.Pick(over.Count, "is", "are")} over, as you say", Next(ended));
    }, ct);

    /// <summary>Whoever acknowledges an incident has seen the alerts that it had by then.</summary>
    private Incident Seen(Incident incident, Request request) => incident.Alerts is not { } tally ? incident : incident with
    {
        Alerts = tally with { SeenBy = request.By.Id, SeenAt = time.GetUtcNow(), NewSinceSeen = 0 },
    };

    private Changes? WhyNoAlerts(Request request, Incident incident) => incident.Alerts is null
        ? decisions.Refuse(request, incident.Label, $"No alert has to do with {incident.Label}.", "Those that fire: /alert list.")
        : null;
}
