using IncidentBot.Audit;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Storage;
using IncidentBot.Timeline;

namespace IncidentBot.Desk;

/// <summary>What every change of an incident has in common: timeline, audit, the living card, and the appointments that follow.</summary>
internal sealed class IncidentChanges(IncidentPolicy policy, PeopleDirectory people, TimeProvider time)
{
    private readonly Headlines headlines = new(people);

    /// <summary>A change that leaves the state alone.</summary>
    public Changes Of(Incident incident, PersonId? by, TimelineEvent what, AuditKind audit = AuditKind.Incident)
    {
        var now = time.GetUtcNow();
        var entry = TimelineEntry.Of(incident.Id, now, by, what);
        return new Changes
        {
            Incident = incident with { UpdatedAt = now },
            Timeline = [entry],
            Audit = [Entry(incident, by, audit, entry.Text)],
            Say = [Refresh(incident)],
            Schedule = [.. RoomWork(incident, now)],
        };
    }

    /// <summary>A step of the lifecycle, with a message for everyone.</summary>
    /// <param name="why">A sentence; empty when the step speaks for itself.</param>
    public Changes Of(LifecycleResult.Moved moved, PersonId? by, string why)
    {
        var now = time.GetUtcNow();
        var incident = Promised(moved.Incident.State is IncidentState.Monitoring ? moved.Incident with { SoakUntil = now + policy.Soak } : moved.Incident, now);
        var (schedule, unschedule) = Appointments(incident, now);
        var step = Transition(moved, by, why);
        var ended = incident.IsOpen ? [] : incident.Questions.Where(asked => asked.By != by && !incident.IsTold(asked.From)).ToList();
        return new Changes
        {
            Incident = incident.IsOpen ? incident : incident with { Questions = [] },
            Timeline = [step],
            Audit = [Entry(incident, by, AuditKind.Incident, $"{moved.From} to {incident.State}. {why}".TrimEnd())],
            Say =
            [
                Refresh(incident),
                .. IsToldByWhatFollows(moved, why) ? [] : new[] { new Outgoing.Post(incident.Channel, Announce(moved, by, why)) },

                // Whoever waits for word hears that there will be none any more, and how it ended.
                .. ended.Select(asked => new Outgoing.Notice(asked.From, headlines.Of(incident, step) ?? Announce(moved, by, why))),
            ],
            Schedule = [.. schedule, .. Updates(incident, now), .. RoomWork(incident, now)],
            Unschedule = unschedule,
        };
    }

    public static TimelineEntry Transition(LifecycleResult.Moved moved, PersonId? by, string why) =>
        TimelineEntry.Of(
            moved.Incident.Id,
            moved.Incident.UpdatedAt,
            by,
            new TimelineEvent.Moved(moved.From, moved.Incident.State, why) { ByOverride = moved.ByOverride });

    public AuditEntry Entry(Incident incident, PersonId? by, AuditKind kind, string what) =>
        AuditEntry.Of(time.GetUtcNow(), by, kind, incident.Label, AuditFact.OfIncident.Now(incident, what));

    public static Outgoing Refresh(Incident incident) => new Outgoing.Refresh(incident.Channel, new LiveSubject(LiveSubject.Incident, incident.Id.Value));

    public static Outgoing RefreshRunbook(Incident incident) => new Outgoing.Refresh(incident.Channel, new LiveSubject(LiveSubject.Runbook, incident.Id.Value));

    /// <summary>
    /// What readers may count on from here on. An update that was promised stays promised: something new brings the next one sooner
    /// and never later, and ends a snooze. What is over promises nothing.
    /// </summary>
    public Incident Promised(Incident incident, DateTimeOffset now) => incident with
    {
        UpdatePromises = incident.IsOpen && incident.Kind.HappensNow()
            ? UpdatePromises.By(now + policy.UpdateEvery[incident.Severity], incident.UpdatePromises)
            : null,
    };

    /// <summary>The next status update.</summary>
    public static IEnumerable<Appointment> Updates(Incident incident, DateTimeOffset now) =>
        incident.UpdatePromises is { } promises ? [IncidentKeys.At(incident, AppointmentKind.StatusUpdate, promises.Due > now ? promises.Due : now)] : [];

    /// <summary>The next status update, and for an incident nobody has taken its escalation.</summary>
    public IEnumerable<Appointment> Clocks(Incident incident, DateTimeOffset now) =>
        [.. Updates(incident, now), .. Escalation(incident, now), .. Forgetting(incident, now)];

    private IEnumerable<Appointment> Forgetting(Incident incident, DateTimeOffset now) =>
        incident.Kind.HappensNow() ? [IncidentKeys.At(incident, AppointmentKind.Forgotten, now + policy.AskWhetherOpenAfter)] : [];

    private IEnumerable<Appointment> Escalation(Incident incident, DateTimeOffset now)
    {
        if (incident.Kind.HappensNow() && incident.AcknowledgedAt is null)
        {
            var due = incident.OpenedAt + policy.EscalateAfter[incident.Severity];
            yield return IncidentKeys.At(incident, AppointmentKind.Escalate, due > now ? due : now);
        }
    }

