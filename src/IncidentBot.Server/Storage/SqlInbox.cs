using IncidentBot.Messages;
using Microsoft.Extensions.Options;

namespace IncidentBot.Storage;

/// <summary>
/// Finished rows are kept without what was typed: their key makes a retry of the platform a no-op, and finds the answer.
/// </summary>
internal sealed class SqlInbox(IDatabase database, Replica replica, IOptions<InboxOptions> options) : IInbox
{
    /// <summary>Behind all that have one. Two that are given the same at once go by their ids.</summary>
    private const string LastTurn = "(select coalesce(max(turn), 0) + 1 from inbox where turn is not null)";

    /// <summary>What is set of a row whose holder is no more.</summary>
    internal const string HolderDied = "not_before = null, held_by = null, crashes = case when begun then crashes + 1 else crashes end, begun = false";

    public int MostWaiting => options.Value.MostWaiting;

    public Task<Receipt> AddAsync(InboxMessage message, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                var receipt = await ReceiveAsync(session, message, MostWaiting, ct);
                if (receipt is Receipt.New)
                {
                    session.WakeWorkers();
                }
                else
                {
                    session.Discard();
                }

                return receipt;
            },
            ct);

    public Task<ClaimedMessage?> ClaimAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken ct) =>
        database.ChangeAsync(
            session => session.FindAsync(
                Claim(now, until, replica, database.SkipLocked),
                row => new ClaimedMessage(Json.Read(row.GetString(0), StoreJson.Default.InboxMessage), row.GetInt32(1)) { Crashes = row.GetInt32(2) },
                ct),
            ct);

    public Task BeginAsync(ClaimedMessage claimed, CancellationToken ct) =>
        database.ChangeAsync(session => session.ExecuteAsync(OfHeld("begun = true", claimed), ct), ct);

    public Task HoldAsync(ClaimedMessage claimed, DateTimeOffset until, CancellationToken ct) =>
        database.ChangeAsync(session => session.ExecuteAsync(OfHeld("not_before = @until", claimed, until), ct), ct);

    /// <summary>Only the first row of an account has a turn, so however many wait, this reads no more rows than are held.</summary>
    internal static Statement Claim(DateTimeOffset now, DateTimeOffset until, Replica replica, string skipLocked) =>
        new($"""
             update inbox set not_before = @until, held_by = @replica, attempt = attempt + 1, begun = false
             where id = (
               select m.id from inbox m
               where m.turn is not null and (m.not_before is null or m.not_before <= @now)
               order by m.turn, m.id limit 1 {skipLocked})
             returning body, attempt, crashes
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
    internal static async Task<Receipt> ReceiveAsync(Session session, InboxMessage message, int mostWaiting, CancellationToken ct)
    {
        var account = StoredText.Of(message.From);
        await session.LockAsync(LineOf(account), ct);
        var inserted = await session.ExecuteAsync(
            new($"""
                 insert into inbox (key, account, received_at, body, turn)
                 select @key, @account, @received, @body, case
                   when exists (select 1 from inbox where account = @account and not finished) then null
                   when @decides then 0
                   else {LastTurn} end
                 where (select count(*) from (select 1 from inbox where account = @account and not finished limit @most) waiting) < @most
                 on conflict (key) do nothing
                 """)
            {
                ["key"] = message.Key,
                ["account"] = account,
                ["received"] = message.ReceivedAt,
                ["body"] = Json.Of(message, StoreJson.Default.InboxMessage),
                ["decides"] = message.IsDecision,
                ["most"] = mostWaiting,
            },
            ct);
        return inserted == 1 ? Receipt.New
            : await session.FindAsync(new("select 1 from inbox where key = @key") { ["key"] = message.Key }, _ => true, ct) ? Receipt.Known
            : Receipt.TooMany;
    }

    /// <summary>The next message of the account goes behind the first ones of all others.</summary>
    /// <returns>False when it was finished before, or never received.</returns>
    internal static async Task<bool> FinishAsync(Session session, string key, Answer? answer, CancellationToken ct)
    {
        var account = await session.FindAsync(
            new("""
                update inbox set finished = true, turn = null, not_before = null, held_by = null, body = null, answer = @answer
                where key = @key and not finished
                returning account
                """)
            {
                ["key"] = key,
                ["answer"] = answer is null ? null : Json.Of(answer, StoreJson.Default.Answer),
            },
            row => row.GetString(0),
            ct);
        if (account is null)
        {
            return false;
        }

        // What is received now sees either this row or none before it, and knows whether it is the first.
        await session.LockAsync(LineOf(account), ct);
        await session.ExecuteAsync(
            new($"""
                 update inbox set turn = {LastTurn}
                 where turn is null and id = (select id from inbox where account = @account and not finished order by id limit 1)
                 """)
            {
                ["account"] = account,
            },
            ct);
        return true;
    }

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

    /// <summary>Changes the row as long as it is held as it was claimed.</summary>
    private Statement OfHeld(string change, ClaimedMessage claimed, DateTimeOffset? until = null) =>
        new($"update inbox set {change} where key = @key and attempt = @attempt and held_by = @replica")
        {
            ["key"] = claimed.Message.Key,
            ["attempt"] = claimed.Attempt,
            ["replica"] = replica.Id,
            ["until"] = until,
        };

    private static string LineOf(string account) => $"inbox {account}";
}
