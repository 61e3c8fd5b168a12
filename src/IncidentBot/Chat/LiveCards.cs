using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Reporting;
using IncidentBot.Storage;

namespace IncidentBot.Chat;

/// <summary>Draws the living message of a subject as it stands now.</summary>
public sealed class LiveCards(IncidentCards incidentCards, RunbookCards runbookCards, IRunStore runs, RunCard runCard)
{
    /// <returns>Null when there is no such subject.</returns>
    public async Task<Card?> DrawAsync(LiveSubject subject, CancellationToken ct) =>
        await FindAsync(subject, ct) is { } card ? card with { Subject = subject } : null;

    private async Task<Card?> FindAsync(LiveSubject subject, CancellationToken ct) => subject.Kind switch
    {
        LiveSubject.Incident => await incidentCards.DrawAsync(new IncidentId(subject.Id), ct),
        LiveSubject.Runbook => await runbookCards.DrawAsync(new IncidentId(subject.Id), ct),
        LiveSubject.Run when await runs.FindAsync(new RunId(subject.Id), ct) is { } run => runCard.Draw(run),
        _ => null,
    };
}