    /// <summary>The reading of its target, of an incident that happens now.</summary>
    public static IReadOnlyList<Appointment> Assessment(Incident incident, DateTimeOffset now) =>
        incident.Kind.HappensNow() ? [IncidentKeys.At(incident, AppointmentKind.Assess, now)] : [];

    /// <summary>The first look at one that happens now, which also keeps the times on its card going.</summary>
    public IEnumerable<Appointment> Looks(Incident incident, DateTimeOffset now) => incident.Kind.HappensNow() ? [NextLook(incident, now)] : [];

    /// <summary>Of an incident that is over: it is posted, or posted again with what has changed.</summary>
    public static IReadOnlyList<Appointment> Summary(Incident incident, DateTimeOffset now) =>
        incident.State is IncidentState.Resolved or IncidentState.Closed ? [IncidentKeys.At(incident, AppointmentKind.Summary, now)] : [];

    /// <summary>Of the task that is due first; of those that are overdue, some time after the last reminder.</summary>
    public static IEnumerable<Appointment> Reminder(Incident incident, IncidentPolicy policy)
    {
        var last = incident.TasksRemindedAt ?? DateTimeOffset.MinValue;
        var times = incident.Tasks.Where(task => task.IsOpen).Select(policy.DueOf).Select(due => due > last ? due : last + policy.RemindOfTasksEvery).ToList();
        return times.Count == 0 ? [] : [IncidentKeys.At(incident, AppointmentKind.Tasks, times.Min())];
    }

    /// <summary>A room follows its incident. That of a closed one waits until the audit's head was posted in it.</summary>
    private static IEnumerable<Appointment> RoomWork(Incident incident, DateTimeOffset now) =>
        incident is { Room: not null, State: not IncidentState.Closed } ? [IncidentKeys.At(incident, AppointmentKind.Room, now)] : [];

    public Appointment NextSoak(Incident incident, DateTimeOffset now)
    {
        var next = now + policy.SoakCheckEvery;
        return IncidentKeys.At(incident, AppointmentKind.Soak, incident.SoakUntil is { } until && until > now && until < next ? until : next);
    }

    public Appointment NextLook(Incident incident, DateTimeOffset now) => IncidentKeys.At(incident, AppointmentKind.Look, now + policy.LookEvery);

    private Card Announce(LifecycleResult.Moved moved, PersonId? by, string why)
    {
        var incident = moved.Incident;
        var who = by is { } person ? $"{(moved.ByOverride ? " by override, approved" : ",")} by {people.NameOf(person)}" : "";
        return new Card($"{incident.Label}: {moved.From} → {incident.State}{who}")
        {
            Tone = moved.ByOverride || RepairText.IsOverridden(incident) ? Tone.Warning
                : incident.State is IncidentState.Monitoring or IncidentState.Resolved or IncidentState.Closed ? Tone.Good : Tone.Neutral,
            Blocks = (why.Length > 0 ? why : Meaning(incident)) is { Length: > 0 } text ? [new CardBlock.Text(text)] : [],
        };
    }

    /// <summary>The finding comes within seconds, and so does what the checks say: neither needs to be announced first.</summary>
    private static bool IsToldByWhatFollows(LifecycleResult.Moved moved, string why) => why.Length == 0 && moved.Incident.State switch
    {
        IncidentState.Assessing => moved.Incident.Kind.HappensNow(),
        IncidentState.Verifying => true,
        _ => false,
    };

    /// <summary>What a step means for whoever follows the channel.</summary>
    private static string Meaning(Incident incident) => incident.State switch
    {
        IncidentState.Mitigating => "It is being repaired from here on.",
        IncidentState.Monitoring when incident.SoakUntil is { } until => $"The checks pass. Where they keep passing until {Moment.Of(until)}, it is over.",
        IncidentState.Closed => "Nothing more is expected; the summary follows.",
        IncidentState.Cancelled => "It was none, or is not pursued.",
        _ => "",
    };

    private (IReadOnlyList<Appointment> Schedule, IReadOnlyList<string> Unschedule) Appointments(Incident incident, DateTimeOffset now) => incident.State switch
    {
        IncidentState.Assessing => ([.. Assessment(incident, now), .. Looks(incident, now), .. Escalation(incident, now)], []),
        IncidentState.Mitigating =>
            ([.. Looks(incident, now)], [IncidentKeys.Of(incident, AppointmentKind.Verify), IncidentKeys.Of(incident, AppointmentKind.Soak)]),
        IncidentState.Verifying => ([IncidentKeys.At(incident, AppointmentKind.Verify, now)], [IncidentKeys.Of(incident, AppointmentKind.Look)]),
        IncidentState.Monitoring => ([NextSoak(incident, now)], [IncidentKeys.Of(incident, AppointmentKind.Verify)]),
        IncidentState.Resolved or IncidentState.Closed => (Summary(incident, now), IncidentKeys.Working(incident)),
        IncidentState.Cancelled => ([], IncidentKeys.Working(incident)),
        _ => ([], []),
    };
}
