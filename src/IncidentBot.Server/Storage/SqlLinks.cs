using System.Data.Common;
using IncidentBot.People;

namespace IncidentBot.Storage;

internal sealed class SqlLinks(IDatabase database) : ILinkStore
{
    public Task<AccountLink?> FindAsync(Account account, CancellationToken ct) =>
        database.ReadAsync(
            session => session.FindAsync(
                new("select account, person, confirmed_by from account_links where account = @account") { ["account"] = StoredText.Of(account) },
                Read,
                ct),
            ct);

    public async Task<IReadOnlyList<AccountLink>> OfAsync(PersonId person, CancellationToken ct) =>
        await database.ReadAsync(
            session => session.ListAsync(
                new("select account, person, confirmed_by from account_links where person = @person order by account") { ["person"] = person.Value },
                Read,
                ct),
            ct);

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

    /// <summary>This one alone: who has linked the account anew in the meantime keeps it.</summary>
    internal static Task RemoveAsync(Session session, AccountLink link, CancellationToken ct) =>
        session.ExecuteAsync(
            new("delete from account_links where account = @account and person = @person and coalesce(confirmed_by, '') = @confirmer")
            {
                ["account"] = StoredText.Of(link.Account),
                ["person"] = link.Person.Value,
                ["confirmer"] = link.ConfirmedBy is { } confirmer ? StoredText.Of(confirmer) : "",
            },
            ct);

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
        if (offer.ToLink() is { ConfirmedBy: { } confirmer } link)
        {
            // The first one to link an account keeps it.
            await session.ExecuteAsync(
                new("insert into account_links (account, person, confirmed_by) values (@account, @person, @confirmer) on conflict (account) do nothing")
                {
                    ["account"] = StoredText.Of(link.Account),
                    ["person"] = link.Person.Value,
                    ["confirmer"] = StoredText.Of(confirmer),
                },
                ct);
        }
    }

    private static AccountLink Read(DbDataReader row) =>
        new(StoredText.Account(row.GetString(0)), new PersonId(row.GetString(1)), row.IsDBNull(2) ? null : StoredText.Account(row.GetString(2)));
}
