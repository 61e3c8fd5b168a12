using IncidentBot.Messages;

namespace IncidentBot.Storage;

/// <summary>
/// Finished rows are kept without what was typed: their key makes a retry of the platform a no-op, and finds the answer.
/// </summary>
internal sealed class SqlInbox(IDatabase database, Replica replica) : IInbox
{
    public Task<bool> AddAsync(InboxMessage message, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                var isNew = await ReceiveAsync(session, message, ct);
                if (isNew)
                {
                    session.WakeWorkers();
                }

                return isNew;
            },
            ct);

    public Task<ClaimedMessage?> ClaimAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken ct) =>
        database.ChangeAsync(
            session => session.FindAsync(
                Claim(now, until, replica, database.SkipLocked),
                row => new ClaimedMessage(Json.Read(row.GetString(0), StoreJson.Default.InboxMessage), row.GetInt32(1)),
                ct),
            ct);

    internal static Statement Claim(DateTimeOffset now, DateTimeOffset until, Replica replica, string skipLocked) =>
        new($"""
             update inbox set not_before = @until, held_by = @replica, attempt = attempt + 1
             where id = (
               select m.id from inbox m
               where not m.finished and (m.not_before is null or m.not_before <= @now)
                 and not exists (select 1 from inbox earlier where earlier.account = m.account and not earlier.finished and earlier.id < m.id)
               order by m.id limit 1 {skipLocked})
             returning body, attempt
             """)
        {
            ["now"] = now,
            ["until"] = until,
            ["replica"] = replica.Id,
        };

    /// <summary>
    /// Rows are numbered when they are inserted and seen when they are committed. Without the lock a later message of an
    /// account could be seen, and taken, before an earlier one.
    /// </summary>
    /// <returns>False when the request was received before.</returns>
    internal static async Task<bool> ReceiveAsync(Session session, InboxMessage message, CancellationToken ct)
    {
        var account = StoredText.Of(message.From);
        await session.LockAsync($"inbox {account}", ct);
        return await session.ExecuteAsync(
            new("""
                insert into inbox (key, account, received_at, body) values (@key, @account, @received, @body)
                on conflict (key) do nothing
                """)
            {
                ["key"] = message.Key,
                ["account"] = account,
                ["received"] = message.ReceivedAt,
                ["body"] = Json.Of(message, StoreJson.Default.InboxMessage),
            },
            ct) == 1;
    }

    /// <returns>False when it was finished before, or never received.</returns>
    internal static async Task<bool> FinishAsync(Session session, string key, Answer? answer, CancellationToken ct) =>
        await session.ExecuteAsync(
            new("""
                update inbox set finished = true, not_before = null, held_by = null, body = null, answer = @answer
                where key = @key and not finished
                """)
            {
                ["key"] = key,
                ["answer"] = answer is null ? null : Json.Of(answer, StoreJson.Default.Answer),
            },
            ct) == 1;

    /// <summary>Removes finished rows, with their answers, that no platform will repeat any more, at most <paramref name="limit"/> of them.</summary>
    internal static Statement Forget(DateTimeOffset receivedBefore, int limit) =>
        new("""
            delete from inbox where id in (
              select id from inbox where finished and received_at < @before order by received_at limit @limit)
            """)
        {
            ["before"] = receivedBefore,
            ["limit"] = limit,
        };
}
