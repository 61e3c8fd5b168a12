using IncidentBot.Messages;

namespace IncidentBot.Storage;

internal sealed class SqlOutbox(IDatabase database, Replica replica) : IOutbox
{
    public Task<OutboxItem?> ClaimAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken ct) =>
        database.ChangeAsync(
            session => session.FindAsync(
                Claim(now, until, replica, database.SkipLocked),
                row => new OutboxItem(
                    row.GetInt64(0),
                    Json.Read(row.GetString(1), StoreJson.Default.Outgoing),
                    row.GetInt32(2),
                    row.GetInt32(3),
                    row.IsDBNull(4) ? null : StoredText.Time(row.GetString(4))),
                ct),
            ct);

    /// <remarks>Under the lock of those who say something: what they say next either finds the lane or is moved to it.</remarks>
    public async Task StepAsideAsync(OutboxItem item, CancellationToken ct)
    {
        if (item.Message.Way is not { } way)
        {
            return;
        }

        try
        {
            await database.WriteAsync(
                async session =>
                {
                    await SqlAudit.LockHeadAsync(session, database.ForUpdate, ct);
                    return await session.ExecuteAsync(StepAside(item.Message, way), ct);
                },
                ct);
            database.Wake.Raise();
        }
        catch (StoreUnavailableException)
        {
            // It holds up the others for longer.
        }
    }

    public async Task CompleteAsync(OutboxItem item, CancellationToken ct)
    {
        await database.WriteAsync(
            async session =>
            {
                var gone = await session.ExecuteAsync(
                    new("delete from outbox where id = @id and generation = @generation") { ["id"] = item.Id, ["generation"] = item.Generation }, ct);
                return gone == 1 || await session.ExecuteAsync(
                    new("update outbox set not_before = null, held_by = null, attempt = 0, error = null, tried_at = null, "
                        + "unsettled_since = null where id = @id and attempt = @attempt")
                    { ["id"] = item.Id, ["attempt"] = item.Attempt }, ct) == 1;
            },
            ct);
        database.Wake.Raise();
    }

    public Task RetryAsync(OutboxItem item, DateTimeOffset dueAt, string error, bool mayHaveArrived, CancellationToken ct) =>
        database.ChangeAsync(
            session => session.ExecuteAsync(
                new($"update outbox set not_before = @due, held_by = null, error = @error{(mayHaveArrived ? "" : ", tried_at = null")} "
                    + "where id = @id and attempt = @attempt and not abandoned")
                {
                    ["id"] = item.Id,
                    ["attempt"] = item.Attempt,
                    ["due"] = dueAt,
                    ["error"] = error,
                },
                ct),
            ct);

    public async Task AbandonAsync(OutboxItem item, DateTimeOffset at, string error, CancellationToken ct)
    {
        await database.ChangeAsync(
            session => session.ExecuteAsync(
                new("update outbox set abandoned = true, abandoned_at = @at, held_by = null, error = @error where id = @id and attempt = @attempt")
                {
                    ["id"] = item.Id,
                    ["attempt"] = item.Attempt,
                    ["at"] = at,
                    ["error"] = error,
                },
                ct),
            ct);
        database.Wake.Raise();
    }

    public Task<GivenUp?> GivenUpAsync(DateTimeOffset since, CancellationToken ct) =>
        database.ReadAsync(
            session => session.FindAsync(
                GivenUpSince(since),
                row => new GivenUp(row.GetInt32(0), StoredText.Time(row.GetString(1)), StoredText.Channel(row.GetString(2)), row.GetString(3)),
                ct),
            ct);

    public Task<bool> HasWaitingAsync(ChannelRef channel, CancellationToken ct) =>
        database.ReadAsync(
            session => session.FindAsync(
                new("select id from outbox where channel = @channel and not abandoned limit 1") { ["channel"] = StoredText.Of(channel) }, _ => true, ct),
            ct);

    public Task<string?> FindPostedAsync(ChannelRef channel, LiveSubject subject, CancellationToken ct) =>
        database.ReadAsync(
            session => session.FindAsync(
                new("select message_id from posted where channel = @channel and subject = @subject")
                {
                    ["channel"] = StoredText.Of(channel),
                    ["subject"] = subject.ToString(),
                },
                row => row.GetString(0),
                ct),
            ct);

    public Task RememberPostedAsync(ChannelRef channel, LiveSubject subject, string messageId, CancellationToken ct) =>
        database.ChangeAsync(
            session => session.ExecuteAsync(
                new("""
                    insert into posted (channel, subject, message_id) values (@channel, @subject, @message)
                    on conflict (channel, subject) do update set message_id = excluded.message_id
                    """)
                {
                    ["channel"] = StoredText.Of(channel),
                    ["subject"] = subject.ToString(),
                    ["message"] = messageId,
                },
                ct),
            ct);

    /// <summary>
    /// The first row of a lane is the only one that can be taken: while it is held or waits, so does its lane. What is new in
    /// a channel waits for a card that was asked for earlier and is not there yet: it may be what the channel begins with.
    /// An attempt that has left its time behind, by a crash or an answer that nobody heard, makes the row unsettled.
    /// </summary>
    internal static Statement Claim(DateTimeOffset now, DateTimeOffset until, Replica replica, string skipLocked) =>
        new($"""
             update outbox set not_before = @until, held_by = @replica, attempt = attempt + 1,
               unsettled_since = coalesce(unsettled_since, tried_at), tried_at = @now
             where id = (
               select m.id from outbox m
               where not m.abandoned and (m.not_before is null or m.not_before <= @now)
                 and not exists (
                   select 1 from outbox earlier
                   where earlier.channel = m.channel and earlier.lane = m.lane and not earlier.abandoned and earlier.id < m.id)
                 and not ((m.lane = 'posts' or (m.subject is not null and not exists (
                     select 1 from posted own where own.channel = m.channel and own.subject = m.subject)))
                   and exists (
                     select 1 from outbox card where card.channel = m.channel and card.subject is not null and not card.abandoned and card.id < m.id
                       and not exists (select 1 from posted p where p.channel = card.channel and p.subject = card.subject)))
               order by m.precedence, m.id limit 1 {skipLocked})
             returning id, body, attempt, generation, unsettled_since
             """)
        {
            ["now"] = now,
            ["until"] = until,
            ["replica"] = replica.Id,
        };

    internal static Statement StepAside(Outgoing message, string way) =>
        new("update outbox set lane = @aside where channel = @channel and lane = @lane and way = @way and not abandoned")
        {
            ["channel"] = StoredText.Of(message.Channel),
            ["lane"] = message.Lane,
            ["aside"] = Aside(message),
            ["way"] = way,
        };

    internal static Statement GivenUpSince(DateTimeOffset since) =>
        new("""
            select (select count(*) from outbox where abandoned and abandoned_at >= @since), abandoned_at, channel, error
            from outbox where abandoned and abandoned_at >= @since order by abandoned_at desc, id desc limit 1
            """)
        {
            ["since"] = since,
        };

    /// <summary>Removes messages that were given up so long ago that nobody asks for them, at most <paramref name="limit"/> of them.</summary>
    internal static Statement Forget(DateTimeOffset abandonedBefore, int limit) =>
        new("""
            delete from outbox where id in (
              select id from outbox where abandoned and abandoned_at < @before order by abandoned_at, id limit @limit)
            """)
        {
            ["before"] = abandonedBefore,
            ["limit"] = limit,
        };

    /// <summary>A refresh that waits already, or is being delivered, is not said twice: it only gets a new generation.</summary>
    internal static Task SayAsync(Session session, Outgoing message, CancellationToken ct) =>
        session.ExecuteAsync(
            new("""
                insert into outbox (channel, lane, way, precedence, subject, body)
                select @channel,
                  case when exists (select 1 from outbox o where o.channel = @channel and o.lane = @aside and not o.abandoned) then @aside else @lane end,
                  @way, @precedence, @subject, @body
                where true
                on conflict (channel, subject) where subject is not null and not abandoned
                do update set generation = outbox.generation + 1
                """)
            {
                ["channel"] = StoredText.Of(message.Channel),
                ["lane"] = message.Lane,
                ["aside"] = Aside(message),
                ["way"] = message.Way,
                ["precedence"] = message.Overtakes ? 0 : 1,
                ["subject"] = (message as Outgoing.Refresh)?.Subject.ToString(),
                ["body"] = Json.Of(message, StoreJson.Default.Outgoing),
            },
            ct);

    /// <summary>The lane of what has stepped aside.</summary>
    private static string? Aside(Outgoing message) => message.Way is { } way ? $"{message.Lane} by {way}" : null;
}
