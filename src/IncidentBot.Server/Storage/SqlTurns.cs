namespace IncidentBot.Storage;

internal sealed class SqlTurns(IDatabase database, Replica replica) : ITurns
{
    public async Task<Turn?> TakeAsync(string name, DateTimeOffset now, DateTimeOffset until, CancellationToken ct) =>
        await database.ChangeAsync(
            session => session.ExecuteAsync(
                new("""
                    insert into turns (name, held_by, until) values (@name, @replica, @until)
                    on conflict (name) do update set held_by = excluded.held_by, until = excluded.until where turns.until <= @now
                    """)
                {
                    ["name"] = name,
                    ["replica"] = replica.Id,
                    ["until"] = until,
                    ["now"] = now,
                },
                ct),
            ct) == 1
            ? new Turn(name, until)
            : null;

    public async Task PassOnAsync(Turn turn, DateTimeOffset at, CancellationToken ct)
    {
        try
        {
            await database.ChangeAsync(
                session => session.ExecuteAsync(
                    new("update turns set until = @at where name = @name and held_by = @replica and until = @until")
                    {
                        ["name"] = turn.Name,
                        ["replica"] = replica.Id,
                        ["until"] = turn.Until,
                        ["at"] = at,
                    },
                    ct),
                ct);
        }
        catch (StoreUnavailableException)
        {
            // What was done in this turn must not be done again because of that.
        }
    }

    /// <summary>
    /// Removes turns that have run out, which count like none, at most <paramref name="limit"/> of them. Asked twice, because
    /// one may be taken meanwhile.
    /// </summary>
    internal static Statement Forget(DateTimeOffset now, int limit) =>
        new("delete from turns where until <= @now and name in (select name from turns where until <= @now order by until limit @limit)")
        {
            ["now"] = now,
            ["limit"] = limit,
        };
}
