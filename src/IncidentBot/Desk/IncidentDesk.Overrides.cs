using IncidentBot.Audit;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Storage;
using IncidentBot.Timeline;
using IncidentBot.Words;

namespace IncidentBot.Desk;

public sealed partial class IncidentDesk
{
    /// <summary>Asks for leave to go on although the checks, or the soak, do not allow it.</summary>
    public Task<Answer> OverrideAsync(Request request, int? number, string? reason, CancellationToken ct) => ChangeAsync(request, number, async incident =>
    {
        var why = Clean(reason);
        if (!IncidentText.CanBeOverridden(incident))
        {
            return decisions.Refuse(request, incident.Label, $"{incident.Label} is {incident.State}; there is nothing to override.", Next(incident));
        }

        if (why.Length == 0)
        {
            return decisions.Refuse(
                request,
                incident.Label,
                "An override takes a reason; it goes on the record.",
                $"Type /incident override {incident.Label} <reason>.",
                IncidentButtons.Override(incident));
        }

        if (incident.PendingOverride is { } waiting)
        {
            return decisions.Refuse(
                request,
                incident.Label,
                $"{people.NameOf(waiting.RequestedBy)} has asked for one already: {waiting.Reason}",
                HowToAnswer(incident, waiting));
        }

        var trigger = incident.State is IncidentState.Monitoring ? IncidentTrigger.Resolve : IncidentTrigger.Monitor;
        if (trigger is IncidentTrigger.Resolve && await UnsettledAsync(request, incident, trigger, ct) is { } open)
        {
            return open;
        }

        var asked = new OverrideRequest(request.By.Id, why, trigger, time.GetUtcNow()) { DespiteAlerts = incident.SoakPassed };
        var written = changes.Of(incident with { PendingOverride = asked }, request.By.Id, Of(OverrideStep.Asked, asked));
        var ask = Ask(incident, asked, request.By);
        var told = Awaited.For(people, request.By.Id, incident, everybody: false).Select(person => Outgoing.Notice.Of(person.Accounts, incident.Channel, ask));
        var announced = Announced(written, incident, ask);
        return Answered(
            announced with { Say = [.. announced.Say, .. told.OfType<Outgoing>()] },
            request,
            "A second person has to approve the override",
            HowToAnswer(incident, asked));
    }, ct);

    /// <param name="code">As the request shows it; see <see cref="OverrideRequest.Code"/>.</param>
    public Task<Answer> ApproveOverrideAsync(Request request, int? number, string? code, CancellationToken ct) =>
        AnswerAsync(request, number, code, async (incident, asked) =>
            (asked.Trigger is IncidentTrigger.Resolve ? await UnsettledAsync(request, incident, asked.Trigger, ct) : null)
                ?? Approved(request, incident, asked), ct);

    /// <inheritdoc cref="ApproveOverrideAsync"/>
    public Task<Answer> RejectOverrideAsync(
        Request request,
        int? number,
        string? code,
        CancellationToken ct) => AnswerAsync(request, number, code, (incident, asked) =>
    {
        var rejected = Of(OverrideStep.Rejected, asked);
        var written = changes.Of(incident with { PendingOverride = null }, request.By.Id, rejected, AuditKind.Rejected);
        return Task.FromResult(Answered(
            Announced(written, incident, new Card($"{incident.Label}: {request.By.Name} {EventText.Of(rejected)}")),
            request,
            $"The override of {incident.Label} is rejected"));
    }, ct);

    private Task<Answer> AnswerAsync(
        Request request, int? number, string? code, Func<Incident, OverrideRequest, Task<Changes>> answer, CancellationToken ct) => decisions.DecideAsync(
        request, number, async incident => WhyNotAnswer(request, incident, code) ?? await answer(incident, incident.PendingOverride!), ct);

