using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Runbooks;
using IncidentBot.Storage;

namespace IncidentBot.Reporting;

/// <summary>Reads what the living card of a runbook needs and draws it.</summary>
public sealed class RunbookCards(IIncidentStore incidents, IRunStore runs, PinnedRunbooks pinned, RunbookCard card)
{
    /// <returns>Null when there is no such incident, or it follows no runbook.</returns>
    public async Task<Card?> DrawAsync(IncidentId id, CancellationToken ct) =>
        await incidents.FindAsync(id, ct) is { Runbook: { } progress } incident && await pinned.FindAsync(progress, ct) is { } runbook
            ? card.Compact(incident, progress, runbook, await runs.OfIncidentAsync(id, ct))
            : null;
}
