using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;

namespace IncidentBot.Reporting;

/// <summary>Reads what a card needs and draws it.</summary>
public sealed class IncidentCards(IIncidentStore incidents, IRunStore runs, IncidentCard card, TimeProvider time)
{
    public async Task<Card> DrawAsync(Incident incident, CancellationToken ct) =>
        card.Draw(incident, await runs.OfIncidentAsync(incident.Id, ct), await QuietSinceAsync(incident, ct), time.GetUtcNow());

    /// <summary>When something last happened that was worth a line in the timeline or a message.</summary>
    public async Task<DateTimeOffset> QuietSinceAsync(Incident incident, CancellationToken ct)
    {
        var last = await incidents.TimelineAsync(new TimelineQuery(incident.Id) { NewestFirst = true, Limit = 1 }, ct);
        return last.Items.Select(entry => entry.At).Append(incident.UpdatedAt).Append(incident.LastUpdateAt ?? incident.UpdatedAt).Max();
    }
}
