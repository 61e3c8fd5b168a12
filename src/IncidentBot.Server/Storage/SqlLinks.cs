using IncidentBot.People;

namespace IncidentBot.Storage;

internal sealed class SqlLinks(IDatabase database) : ILinkStore
{
    public async Task<PersonId?> PersonOfAsync(Account account, CancellationToken ct) =>
        await database.ReadAsync(
            session => session.FindAsync(
                new("select person from account_links where account = @account") { ["account"] = StoredText.Of(account) },
                row => row.GetString(0),
                ct),
            ct) is { } person
            ? new PersonId(person)
            : null;

    public async Task<IReadOnlyList<Account>> AccountsOfAsync(PersonId person, CancellationToken ct) =>
        [.. (await database.ReadAsync(
            session => session.ListAsync(
                new("select account from account_links where person = @person") { ["person"] = person.Value },
                row => row.GetString(0),
                ct),
            ct)).Select(Account.Read).OfType<Account>()];

    public Task<LinkOffer?> FindOfferAsync(string code, CancellationToken ct) =>
        database.ReadAsync(
            session => session.FindAsync(
                new("select body from link_codes where code = @code") { ["code"] = code },
                row => Json.Read(row.GetString(0), StoreJson.Default.LinkOffer),
                ct),
            ct);

    /// <summary>Removes codes that have run out, at most <paramref name="limit"/> of them.</summary>
    internal static Statement Forget(DateTimeOffset now, int limit) =>
        new("delete from link_codes where code in (select code from link_codes where valid_until <= @now order by valid_until limit @limit)")
        {
            ["now"] = now,
            ["limit"] = limit,
        };

    internal static Task RemoveAsync(Session session, Account account, CancellationToken ct) =>
        session.ExecuteAsync(new("delete from account_links where account = @account") { ["account"] = StoredText.Of(account) }, ct);

    internal static async Task SaveAsync(Session session, LinkOffer offer, CancellationToken ct)
    {
        await session.ExecuteAsync(
            new("insert into link_codes (code, valid_until, body) values (@code, @until, @body) on conflict (code) do update set body = excluded.body")
            {
                ["code"] = offer.Code,
                ["until"] = offer.ValidUntil,
                ["body"] = Json.Of(offer, StoreJson.Default.LinkOffer),
            },
            ct);
        if (offer is { Linked: true, Other: { } other })
        {
            // The first one to link an account keeps it.
            await session.ExecuteAsync(
                new("insert into account_links (account, person) values (@account, @person) on conflict (account) do nothing")
                {
                    ["account"] = StoredText.Of(other),
                    ["person"] = offer.Person.Value,
                },
                ct);
        }
    }
}
