using IncidentBot.Actions;
using IncidentBot.Audit;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Rooms;
using IncidentBot.Storage;
using IncidentBot.Targets;
using IncidentBot.Timeline;

namespace IncidentBot.Desk;

/// <summary>What the opening of an incident writes, whoever opens it: a person, or an alert.</summary>
internal sealed class IncidentOpenings(
    ILedger ledger, IncidentPolicy policy, IncidentChannel channelFor, IncidentRooms rooms, PeopleDirectory people, TimeProvider time)
{
    /// <summary>Stands for the title where a place is named by it: names of places are read by everybody.</summary>
    private const string Hidden = "private";

    private readonly IncidentChanges changes = new(policy, people, time);

    /// <param name="from">Where it is opened; the platform says whether it is handled there.</param>
    /// <param name="title">As it is kept: clean, and short enough.</param>
    public async Task<Changes> OfAsync(
        PersonId by, ChannelRef from, Opening opening, string title, TargetRef target, ChosenRunbook? chosen, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var number = await ledger.NextNumberAsync("incident", ct);
        var incident = new Incident
        {
            Id = IncidentId.New(now),
            Number = number,
            Title = title,
            Severity = opening.Severity,
            Kind = opening.Kind,
            IsPrivate = opening.IsPrivate,
            Drill = opening.Rehearses is { } rehearsed ? new Drill(rehearsed) : null,
            Target = target,
            Channel = channelFor(number, opening.IsPrivate ? Hidden : title, from),
            OpenedIn = from,
            Room = rooms.For(from) is null || opening.Until is not null ? null : new Room(from),
            OpenedBy = by,
            OpenedAt = opening.From ?? now,
            UpdatedAt = now,
            Runbook = chosen?.Progress,
        };
        incident = changes.Promised(incident, now);
        return Ended(Opened(by, incident, chosen, now), by, opening, now);
    }

    private Changes Opened(PersonId by, Incident incident, ChosenRunbook? chosen, DateTimeOffset now)
    {
        var what = new TimelineEvent.Opened(incident.Severity, incident.Title, incident.Target.Name) { Of = incident.Kind, IsPrivate = incident.IsPrivate };
        var opened = changes.Of(incident, by, what);
        opened = opened with
        {
            Timeline = [TimelineEntry.Of(incident.Id, incident.OpenedAt, by, what)],
            Schedule = [.. opened.Schedule, .. changes.Clocks(incident, now), .. IncidentChanges.Assessment(incident, now), .. changes.Looks(incident, now)],
        };
        if (chosen is not null)
        {
            var started = TimelineEntry.Of(incident.Id, now, by, chosen.Started);
            opened = opened with
            {
                Pin = chosen.Pin,
                Timeline = [.. opened.Timeline, started],
                Audit = [.. opened.Audit, changes.Entry(incident, by, AuditKind.Incident, started.Text)],
                Say = [.. opened.Say, IncidentChanges.RefreshRunbook(incident)],
            };
        }

        // Of a private one only that there is one; the announcement of any other is a living card.
        return incident.IsPrivate
            ? opened with { Say = [.. opened.Say, new Outgoing.Post(incident.OpenedIn!, new Card($"{incident.Label} opened, private"))] }
            : opened;
    }

    /// <summary>One that was over before it was written down is resolved from its first moment here, at the time at which it was.</summary>
    private static Changes Ended(Changes opened, PersonId by, Opening opening, DateTimeOffset now)
    {
        if (opening.Until is not { } until
            || IncidentLifecycle.Fire(opened.Incident!, IncidentTrigger.Record, new TransitionFacts(until)) is not LifecycleResult.Moved moved)
        {
            return opened;
        }

        var incident = moved.Incident with { UpdatedAt = now };
        return opened with
        {
            Incident = incident,
            Timeline = [.. opened.Timeline, IncidentChanges.Transition(moved, by, "Written down afterwards.")],
            Schedule = [.. opened.Schedule, .. IncidentChanges.Summary(incident, now)],
        };
    }
}
