using IncidentBot.Alerting;
using IncidentBot.Alerts;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Storage;
using IncidentBot.Words;

namespace IncidentBot.Rounds;

/// <summary>
/// Looks whether the alerts of an open incident still fire. A source that can be asked is; of the others nobody knows whether the
/// notice of their end was lost, so after a while people are asked, once until something is heard again.
/// </summary>
public sealed class UnheardAlertsRound(
    RoundDecisions rounds, IAlertStore alerts, IAlertInbox inbox, IFiringAlerts sources, AlertOpenings openings, AlertPolicy policy, TimeProvider time)
    : IRound
{
    public AppointmentKind Kind => AppointmentKind.UnheardAlerts;

    public async Task CarryOutAsync(DueItem item, CancellationToken ct)
    {
        if (await rounds.FindAsync(item, Fires, ct) is not { } incident)
        {
            return;
        }

        var now = time.GetUtcNow();
        var firing = (await alerts.OfIncidentAsync(incident.Id, IAlertStore.Everything, ct)).Select(one => one.Alert).Where(alert => alert.IsFiring).ToList();
        var unheard = new List<Alert>();
        foreach (var source in firing.GroupBy(alert => alert.Source))
        {
            if (await sources.OfAsync(source.Key, ct) is { } known)
            {
                await EndAsync(source.Key, [.. source.Where(alert => !known.Contains(alert.Fingerprint))], now, ct);
            }
            else
            {
                unheard.AddRange(source.Where(alert => now - alert.HeardAt >= policy.AskPeopleAfter));
            }
        }

        await rounds.CommitAsync(item, current => Fires(current) ? Next(current, unheard, now) : null, ct);
    }

    private static bool Fires(Incident incident) => incident is { IsOpen: true, Alerts.Fires: true };

    /// <summary>As if the source had said so, which it once did, perhaps while nobody heard it.</summary>
    private async Task EndAsync(string source, IReadOnlyList<Alert> over, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var group in over.GroupBy(alert => alert.Group))
        {
            await inbox.AddAsync(
                source,
                new AlertDelivery(group.Key, [.. group.Select(alert =>
                    new AlertNotice(alert.Fingerprint, IsFiring: false, alert.Labels, alert.Annotations, alert.StartsAt, now) { Links = alert.Links })]),
                now,
                ct);
        }
    }

    private Changes Next(Incident incident, List<Alert> unheard, DateTimeOffset now)
    {
        var again = openings.Changes.AskedAt(incident, now);
        return unheard.Count == 0 || incident.Alerts!.AskedAt is not null
            ? new Changes { Schedule = [again] }
            : new Changes
            {
                Incident = incident with { Alerts = incident.Alerts with { AskedAt = now } },
                Say = [new Outgoing.Post(incident.Channel, Question(incident, unheard))],
                Schedule = [again],
            };
    }

    private static Card Question(Incident incident, List<Alert> unheard) => Card.Say(
        $"{incident.Label}: does {(unheard.Count == 1 ? unheard[0].What : $"any of {Figures.Count(unheard.Count)} alerts")} still fire?",
        $"{(unheard.Count == 1 ? "It was" : "They were")} last heard of {Moment.Of(unheard.Max(alert => alert.HeardAt))}. The notice of an end is "
            + $"sent once, and may be lost. If {(unheard.Count == 1 ? "it is" : "they are")} over: /alert resolved {incident.Label} <how you know>.") with
    {
        Tone = Tone.Warning,
        Buttons = [new CardButton("Alerts", $"/alert list {incident.Label}")],
    };
}
