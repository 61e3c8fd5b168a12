using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Storage;

namespace IncidentBot.Reporting;

/// <summary>Reads what a card needs and draws it.</summary>
public sealed class IncidentCards(IRunStore runs, IncidentCard card, WatchText watch, TimeProvider time)
{
    public async Task<Card> DrawAsync(Incident incident, CancellationToken ct) =>
        card.Draw(incident, await runs.OfIncidentAsync(incident.Id, ct), time.GetUtcNow(), await watch.OfAsync(incident, ct));
}
