using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Storage;

namespace IncidentBot.Desk;

public sealed partial class IncidentDesk
{
    /// <summary>Makes an incident live in a channel of another platform as well: the same card and the same messages, commands from both.</summary>
    /// <param name="name">As the configuration names the channel; null where only one is named.</param>
    public Task BridgeAsync(Request request, int? number, string? name, CancellationToken ct) => ChangeAsync(request, number, incident =>
    {
        if (bridges.Find(name, incident.Number) is not { } there)
        {
            return decisions.Refuse(request, incident.Label, bridges.WhyNot(name), bridges.Hint(incident.Label));
        }

        if (incident.Shown.Contains(there))
        {
            return decisions.Refuse(request, incident.Label, $"{incident.Label} is live in {Place.Of(there)} already.", Next(incident));
        }

        if (!incident.IsOpen)
        {
            return decisions.Refuse(request, incident.Label, $"{incident.Label} is {incident.State}.", Next(incident));
        }

        var bridged = incident with { Bridges = [.. incident.Bridges, there] };
        var written = changes.Of(bridged, request.By.Id, TimelineKind.Changed, $"live in {there} as well");
        var opening = Card.Say($"{incident.Label} {incident.Severity} is live here as well: {incident.Title}", $"{request.By.Name} has bridged it from {Place.Of(incident.Channel, incident.Room?.Name)}. Commands work from both.");
        return Answered(
            written with { Say = [.. written.Say, new Outgoing.Post(there, opening), .. bridged.Runbook is null ? Array.Empty<Outgoing>() : [IncidentChanges.RefreshRunbook(bridged)]] },
            request,
            $"{incident.Label} is live in {Place.Of(there)} as well");
    }, ct);
}
