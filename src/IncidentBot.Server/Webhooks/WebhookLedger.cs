using IncidentBot.Incidents;
using IncidentBot.Storage;

namespace IncidentBot.Webhooks;

/// <summary>
/// What endpoints are told follows from the entries that are written, and is in their commit: nothing is told of what was not written, and
/// nothing that was written is forgotten. Here and not where things are written, so that no step can leave them out.
/// </summary>
internal sealed class WebhookLedger(ILedger inner, IIncidentStore incidents, IncidentEvents events) : ILedger
{
    public async Task<CommitResult> CommitAsync(Changes changes, CancellationToken ct)
    {
        List<WebhookEvent> told = [];
        foreach (var entry in changes.Timeline.Where(entry => IncidentEvents.TypeOf(entry) is not null))
        {
            var incident = changes.Incident?.Id == entry.Incident ? changes.Incident : await incidents.FindAsync(entry.Incident, ct);
            told.AddRange(incident is null ? [] : events.Of(incident, entry));
        }

        return await inner.CommitAsync(
            told.Count == 0 ? changes : changes with { Webhooks = changes.Webhooks with { Events = [.. changes.Webhooks.Events, .. told] } }, ct);
    }

    public Task<int> NextNumberAsync(string series, CancellationToken ct) => inner.NextNumberAsync(series, ct);
}
