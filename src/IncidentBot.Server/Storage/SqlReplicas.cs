namespace IncidentBot.Storage;

/// <summary>
/// Who lives. A replica counts up instead of writing down the time, so nobody's clock is compared with somebody else's.
/// </summary>
internal sealed class SqlReplicas(IDatabase database, Replica replica, SharedClock clock)
{
    /// <summary>Counts up, and sets the clock by the others'.</summary>
    /// <returns>Every replica's count, this one's included.</returns>
    public async Task<Dictionary<string, long>> BeatAsync(CancellationToken ct)
    {
        await clock.SetAsync(database, ct);
        return await database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(
                    new("insert into replicas (id, beat) values (@id, 1) on conflict (id) do update set beat = replicas.beat + 1") { ["id"] = replica.Id }, ct);
                var all = await session.ListAsync(new("select id, beat from replicas order by id"), row => (Id: row.GetString(0), Beat: row.GetInt64(1)), ct);
                return all.ToDictionary(other => other.Id, other => other.Beat);
            },
            ct);
    }

    /// <summary>Strikes a dead replica off and frees what it held. One that has beaten meanwhile lives, and keeps everything.</summary>
    /// <returns>False when it lives, or when somebody else was faster.</returns>
    public Task<bool> StrikeOffAsync(string id, long lastBeat, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                if (await session.ExecuteAsync(new("delete from replicas where id = @id and beat = @beat") { ["id"] = id, ["beat"] = lastBeat }, ct) == 0)
                {
                    session.Discard();
                    return false;
                }

                await ReleaseAsync(session, id, ct);
                return true;
            },
            ct);

    /// <summary>This one stops: what it was in the middle of is free at once.</summary>
    public Task LeaveAsync(CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(new("delete from replicas where id = @id") { ["id"] = replica.Id }, ct);

                // Who stops in order has not died over what it was at.
                await session.ExecuteAsync(new("update inbox set begun = false where held_by = @id") { ["id"] = replica.Id }, ct);
                await ReleaseAsync(session, replica.Id, ct);
                return true;
            },
            ct);

    internal static IEnumerable<Statement> Release(string id) =>
        ((string[])
        [
            $"update inbox set {SqlInbox.HolderDied} where held_by = @id",
            "update schedule set not_before = due_at, held_by = null where held_by = @id",
            "update outbox set not_before = null, held_by = null where held_by = @id",
            "update webhook_deliveries set not_before = tried_at, held_by = null where held_by = @id",
            "update mail_letters set not_before = tried_at, held_by = null where held_by = @id",
            "delete from turns where held_by = @id",
        ]).Select(sql => new Statement(sql) { ["id"] = id });

    private static async Task ReleaseAsync(Session session, string id, CancellationToken ct)
    {
        foreach (var statement in Release(id))
        {
            await session.ExecuteAsync(statement, ct);
        }

        session.WakeWorkers();
    }
}
