using System.Diagnostics;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Storage;
using IncidentBot.Timeline;

namespace IncidentBot.Desk;

public sealed partial class IncidentDesk
{
    public Task<Answer> AcknowledgeAsync(Request request, int? number, CancellationToken ct) => ChangeAsync(request, number, incident =>
    {
        if (incident is { AcknowledgedBy: { } by, AcknowledgedAt: { } at })
        {
            return decisions.Refuse(request, incident.Label, $"{people.NameOf(by)} acknowledged {incident.Label} at {Moment.Of(at)}.", Next(incident));
        }

        if (!incident.IsOpen)
        {
            return decisions.Refuse(request, incident.Label, $"{incident.Label} is {incident.State}.", Next(incident));
        }

        var acknowledged = changes.Of(Taken(Seen(incident, request), request.By.Id), request.By.Id, new TimelineEvent.Acknowledged()) with
        {
            Unschedule = [IncidentKeys.Of(incident, AppointmentKind.Escalate)],
        };
        return Answered(
            Announced(acknowledged, incident, new Card($"{request.By.Name} acknowledged {incident.Label}")),
            request,
            $"{incident.Label} is yours",
            Next(incident));
    }, ct);

    /// <summary>Said in the incident's channel, and to whoever is given it: they have to hear of it.</summary>
    public Task<Answer> AssignAsync(Request request, int? number, Person to, CancellationToken ct) => ChangeAsync(request, number, incident => Given(
        request,
        incident with { Assignee = to.Id },
        new TimelineEvent.Changed(IncidentField.Assignee, NameOf(incident.Assignee), to.Name),
        $"{incident.Label} is assigned to {to.Name}",
        (to, $"{Marks.Of(incident)} is assigned to you")), ct);

    /// <summary>Lets somebody see a private incident who has no part in it. Only those who see it get as far as here.</summary>
    public Task<Answer> InviteAsync(Request request, int? number, Person who, CancellationToken ct) => ChangeAsync(request, number, incident =>
    {
        if (!incident.IsPrivate)
        {
            return decisions.Refuse(request, incident.Label, $"{incident.Label} is not private; everybody may see it.", Next(incident));
        }

        if (IncidentVisibility.MaySee(who, incident))
        {
            return decisions.Refuse(request, incident.Label, $"{who.Name} may see {incident.Label} already.", Next(incident));
        }

        var invited = new TimelineEvent.Invited(who.Id, who.Name);
        var written = changes.Of(incident with { Invited = [.. incident.Invited, who.Id] }, request.By.Id, invited);
        return Answered(
            Announced(written, incident, new Card($"{incident.Label}: {request.By.Name} {EventText.Of(invited)}")),
            request,
            $"{who.Name} may see {incident.Label} now",
            $"They are not told by the bot; they find it with /incident status {incident.Label}.");
    }, ct);

    public Task<Answer> RoleAsync(
        Request request,
        int? number,
        IncidentRole role,
        Person to,
        CancellationToken ct) => ChangeAsync(request, number, incident => Given(
        request,
        incident with { Roles = new Dictionary<IncidentRole, PersonId>(incident.Roles) { [role] = to.Id } },
        new TimelineEvent.Changed(FieldOf(role), NameOf(incident.Roles, role), to.Name),
        $"{role} of {incident.Label} is {to.Name}",
        (to, $"You are {role} of {Marks.Of(incident)}")), ct);

    /// <param name="toThem">Whoever has not done it themselves hears of it wherever they are.</param>
    private Changes Given(Request request, Incident given, TimelineEvent.Changed what, string said, (Person Who, string News) toThem)
    {
        var announced = Announced(changes.Of(given, request.By.Id, what), given, new Card($"{said}, by {request.By.Name}"));
        var card = Card.Say(
            toThem.News,
            given.Title,
            $"{request.By.Name} has given it to you. It is handled in {Place.Of(given.Channel, given.NameOfChannel)}.") with
        {
            Buttons = [new CardButton("Status", $"/incident status {given.Label}")],
        };
        var told = toThem.Who.Id == request.By.Id ? null : Outgoing.Notice.Of(people.AccountsOf(toThem.Who.Id), given.Channel, card);
        return Answered(told is null ? announced : announced with { Say = [.. announced.Say, told] }, request, said);
    }

    public Task<Answer> SeverityAsync(Request request, int? number, Severity severity, CancellationToken ct) => ChangeAsync(request, number, incident =>
    {
        if (incident.Severity == severity)
        {
            return decisions.Refuse(request, incident.Label, $"{incident.Label} is {severity} already.", Next(incident));
        }

        var what = new TimelineEvent.Changed(IncidentField.Severity, incident.Severity.ToString(), severity.ToString());
        var changed = changes.Promised(incident with { Severity = severity }, time.GetUtcNow());
        var written = changes.Of(changed, request.By.Id, what);
        written = written with
        {
            Schedule = [.. written.Schedule, .. incident.IsOpen ? changes.Clocks(changed, time.GetUtcNow()) : []],
        };
        return Answered(
            Announced(written, incident, new Card($"{incident.Label}: {EventText.Of(what)}, by {request.By.Name}")),
            request,
            $"{incident.Label} is {severity} now");
    }, ct);

    /// <summary>Anybody may add to the timeline, also after the end.</summary>
    public Task<Answer> NoteAsync(Request request, int? number, string text, CancellationToken ct) => decisions.DecideAsync(
        request,
        number,
        incident => Clean(text) is { Length: > 0 } note
            ? Answered(changes.Of(incident, request.By.Id, new TimelineEvent.Noted(note)), request, $"Noted in the timeline of {incident.Label}")
            : decisions.Refuse(request, incident.Label, "The note is empty.", $"Type /incident note {incident.Label} <text>.", IncidentButtons.Note(incident)),
        ct);

    private string? NameOf(PersonId? person) => person is { } known ? people.NameOf(known) : null;

    private string? NameOf(IReadOnlyDictionary<IncidentRole, PersonId> roles, IncidentRole role) =>
        roles.TryGetValue(role, out var person) ? people.NameOf(person) : null;

    private static IncidentField FieldOf(IncidentRole role) => role switch
    {
        IncidentRole.Commander => IncidentField.Commander,
        IncidentRole.Scribe => IncidentField.Scribe,
        IncidentRole.Liaison => IncidentField.Liaison,
        _ => throw new UnreachableException(),
    };

    private Task<Answer> ChangeAsync(Request request, int? number, Func<Incident, Changes> change, CancellationToken ct) =>
        ChangeAsync(request, number, incident => Task.FromResult(change(incident)), ct);

    private Task<Answer> ChangeAsync(Request request, int? number, Func<Incident, Task<Changes>> change, CancellationToken ct) => decisions.DecideAsync(
        request,
        number,
        async incident => decisions.WhyNot(request, Permissions.Respond, incident.Label, $"change {incident.Label}") ?? await change(incident),
        ct);
}
