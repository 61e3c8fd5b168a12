using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using IncidentBot.Messages;

namespace IncidentBot.Storage;

/// <summary>
/// A token is made from what the card shows with a key that the database does not hold, and a row knows only the token's
/// hash: whoever reads the database has no links.
/// </summary>
internal sealed class SqlKeptCards(IDatabase database, AuditKey key) : IKeptCards
{
    /// <summary>As JSON. A larger card is for a terminal, and would cost each reader as much again.</summary>
    public const int LargestBody = 4_000_000;

    // Not in the constructor: at the first start the key is made after it.
    private readonly Lazy<byte[]> tokens = new(() => key.KeyFor("kept cards"), LazyThreadSafetyMode.PublicationOnly);

    public async Task<string?> KeepAsync(KeptCard kept, CancellationToken ct)
    {
        var body = Json.Of(kept, StoreJson.Default.KeptCard);
        if (body.Text.Length > LargestBody)
        {
            return null;
        }

        var token = Token(kept.Card);
        await database.ChangeAsync(
            session => session.ExecuteAsync(
                new("""
                    insert into kept_cards (token_hash, keep_until, body) values (@hash, @until, @body)
                    on conflict (token_hash) do update set keep_until = excluded.keep_until, body = excluded.body
                    """)
                {
                    ["hash"] = Hash(token),
                    ["until"] = kept.Until,
                    ["body"] = body,
                },
                ct),
            ct);
        return token;
    }

    public Task<KeptCard?> FindAsync(string token, DateTimeOffset now, CancellationToken ct) => database.ReadAsync(
        session => session.FindAsync(Find(Hash(token), now), row => Json.Read(row.GetString(0), StoreJson.Default.KeptCard), ct),
        ct);

    internal static Statement Find(string hash, DateTimeOffset now) =>
        new("select body from kept_cards where token_hash = @hash and keep_until > @now") { ["hash"] = hash, ["now"] = now };

    /// <summary>Removes cards that are past their time, at most <paramref name="limit"/> of them.</summary>
    internal static Statement Forget(DateTimeOffset now, int limit) =>
        new("""
            delete from kept_cards where token_hash in (
              select token_hash from kept_cards where keep_until <= @now order by keep_until limit @limit)
            """)
        {
            ["now"] = now,
            ["limit"] = limit,
        };

    private string Token(Card card)
    {
        var shown = card.Subject is { } subject ? $"living {subject}" : $"card {Json.Of(card, StoreJson.Default.Card).Text}";
        return Base64Url.EncodeToString(HMACSHA256.HashData(tokens.Value, Encoding.UTF8.GetBytes(shown)));
    }

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
