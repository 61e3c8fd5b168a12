using System.Data.Common;
using IncidentBot.Audit;

namespace IncidentBot.Storage;

internal sealed class SqlLedger(IDatabase database, AuditChain chain) : ILedger
{
    public Task<CommitResult> CommitAsync(Changes changes, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                var result = await TryWriteAsync(session, changes, ct);
                if (result == CommitResult.Committed)
                {
                    session.WakeWorkers();
                }
                else
                {
                    session.Discard();
                }

                return result;
            },
            ct);

    public async Task<int> NextNumberAsync(string series, CancellationToken ct) =>
        (int)await database.ChangeAsync(session => NextAsync(session, series, ct), ct);

    internal static Task<long> NextAsync(Session session, string series, CancellationToken ct) =>
        session.FindAsync(
            new("""
                insert into series (name, last) values (@name, 1)
                on conflict (name) do update set last = series.last + 1
                returning last
                """)
            {
                ["name"] = series,
            },
            row => row.GetInt64(0),
            ct);

    /// <summary>
    /// Rows are always locked in this order (incident, alerts, run, runbook, schedule, webhooks, mail, head), so that two commits never wait for each other.
    /// </summary>
    private async Task<CommitResult> TryWriteAsync(Session session, Changes changes, CancellationToken ct)
    {
        if (changes.Consumes is { } key && !await SqlInbox.FinishAsync(session, key, changes.Answer, ct))
        {
            return CommitResult.AlreadyDone;
        }

        // Only looked at here, so that the answer is the same whatever else is stale; finished below, in its turn.
        if (changes.Completes is { } item && !await SqlSchedule.WaitsAsync(session, item, ct))
        {
            return CommitResult.AlreadyDone;
        }

        if (changes.Incident is { } incident && !await SqlIncidents.SaveAsync(session, incident, ct))
        {
            return CommitResult.Stale;
        }

        if (!await SqlAlerts.SaveAsync(session, changes.Alerts, ct))
        {
            return CommitResult.Stale;
        }

        await SqlIncidents.RecordAsync(session, changes.Timeline, ct);
        try
        {
            if (changes.Run is { } run && !await SqlRuns.SaveAsync(session, run, ct))
            {
                return CommitResult.Stale;
            }
        }
        catch (DbException error) when (session.IsDuplicate(error, SqlRuns.TargetHeldIndex, SqlRuns.TargetHeldColumn))
        {
            return CommitResult.TargetHeld;
        }

        if (changes.Pin is { } pin)
        {
            await SqlRunbooks.PinAsync(session, pin, ct);
        }

        if (changes.Completes is { } done && !await SqlSchedule.FinishAsync(session, done, ct))
        {
            return CommitResult.AlreadyDone;
        }

        // First, so that a new link finds the place of one that has ended empty.
        if (changes.Unlink is { } unlinked)
        {
            await SqlLinks.RemoveAsync(session, unlinked, ct);
        }

        if (changes.Link is { } link)
        {
            await SqlLinks.SaveAsync(session, link, ct);
        }

        await ScheduleAsync(session, changes, ct);
        await SqlWebhooks.SaveAsync(session, changes.Webhooks, ct);
        await SqlMail.SaveAsync(session, changes.Mail, ct);
        if (changes.Verdicts is { } verdicts)
        {
            await SqlWatch.SaveAsync(session, verdicts, ct);
        }

        await RecordAndSayAsync(session, changes, ct);
        return CommitResult.Committed;
    }

    private static async Task ScheduleAsync(Session session, Changes changes, CancellationToken ct)
    {
        foreach (var key in changes.Unschedule.Order(StringComparer.Ordinal))
        {
            await SqlSchedule.RemoveAsync(session, key, ct);
        }

        foreach (var appointment in changes.Schedule.OrderBy(appointment => appointment.Key, StringComparer.Ordinal))
        {
            await SqlSchedule.PutAsync(session, appointment, ct);
        }
    }

    /// <summary>
    /// Under the lock of the audit's head, last and short. It also makes the ids of the outbox rise in the order of
    /// commits, on which the order within a channel rests.
    /// </summary>
    internal async Task RecordAndSayAsync(Session session, Changes changes, CancellationToken ct)
    {
        if (changes.Audit.Count == 0 && changes.Say.Count == 0)
        {
            return;
        }

        var head = await SqlAudit.LockHeadAsync(session, database.ForUpdate, ct);
        if (changes.Audit.Count > 0)
        {
            await SqlAudit.AppendAsync(session, chain, head, changes.Audit, ct);
        }

        foreach (var message in changes.Say)
        {
            await SqlOutbox.SayAsync(session, message, ct);
        }
    }
}
