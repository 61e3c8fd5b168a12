using IncidentBot.People;

namespace IncidentBot.Storage;

/// <summary>Somebody who is signed in to the pages.</summary>
/// <param name="Id">The hash of what their browser has, so that nobody who reads the store can be them.</param>
/// <param name="Name">As whoever vouches for them says; shown, never trusted.</param>
internal sealed record StoredSignIn(string Id, Account Account, string Name, DateTimeOffset SignedInAt, DateTimeOffset EndsAt);

internal sealed class SqlSignIns(IDatabase database)
{
    public Task KeepAsync(StoredSignIn signIn, CancellationToken ct) =>
        database.ChangeAsync(
            session => session.ExecuteAsync(
                new("""
                    insert into sign_ins (id, account, name, signed_in_at, ends_at) values (@id, @account, @name, @at, @ends)
                    on conflict (id) do update
                    set account = excluded.account, name = excluded.name, signed_in_at = excluded.signed_in_at, ends_at = excluded.ends_at
                    """)
                {
                    ["id"] = signIn.Id,
                    ["account"] = StoredText.Of(signIn.Account),
                    ["name"] = StoredText.Clean(signIn.Name),
                    ["at"] = signIn.SignedInAt,
                    ["ends"] = signIn.EndsAt,
                },
                ct),
            ct);

    /// <returns>Null where it has ended.</returns>
    public Task<StoredSignIn?> FindAsync(string id, DateTimeOffset now, CancellationToken ct) =>
        database.ReadAsync(
            session => session.FindAsync(
                Find(id, now),
                row => new StoredSignIn(
                    id, StoredText.Account(row.GetString(0)), row.GetString(1), StoredText.Time(row.GetString(2)), StoredText.Time(row.GetString(3))),
                ct),
            ct);

    public Task EndAsync(string id, CancellationToken ct) =>
        database.ChangeAsync(session => session.ExecuteAsync(new("delete from sign_ins where id = @id") { ["id"] = id }, ct), ct);

    internal static Statement Find(string id, DateTimeOffset now) =>
        new("select account, name, signed_in_at, ends_at from sign_ins where id = @id and ends_at > @now") { ["id"] = id, ["now"] = now };

    /// <summary>Removes those that have ended, at most <paramref name="limit"/> of them.</summary>
    internal static Statement Forget(DateTimeOffset now, int limit) =>
        new("delete from sign_ins where id in (select id from sign_ins where ends_at <= @now order by ends_at limit @limit)")
        {
            ["now"] = now,
            ["limit"] = limit,
        };
}
