using IncidentBot.Incidents;
using IncidentBot.Storage;

namespace IncidentBot.Rounds;

/// <summary>What the rounds share: decide on the incident as it is now, and finish the item in the same commit.</summary>
public sealed class RoundDecisions(ILedger ledger, IIncidentStore incidents, ISchedule schedule, TimeProvider time)
{
    private const int Tries = 10;
    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(5);

    internal Task<Incident?> FindAsync(DueItem item, CancellationToken ct) => incidents.FindAsync(new IncidentId(item.Appointment.Subject), ct);

    /// <returns>Null when the item no longer matters, which finishes it.</returns>
    internal async Task<Incident?> FindAsync(DueItem item, Func<Incident, bool> matters, CancellationToken ct)
    {
        if (await FindAsync(item, ct) is { } incident && matters(incident))
        {
            return incident;
        }

        await DropAsync(item, ct);
        return null;
    }

    /// <summary>Finishes an item that no longer matters.</summary>
    internal Task DropAsync(DueItem item, CancellationToken ct) => ledger.CommitAsync(new Changes { Completes = item.Id }, ct);

    internal Task PostponeAsync(DueItem item, TimeSpan by, CancellationToken ct) => schedule.PostponeAsync(item, time.GetUtcNow() + by, ct);

    /// <returns>False when somebody has changed the incident since it was read, or the item was dealt with.</returns>
    internal async Task<bool> TryAsync(Changes changes, CancellationToken ct) => await ledger.CommitAsync(changes, ct) is CommitResult.Committed;

    /// <summary>Records a part of an item that is not over yet.</summary>
    /// <returns>False when others kept changing the incident; the part is done again then.</returns>
    internal async Task<bool> NoteAsync(DueItem item, Func<Incident, Task<Changes?>> decide, CancellationToken ct)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var incident = await FindAsync(item, ct);
            if (incident is null || await decide(incident) is not { } changes || await ledger.CommitAsync(changes, ct) is not CommitResult.Stale)
            {
                return true;
            }
        }

        return false;
    }

    /// <param name="decide">Returns null when the incident has moved on and nothing is to be done.</param>
    /// <returns>False when nothing was written: the item was replaced or carried out meanwhile, or is put off.</returns>
    internal async Task<bool> CommitAsync(DueItem item, Func<Incident, Task<Changes?>> decide, CancellationToken ct)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var incident = await FindAsync(item, ct);
            var changes = (incident is null ? null : await decide(incident)) ?? new Changes();

            // Already done is fine: the item was carried out before, or replaced while this round was under way.
            if (await ledger.CommitAsync(changes with { Completes = item.Id }, ct) is not CommitResult.Stale and var result)
            {
                return result is CommitResult.Committed;
            }
        }

        await schedule.PostponeAsync(item, time.GetUtcNow() + Busy, ct);
        return false;
    }

    /// <summary>Adds to what the item has done; it is finished already, so what cannot be written now is left out.</summary>
    internal async Task AddAsync(DueItem item, Func<Incident, Changes?> decide, CancellationToken ct)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (await FindAsync(item, ct) is not { } incident
                || decide(incident) is not { } changes
                || await ledger.CommitAsync(changes, ct) is CommitResult.Committed)
            {
                return;
            }
        }
    }

    internal Task<bool> CommitAsync(DueItem item, Func<Incident, Changes?> decide, CancellationToken ct) =>
        CommitAsync(item, incident => Task.FromResult(decide(incident)), ct);
}
