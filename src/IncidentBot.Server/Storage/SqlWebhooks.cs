using System.Data.Common;
using System.Globalization;

namespace IncidentBot.Storage;

/// <summary>
/// What endpoints are told, and how they have done. An endpoint is told one thing at a time, over all replicas, and what is due first
/// first: while all goes well, that is the order of the commits.
/// </summary>
internal sealed class SqlWebhooks(IDatabase database, Replica replica)
{
    private const string Columns = "id, endpoint, event_id, type, subject, body, created_at, state, attempt, not_before, tried_at, status, error";

    private const string FirstDue =
        """
        select id from webhook_deliveries
        where endpoint = @endpoint and state = 'Waiting' and not_before <= @now
          and not exists (select 1 from webhook_deliveries held where held.endpoint = @endpoint and held.held_by is not null and held.not_before > @now)
          and not exists (select 1 from webhook_endpoints e where e.name = @endpoint and (e.disabled_at is not null or e.paused_until > @now))
        order by not_before, id limit 1
        """;

    /// <summary>Those of the endpoints that could be told something now.</summary>
    public Task<IReadOnlyList<string>> DueAsync(IReadOnlyList<string> endpoints, DateTimeOffset now, CancellationToken ct) =>
        database.ReadAsync(
            async session =>
            {
                var due = new List<string>();
                foreach (var endpoint in endpoints)
                {
                    if (await session.FindAsync(Due(endpoint, now), row => row.GetInt64(0), ct) > 0)
                    {
                        due.Add(endpoint);
                    }
                }

                return (IReadOnlyList<string>)due;
            },
            ct);

