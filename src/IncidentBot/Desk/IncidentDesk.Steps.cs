using IncidentBot.Audit;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Storage;
using IncidentBot.Timeline;

namespace IncidentBot.Desk;

public sealed partial class IncidentDesk
{
    /// <summary>Begins the assessment, or reads the target again in any later state of an active incident.</summary>
    public Task<Answer> AssessAsync(Request request, int? number, CancellationToken ct) => decisions.DecideAsync(
        request,
        number,
        incident => incident is { IsOpen: true, State: not IncidentState.Declared } && !incident.Kind.HappensNow() ? decisions.Refuse(
            request,
            incident.Label,
            $"{incident.Label} is written down afterwards: what {incident.Target} says now tells nothing of then.",
            $"To say what was found then: /incident note {incident.Label} <text>. {Next(incident)}")
            : incident is { IsOpen: true, State: not IncidentState.Declared }
            ? Again(request, incident, AppointmentKind.Assess, $"{incident.Target} is being read again; the finding follows in the incident's channel.")
            : Step(request, incident, IncidentTrigger.Assess, null),
        ct);

    /// <summary>Goes on to mitigating, or with a reason back to it.</summary>
    public Task<Answer> MitigateAsync(Request request, int? number, string? reason, CancellationToken ct) => decisions.DecideAsync(
        request,
        number,
        incident => (incident.State, Clean(reason)) switch
        {
            // A button left over from the assessment must not undo a verification.
            (IncidentState.Verifying or IncidentState.Monitoring, "") => decisions.Refuse(
                request,
                incident.Label,
                $"{incident.Label} is {incident.State}; going back to mitigating takes a reason.",
                $"Type /incident mitigate {incident.Label} <reason>.",
                IncidentButtons.Mitigate(incident)),
            (IncidentState.Verifying or IncidentState.Monitoring, var why) => Step(request, incident, IncidentTrigger.Regress, why),
            (_, var why) => Step(request, incident, IncidentTrigger.Mitigate, why),
        },
        ct);

    /// <summary>Has the checks run, or run again while it is verifying.</summary>
    public Task<Answer> VerifyAsync(Request request, int? number, CancellationToken ct) => decisions.DecideAsync(
        request,
        number,
        incident => incident.State is IncidentState.Verifying
            ? Again(request, incident, AppointmentKind.Verify, "The checks run again; the result follows in the incident's channel.")
            : Step(request, incident, IncidentTrigger.Verify, null),
        ct);

    /// <summary>A plan that waits, or a change nobody knows the end of, is not left behind by an incident that is over.</summary>
    public Task<Answer> ResolveAsync(Request request, int? number, CancellationToken ct) => decisions.DecideAsync(request, number, async incident =>
        await UnsettledAsync(request, incident, IncidentTrigger.Resolve, ct) ?? Step(request, incident, IncidentTrigger.Resolve, null), ct);

    public Task<Answer> CloseAsync(Request request, int? number, CancellationToken ct) => StepAsync(request, number, IncidentTrigger.Close, null, ct);

    public Task<Answer> CancelAsync(Request request, int? number, string? reason, CancellationToken ct) =>
        StepAsync(request, number, IncidentTrigger.Cancel, reason, ct);

    public Task<Answer> ReopenAsync(Request request, int? number, string? reason, CancellationToken ct) =>
        StepAsync(request, number, IncidentTrigger.Reopen, reason, ct);

    private Task<Answer> StepAsync(Request request, int? number, IncidentTrigger trigger, string? reason, CancellationToken ct) =>
        decisions.DecideAsync(request, number, incident => Step(request, incident, trigger, Clean(reason)), ct);