    private Changes? WhyNotAnswer(Request request, Incident incident, string? code)
    {
        if (incident.PendingOverride is not { } asked)
        {
            return decisions.Refuse(request, incident.Label, $"No override of {incident.Label} waits for an answer.", Next(incident));
        }

        if (PeopleDirectory.WhyNoPersons(request.By, asked.RequestedBy) is { } whyNot)
        {
            return decisions.Refuse(request, incident.Label, $"The override is not answered: {whyNot}", Approvers(asked));
        }

        if (request.By.Id == asked.RequestedBy)
        {
            return decisions.Refuse(
                request,
                incident.Label,
                $"{request.By.Name} asked for this override; it takes a second person, from whichever account.",
                Approvers(asked));
        }

        if (!request.By.May(Permissions.Approve))
        {
            return decisions.Refuse(
                request,
                incident.Label,
                $"{request.By.Name} may not answer this override: approvers are listed with the Approve permission.",
                Approvers(asked) + request.By.WhyLess);
        }

        if (!people.AreTwo(request.By, asked.RequestedBy))
        {
            return decisions.Refuse(
                request,
                incident.Label,
                $"{people.NameOf(asked.RequestedBy)} asked for this override, and nothing shows that this account is somebody else's.",
                "Whoever is listed links this account with /link; or ask somebody who is certainly another person.");
        }

        return code?.ToLowerInvariant() == asked.Code ? null : decisions.Refuse(
            request,
            incident.Label,
            $"That is not the override that waits now: {asked.Reason}",
            HowToAnswer(incident, asked));
    }

    private Changes Approved(Request request, Incident incident, OverrideRequest asked)
    {
        var facts = new TransitionFacts(time.GetUtcNow()) { Reason = asked.Reason, OverrideApprovedBy = request.By.Id };
        var steps = new List<TimelineEntry>();
        if (asked.Trigger is IncidentTrigger.Monitor
            && incident.State is IncidentState.Mitigating
            && IncidentLifecycle.Fire(incident, IncidentTrigger.Verify, facts) is LifecycleResult.Moved verifying)
        {
            steps.Add(IncidentChanges.Transition(verifying, request.By.Id, ""));

            // What is being overridden stays to be read, and tells the soak which checks were failing anyway.
            incident = verifying.Incident with { Checks = incident.Checks };
        }

        if (IncidentLifecycle.Fire(incident, asked.Trigger, facts) is not LifecycleResult.Moved moved)
        {
            return decisions.Refuse(request, incident.Label, $"{incident.Label} is {incident.State} now; the override no longer applies.", Next(incident));
        }

        var approved = TimelineEntry.Of(incident.Id, facts.At, request.By.Id, Of(OverrideStep.Approved, asked));
        var written = changes.Of(moved, request.By.Id, $"Overridden: {Sentences.End(asked.Reason)} {RepairText.Of(moved.Incident)}");
        written = written with
        {
            Timeline = [approved, .. steps, .. written.Timeline],
            Audit = [changes.Entry(incident, request.By.Id, AuditKind.Approved, approved.Text), .. written.Audit],
        };
        return written with
        {
            Answer = Answer.Done(Card.Say($"{incident.Label} is {moved.Incident.State}, by override", Next(written.Incident!)) with { Tone = Tone.Warning }),
        };
    }

    private Card Ask(Incident incident, OverrideRequest asked, Person by) => new($"{incident.Label}: {by.Name} asks for an override")
    {
        Tone = Tone.Warning,
        Blocks =
        [
            new CardBlock.Text($"To go on to {asked.LeadsTo} without {EventText.Missing(asked.LeadsTo, asked.DespiteAlerts)}. Reason: {asked.Reason}"),
            .. incident.Checks.Count > 0 ? [new CardBlock.Lines(CheckText.Lines(incident.Checks))] : (IEnumerable<CardBlock>)[],
            new CardBlock.Footnote(Approvers(asked)),
        ],
        Buttons =
        [
            new CardButton("Approve override", $"/incident approve {incident.Label} {asked.Code}") { Style = ButtonStyle.Danger },
            new CardButton("Reject override", $"/incident reject {incident.Label} {asked.Code}"),
        ],
    };

    private TimelineEvent.Overridden Of(OverrideStep how, OverrideRequest asked) =>
        new(how, asked.LeadsTo, asked.Reason, asked.Code, asked.RequestedBy, people.NameOf(asked.RequestedBy)) { DespiteAlerts = asked.DespiteAlerts };

    private static string HowToAnswer(Incident incident, OverrideRequest asked) =>
        $"Another person answers with /incident approve {incident.Label} {asked.Code} or /incident reject {incident.Label} {asked.Code}.";

    private string Approvers(OverrideRequest asked)
    {
        var others = people.ApproversFor(asked.RequestedBy).Select(person => person.Name).ToList();
        return others.Count > 0 ? $"Can be approved by {string.Join(", ", others)}." : "Nobody else is listed with the Approve permission.";
    }
}