    /// <returns>Null where nothing is due, or somebody is at it already.</returns>
    public Task<WebhookDelivery?> ClaimAsync(string endpoint, DateTimeOffset now, DateTimeOffset until, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                await session.LockAsync($"webhook {endpoint}", ct);
                return await session.FindAsync(Claim(endpoint, now, until, replica), Read, ct);
            },
            ct);

    /// <summary>Writes down how an attempt ended; does nothing where somebody else holds it by now.</summary>
    public Task SettleAsync(WebhookDelivery delivery, WebhookAttempt attempt, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                if (await session.ExecuteAsync(Settle(delivery, attempt, replica), ct) == 1)
                {
                    await session.ExecuteAsync(Remember(delivery.Endpoint, attempt), ct);
                    session.WakeWorkers();
                    return true;
                }

                session.Discard();
                return false;
            },
            ct);

    /// <summary>The last of an endpoint, newest first.</summary>
    public Task<List<WebhookDelivery>> LastAsync(string endpoint, int limit, CancellationToken ct) =>
        database.ReadAsync(session => session.ListAsync(Last(endpoint, limit), Read, ct), ct);

    public async Task<WebhookHealth> HealthAsync(string endpoint, CancellationToken ct) => await database.ReadAsync(
        async session =>
        {
            var waiting = await session.FindAsync(Waiting(endpoint), row => Convert.ToInt32(row.GetValue(0), CultureInfo.InvariantCulture), ct);
            return (await session.FindAsync(
                new("select disabled_at, paused_until, succeeded_at, failed_at, failure from webhook_endpoints where name = @name") { ["name"] = endpoint },
                row => new WebhookHealth(waiting, Time(row, 0), Time(row, 1), Time(row, 2), Time(row, 3), row.IsDBNull(4) ? null : row.GetString(4)),
                ct)) ?? new WebhookHealth(waiting, null, null, null, null, null);
        },
        ct);

    /// <summary>How many a replay would tell again.</summary>
    public async Task<int> CountAsync(WebhookReplay replay, CancellationToken ct) => (int)await database.ReadAsync(
        session => session.FindAsync(
            new($"select count(*) from webhook_deliveries where {Of(replay)}")
            {
                ["endpoint"] = replay.Endpoint,
                ["id"] = replay.Delivery ?? 0,
                ["since"] = replay.Since ?? replay.At,
                ["now"] = replay.At,
            },
            row => Convert.ToInt64(row.GetValue(0), CultureInfo.InvariantCulture),
            ct),
        ct);

    internal static async Task SaveAsync(Session session, WebhookChanges changes, CancellationToken ct)
    {
        foreach (var told in changes.Events)
        {
            await session.ExecuteAsync(
                new("""
                    insert into webhook_deliveries (endpoint, event_id, type, subject, body, created_at, state, not_before)
                    values (@endpoint, @event, @type, @subject, @body, @at, 'Waiting', @at)
                    """)
                {
                    ["endpoint"] = told.Endpoint,
                    ["event"] = told.Id,
                    ["type"] = told.Type,
                    ["subject"] = told.Subject,
                    ["body"] = told.Body,
                    ["at"] = told.At,
                },
                ct);
        }

        if (changes.Enable is { } enable)
        {
            await session.ExecuteAsync(
                new("update webhook_endpoints set disabled_at = null, paused_until = null where name = @name") { ["name"] = enable.Endpoint }, ct);
            await session.ExecuteAsync(
                new("update webhook_deliveries set not_before = @now where endpoint = @name and state = 'Waiting' and not_before > @now and held_by is null")
                {
                    ["name"] = enable.Endpoint,
                    ["now"] = enable.At,
                },
                ct);
        }

        if (changes.Replay is { } replay)
        {
            await session.ExecuteAsync(Again(replay), ct);
        }
    }

    internal static Statement Due(string endpoint, DateTimeOffset now) => new(FirstDue) { ["endpoint"] = endpoint, ["now"] = now };

    internal static Statement Claim(string endpoint, DateTimeOffset now, DateTimeOffset until, Replica replica) =>
        new($"""
             update webhook_deliveries set not_before = @until, held_by = @replica, attempt = attempt + 1, tried_at = @now
             where id = ({FirstDue})
             returning {Columns}
             """)
        {
            ["endpoint"] = endpoint,
            ["now"] = now,
            ["until"] = until,
            ["replica"] = replica.Id,
        };

    internal static Statement Last(string endpoint, int limit) =>
        new($"select {Columns} from webhook_deliveries where endpoint = @endpoint order by id desc limit @limit")
        {
            ["endpoint"] = endpoint,
            ["limit"] = limit,
        };

    internal static Statement Waiting(string endpoint) =>
        new("select count(*) from webhook_deliveries where endpoint = @endpoint and state = 'Waiting'") { ["endpoint"] = endpoint };

    internal static Statement Again(WebhookReplay replay) =>
        new($"update webhook_deliveries set state = 'Waiting', attempt = 0, not_before = @now where {Of(replay)}")
        {
            ["endpoint"] = replay.Endpoint,
            ["id"] = replay.Delivery ?? 0,
            ["since"] = replay.Since ?? replay.At,
            ["now"] = replay.At,
        };

    internal static Statement Forget(DateTimeOffset before, int limit) =>
        new("delete from webhook_deliveries where id in (select id from webhook_deliveries where created_at < @before order by created_at limit @limit)")
        {
            ["before"] = before,
            ["limit"] = limit,
        };

    /// <summary>By its number also one that waits, which is told at once. What is being told is left alone.</summary>
    private static string Of(WebhookReplay replay) =>
        $"endpoint = @endpoint and {(replay.Delivery is null ? "created_at >= @since and state <> 'Waiting'" : "id = @id")} and held_by is null";

    private static Statement Settle(WebhookDelivery delivery, WebhookAttempt attempt, Replica replica) =>
        new("""
            update webhook_deliveries set state = @state, not_before = @due, held_by = null, status = @status, error = @error
            where id = @id and attempt = @attempt and held_by = @replica
            """)
        {
            ["state"] = attempt.State,
            ["due"] = attempt.Next ?? attempt.At,
            ["status"] = attempt.Status,
            ["error"] = attempt.Failure,
            ["id"] = delivery.Id,
            ["attempt"] = delivery.Attempt,
            ["replica"] = replica.Id,
        };

    private static Statement Remember(string endpoint, WebhookAttempt attempt) => attempt.Failure is { } failure
        ? new("""
              insert into webhook_endpoints (name, disabled_at, paused_until, failed_at, failure) values (@name, @disabled, @paused, @at, @failure)
              on conflict (name) do update set failed_at = excluded.failed_at, failure = excluded.failure,
                disabled_at = coalesce(webhook_endpoints.disabled_at, excluded.disabled_at), paused_until = excluded.paused_until
              """)
        {
            ["name"] = endpoint,
            ["disabled"] = attempt.Disables ? attempt.At : null,
            ["paused"] = attempt.PausedUntil,
            ["at"] = attempt.At,
            ["failure"] = failure,
        }
        : new("""
              insert into webhook_endpoints (name, succeeded_at) values (@name, @at)
              on conflict (name) do update set succeeded_at = excluded.succeeded_at, paused_until = null
              """)
        {
            ["name"] = endpoint,
            ["at"] = attempt.At,
        };

    private static WebhookDelivery Read(DbDataReader row) => new(
        row.GetInt64(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        row.GetString(4),
        row.GetString(5),
        StoredText.Time(row.GetString(6)),
        Enum.Parse<WebhookState>(row.GetString(7)),
        row.GetInt32(8))
    {
        DueAt = StoredText.Time(row.GetString(9)),
        TriedAt = Time(row, 10),
        Status = row.IsDBNull(11) ? null : row.GetInt32(11),
        Failure = row.IsDBNull(12) ? null : row.GetString(12),
    };

    private static DateTimeOffset? Time(DbDataReader row, int column) => row.IsDBNull(column) ? null : StoredText.Time(row.GetString(column));
}
