using IncidentBot.Alerts;
using IncidentBot.Desk;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Storage;
using IncidentBot.Timeline;

namespace IncidentBot.Alerting;

/// <summary>
/// What changes in an incident when alerts of it were heard of. Each change is counted at once; it is told at most so often, so that
/// ten thousand alerts are no ten thousand messages.
/// </summary>
internal sealed class IncidentAlerts(AlertPolicy alerting, IncidentPolicy policy, PeopleDirectory people, TimeProvider time)
{
    private readonly IncidentChanges changes = new(policy, people, time);

    /// <param name="heard">All of them count in the incident from now on.</param>
    public Changes Joined(Incident incident, IReadOnlyList<HeardAlert> heard, Severity? worst)
    {
        var now = time.GetUtcNow();
        var counted = incident with { Alerts = AlertTallies.After(incident, heard, worst, now) };
        var written = !incident.IsOpen ? new Changes { Incident = counted }
            : counted.Alerts.Unsaid.IsEmpty ? new Changes { Incident = counted, Say = [IncidentChanges.Refresh(counted)] }
            : NextNews(counted) is { } later && later > now ? Later(counted, later)
            : Told(counted);
        return written with
        {
            Alerts = new AlertChanges { Alerts = [.. heard.Select(one => one.In(incident.Id))] },
            Schedule = [.. written.Schedule, .. Asked(incident, counted, now)],
        };
    }

    /// <summary>The alerts that open an incident are its first news; the card and the finding tell of them.</summary>
    public Changes Opened(Changes opened, IReadOnlyList<HeardAlert> heard, AlertVerdict verdict)
    {
        var now = time.GetUtcNow();
        var incident = opened.Incident!;
        var tally = AlertTallies.After(incident, heard, worst: null, now) with { VerifyWhenResolved = verdict.Verify };
        var by = SourceOf(heard[0].After);
        var services = verdict.Services.Select(service => TimelineEntry.Of(
            incident.Id,
            now,
            by,
            new TimelineEvent.ImpactStated(service, $"the alert {heard[0].After.Name} fires", heard.Min(one => one.After.StartsAt), Until: null))).ToList();
        return opened with
        {
            Incident = incident with
            {
                Alerts = tally with { Unsaid = AlertNews.None, SaidAt = now },
                Impacts = services.Aggregate(incident.Impacts, Impacts.After),
            },
            Timeline = [.. opened.Timeline, Entry(incident, tally, by, now), .. services],
            Schedule = [.. opened.Schedule, AskedAt(incident, now)],
            Alerts = new AlertChanges { Alerts = [.. heard.Select(one => one.In(incident.Id))] },
        };
    }

    /// <summary>When it is asked next whether what fires does so still.</summary>
    public Appointment AskedAt(Incident incident, DateTimeOffset now) =>
        IncidentKeys.At(incident, AppointmentKind.UnheardAlerts, now + alerting.AskSourceEvery);

    /// <summary>Tells everybody what has changed since they were last told; null where nothing has.</summary>
    public Changes? News(Incident incident) => incident is { IsOpen: true, Alerts.Unsaid.IsEmpty: false } ? Told(incident) : null;

    /// <summary>The record names the source where it was alerts that did something.</summary>
    public static PersonId SourceOf(Alert alert) => new Origin.Alert(alert.Source).Id!.Value;

    /// <summary>Once it is asked, that goes on for as long as something fires.</summary>
    private IEnumerable<Appointment> Asked(Incident before, Incident after, DateTimeOffset now) =>
        before.Alerts is not { Fires: true } && after.Alerts!.Fires && after.IsOpen ? [AskedAt(after, now)] : [];

    private DateTimeOffset? NextNews(Incident incident) => incident.Alerts!.SaidAt + alerting.NewsEvery;

    private static Changes Later(Incident incident, DateTimeOffset due) => new()
    {
        Incident = incident,
        Say = [IncidentChanges.Refresh(incident)],
        Schedule = [IncidentKeys.At(incident, AppointmentKind.AlertNews, due)],
    };

    private Changes Told(Incident incident)
    {
        var now = time.GetUtcNow();
        var tally = incident.Alerts!;
        var told = incident with { Alerts = tally with { Unsaid = AlertNews.None, SaidAt = now } };
        var entry = Entry(incident, tally, by: null, now);
        var written = changes.Of(told, by: null, entry.What);
        var verify = tally is { Fires: false, VerifyWhenResolved: true }
            && IncidentLifecycle.Fire(written.Incident!, IncidentTrigger.Verify, new TransitionFacts(now)) is LifecycleResult.Moved moved
                ? changes.Of(moved, by: null, "")
                : null;
        var card = AlertNewsCard.Draw(incident, tally, isVerified: verify is not null);
        Outgoing[] said = card is null ? [] : [new Outgoing.Post(incident.Channel, card)];
        return verify is null
            ? written with { Say = [.. written.Say, .. said] }
            : verify with
            {
                Timeline = [.. written.Timeline, .. verify.Timeline],
                Audit = [.. written.Audit, .. verify.Audit],
                Say = [.. written.Say, .. said, .. verify.Say],
                Schedule = [.. written.Schedule, .. verify.Schedule],
            };
    }

    private static TimelineEntry Entry(Incident incident, AlertTally tally, PersonId? by, DateTimeOffset now) => TimelineEntry.Of(
        incident.Id, now, by, new TimelineEvent.AlertsChanged(tally.Unsaid, tally.Firing, tally.Resolved, tally.Truncated));
}