    private Changes Step(Request request, Incident incident, IncidentTrigger trigger, string? reason)
    {
        if (decisions.WhyNot(request, Permissions.Respond, incident.Label, $"step {incident.Label}") is { } forbidden)
        {
            return forbidden;
        }

        var taken = Taken(incident, request.By.Id);
        return IncidentLifecycle.Fire(taken, trigger, new TransitionFacts(time.GetUtcNow()) { Reason = reason }) switch
        {
            LifecycleResult.Moved moved => Answered(
                WithTaking(changes.Of(moved, request.By.Id, reason ?? ""), incident, request.By),
                request,
                $"{incident.Label} is {moved.Incident.State}",
                Next(moved.Incident)),
            LifecycleResult.Refused refused => Refused(request, incident, trigger, refused),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <returns>Null where nothing is open.</returns>
    private async Task<Changes?> UnsettledAsync(Request request, Incident incident, IncidentTrigger trigger, CancellationToken ct)
    {
        var open = (await runs.OfIncidentAsync(incident.Id, ct)).Where(run => run.IsUnsettled).ToList();
        var facts = new TransitionFacts(time.GetUtcNow()) { Unsettled = open.Count > 0, OverrideApprovedBy = request.By.Id };
        return open.Count > 0 && IncidentLifecycle.Fire(incident, trigger, facts) is LifecycleResult.Refused { Unmet: [var unmet] }
            ? decisions.Refuse(
                request,
                incident.Label,
                $"{incident.Label} stays {incident.State} until {unmet}.",
                string.Join(" ", open.Select(run => UnsettledText.Of(run, people))))
            : null;
    }

    private Changes Refused(Request request, Incident incident, IncidentTrigger trigger, LifecycleResult.Refused refused)
    {
        if (trigger is IncidentTrigger.Verify && incident.State is IncidentState.Assessing)
        {
            return decisions.Refuse(
                request,
                incident.Label,
                $"{incident.Label} is Assessing: the checks decide about it once it is being mitigated.",
                $"Type {IncidentText.Mitigate(incident)}, and then /incident verify {incident.Label}.",
                incident.Findings > 0 ? null : IncidentButtons.Mitigate(incident));
        }

        var rule = refused.Unmet.Count > 0
            ? $"{incident.Label} stays {incident.State} until {string.Join(" and ", refused.Unmet)}."
            : $"{incident.Label} is {incident.State}.";
        var soak = incident is { SoakUntil: { } until, SoakPassed: false } ? $" The soak lasts until {Moment.Of(until)}." : "";
        var form = (refused.Unmet.Count > 0, trigger) switch
        {
            (true, IncidentTrigger.Mitigate) => IncidentButtons.Mitigate(incident),
            (true, IncidentTrigger.Reopen) => IncidentButtons.Reopen(incident),
            (true, IncidentTrigger.Cancel) => IncidentButtons.Cancel(incident),
            _ => null,
        };
        return decisions.Refuse(request, incident.Label, rule, IncidentText.Possible(incident, refused.Possible) + soak, form);
    }

    private Changes Again(Request request, Incident incident, AppointmentKind kind, string answer) =>
        decisions.WhyNot(request, Permissions.Respond, incident.Label, $"step {incident.Label}") ?? new Changes
        {
            Audit = [changes.Entry(incident, request.By.Id, AuditKind.Incident, $"asked again: {kind}")],
            Answer = Answer.Done(new Card(answer)),
            Schedule = [IncidentKeys.At(incident, kind, time.GetUtcNow())],
        };

    private string Next(Incident incident) => IncidentText.Possible(incident, IncidentLifecycle.Possible(incident, time.GetUtcNow()));

    /// <summary>Whoever takes a step has seen it: nobody should have to acknowledge it as well.</summary>
    private Incident Taken(Incident incident, PersonId by) => incident.AcknowledgedAt is not null ? incident : incident with
    {
        AcknowledgedBy = by,
        AcknowledgedAt = time.GetUtcNow(),
        Assignee = incident.Assignee ?? by,
    };

    private Changes WithTaking(Changes written, Incident before, Person by) => before.AcknowledgedAt is not null ? written : written with
    {
        Timeline = [TimelineEntry.Of(before.Id, time.GetUtcNow(), by.Id, new TimelineEvent.Acknowledged(ByStep: true)), .. written.Timeline],
        Unschedule = [.. written.Unschedule, IncidentKeys.Of(before, AppointmentKind.Escalate)],
    };
}
