using System.Data.Common;
using System.Globalization;
using IncidentBot.Incidents;

namespace IncidentBot.Storage;

/// <summary>
/// Letters and what has come of them, and which lists were told of an incident. An address gets the letters about an incident in their
/// order, over all replicas: a later one waits until an earlier one has arrived, or was given up.
/// </summary>
internal sealed class SqlMail(IDatabase database, Replica replica)
{
    private const string FirstDue =
        """
        select id from mail_letters due
        where state = 'Waiting' and not_before <= @now
          and not exists (
            select 1 from mail_letters earlier
            where earlier.thread = due.thread and earlier.address = due.address and earlier.state = 'Waiting' and earlier.id < due.id)
        order by not_before, id limit 1
        """;

    /// <returns>Null where nothing is due, or somebody was faster.</returns>
    public async Task<MailDelivery?> ClaimAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken ct)
    {
        // Most of the time there is nothing, and then nothing is written either.
        if (await database.ReadAsync(session => session.FindAsync(Due(now), row => row.GetInt64(0), ct), ct) == 0)
        {
            return null;
        }

        return await database.WriteAsync(
            async session =>
            {
                await session.LockAsync("mail", ct);
                return await session.FindAsync(Claim(now, until, replica), Read, ct);
            },
            ct);
    }

    /// <summary>Writes down how an attempt ended; does nothing where somebody else holds it by now.</summary>
    public Task SettleAsync(MailDelivery delivery, MailAttempt attempt, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                if (await session.ExecuteAsync(Settle(delivery, attempt, replica), ct) == 1)
                {
                    session.WakeWorkers();
                    return true;
                }

                session.Discard();
                return false;
            },
            ct);

    /// <summary>The lists that were told of an incident.</summary>
    public Task<List<MailThread>> ThreadsAsync(IncidentId incident, CancellationToken ct) =>
        database.ReadAsync(session => session.ListAsync(Threads(incident), row => ReadThread(incident, row), ct), ct);

    public Task<MailHealth> HealthAsync(string list, CancellationToken ct) =>
        database.ReadAsync(
            async session => new MailHealth(
                await session.FindAsync(Waiting(list), row => Convert.ToInt32(row.GetValue(0), CultureInfo.InvariantCulture), ct),
                await session.FindAsync(Last(list, MailState.Waiting), ReadLast, ct),
                await session.FindAsync(Last(list, MailState.Sent), ReadLast, ct),
                await session.FindAsync(Last(list, MailState.GivenUp), ReadLast, ct)),
            ct);

    internal static async Task SaveAsync(Session session, MailChanges changes, CancellationToken ct)
    {
        foreach (var thread in changes.Threads)
        {
            await session.ExecuteAsync(Save(thread), ct);
        }

        foreach (var letter in changes.Letters)
        {
            await session.ExecuteAsync(
                new("""
                    insert into mail_letters (list, thread, address, label, what, message, created_at, state, not_before)
                    values (@list, @thread, @address, @label, @what, @message, @at, 'Waiting', @at)
                    """)
                {
                    ["list"] = letter.List,
                    ["thread"] = letter.Thread,
                    ["address"] = letter.Address,
                    ["label"] = letter.Label,
                    ["what"] = letter.What,
                    ["message"] = letter.Message,
                    ["at"] = letter.At,
                },
                ct);
        }
    }

    internal static Statement Due(DateTimeOffset now) => new(FirstDue) { ["now"] = now };

    internal static Statement Claim(DateTimeOffset now, DateTimeOffset until, Replica replica) =>
        new($"""
             update mail_letters set not_before = @until, held_by = @replica, attempt = attempt + 1, tried_at = @now
             where id = ({FirstDue})
             returning id, list, address, label, what, message, created_at, attempt
             """)
        {
            ["now"] = now,
            ["until"] = until,
            ["replica"] = replica.Id,
        };

    internal static Statement Threads(IncidentId incident) =>
        new("select list, subject, root_id, addresses, is_over, changed_at from mail_threads where incident_id = @incident order by list")
        {
            ["incident"] = incident.Value,
        };

    internal static Statement Waiting(string list) =>
        new("select count(*) from mail_letters where list = @list and state = 'Waiting'") { ["list"] = list };

    /// <summary>Of those that were tried; what is tried for the first time right now has nothing to tell.</summary>
    internal static Statement Last(string list, MailState state) =>
        new("""
            select address, tried_at, error from mail_letters
            where list = @list and state = @state and tried_at is not null and (error is not null or state <> 'Waiting')
            order by tried_at desc, id desc limit 1
            """)
        {
            ["list"] = list,
            ["state"] = state,
        };

    internal static Statement Forget(DateTimeOffset before, int limit) =>
        new("delete from mail_letters where id in (select id from mail_letters where created_at < @before order by created_at limit @limit)")
        {
            ["before"] = before,
            ["limit"] = limit,
        };

    internal static Statement ForgetThreads(DateTimeOffset before, int limit) =>
        new("""
            delete from mail_threads where (incident_id, list) in (
              select incident_id, list from mail_threads where is_over and changed_at < @before order by changed_at limit @limit)
            """)
        {
            ["before"] = before,
            ["limit"] = limit,
        };

    private static Statement Save(MailThread thread) =>
        new("""
            insert into mail_threads (incident_id, list, subject, root_id, addresses, is_over, changed_at)
            values (@incident, @list, @subject, @root, @addresses, @over, @at)
            on conflict (incident_id, list) do update set
              addresses = excluded.addresses, is_over = excluded.is_over, changed_at = excluded.changed_at
            """)
        {
            ["incident"] = thread.Incident.Value,
            ["list"] = thread.List,
            ["subject"] = thread.Subject,
            ["root"] = thread.RootId,
            ["addresses"] = string.Join('\n', thread.Addresses),
            ["over"] = thread.IsOver,
            ["at"] = thread.At,
        };

    private static Statement Settle(MailDelivery delivery, MailAttempt attempt, Replica replica) =>
        new("""
            update mail_letters set state = @state, not_before = @due, held_by = null, tried_at = @at, error = @error
            where id = @id and attempt = @attempt and held_by = @replica
            """)
        {
            ["state"] = attempt.State,
            ["due"] = attempt.Next ?? attempt.At,
            ["at"] = attempt.At,
            ["error"] = attempt.Failure,
            ["id"] = delivery.Id,
            ["attempt"] = delivery.Attempt,
            ["replica"] = replica.Id,
        };

    private static MailThread ReadThread(IncidentId incident, DbDataReader row) => new(
        incident,
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3).Split('\n', StringSplitOptions.RemoveEmptyEntries),
        row.GetBoolean(4),
        StoredText.Time(row.GetString(5)));

    private static MailDelivery Read(DbDataReader row) => new(
        row.GetInt64(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        row.GetString(4),
        row.GetString(5),
        StoredText.Time(row.GetString(6)),
        row.GetInt32(7));

    private static LastLetter ReadLast(DbDataReader row) =>
        new(row.GetString(0), row.IsDBNull(1) ? null : StoredText.Time(row.GetString(1)), row.IsDBNull(2) ? null : row.GetString(2));
}
