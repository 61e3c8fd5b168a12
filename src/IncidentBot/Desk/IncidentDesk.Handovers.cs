using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;
using IncidentBot.Timeline;

namespace IncidentBot.Desk;

public sealed partial class IncidentDesk
{
    /// <summary>Offers the incident to somebody, with all that they have to know. It stays where it is until they take it.</summary>
    public Task<Answer> HandoverAsync(Request request, int? number, Person to, CancellationToken ct) => ChangeAsync(request, number, async incident =>
    {
        if (!incident.IsOpen)
        {
            return decisions.Refuse(request, incident.Label, $"{incident.Label} is {incident.State}; there is nothing to hand over.", Next(incident));
        }

        if (to.Id == request.By.Id)
        {
            return decisions.Refuse(
                request, incident.Label, "Nobody hands over to themselves.", $"To take it: /incident assign {incident.Label} @{to.Id}.");
        }

        if (!to.May(Permissions.Respond))
        {
            return decisions.Refuse(request, incident.Label, $"{to.Name} may not change incidents: that takes the Respond permission.", Next(incident));
        }

        var offer = new Handover(request.By.Id, to.Id, time.GetUtcNow());
        var offered = incident with { Handover = offer };
        var what = new TimelineEvent.HandedOver(request.By.Id, request.By.Name, to.Id, to.Name, IsTaken: false);
        var card = new HandoverCard(people).Draw(
            offered,
            offer,
            Corrections.Counted(await incidents.WholeTimelineAsync(incident.Id, ct)),
            await runs.OfIncidentAsync(incident.Id, ct),
            await alerts.SilencesAsync(ct));
        var written = Announced(changes.Of(offered, request.By.Id, what), offered, card);
        return Answered(
            Outgoing.Notice.Of(people.AccountsOf(to.Id), incident.Channel, card) is { } told ? written with { Say = [.. written.Say, told] } : written,
            request,
            $"{incident.Label} is offered to {to.Name}",
            $"It stays yours until {to.Name} takes it.");
    }, ct);

    /// <summary>Takes an incident that was offered, with every role that whoever offered it had.</summary>
    public Task<Answer> TakeOverAsync(Request request, int? number, CancellationToken ct) => ChangeAsync(request, number, incident =>
    {
        if (incident is not { Handover: { } offer, IsOpen: true } || offer.To != request.By.Id)
        {
            return decisions.Refuse(
                request,
                incident.Label,
                incident is { Handover: { } other, IsOpen: true }
                    ? $"{incident.Label} is offered to {people.NameOf(other.To)}, not to you."
                    : $"Nobody hands {incident.Label} over.",
                $"To take it all the same: /incident assign {incident.Label} @{request.By.Id}.");
        }

        var taken = Taken(incident, request.By.Id) with
        {
            Handover = null,
            Assignee = request.By.Id,
            Roles = incident.Roles.ToDictionary(role => role.Key, role => role.Value == offer.From ? request.By.Id : role.Value),
        };
        var what = new TimelineEvent.HandedOver(offer.From, people.NameOf(offer.From), request.By.Id, request.By.Name, IsTaken: true);
        var card = new Card($"{incident.Label}: {request.By.Name} {EventText.Of(what)}");
        var written = Announced(changes.Of(taken, request.By.Id, what), taken, card);
        var told = Outgoing.Notice.Of(people.AccountsOf(offer.From), incident.Channel, card);
        return Answered(
            told is null ? written : written with { Say = [.. written.Say, told] },
            request,
            $"{incident.Label} is yours",
            Next(taken));
    }, ct);
}
