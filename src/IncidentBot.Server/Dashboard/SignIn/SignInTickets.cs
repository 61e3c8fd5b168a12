using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using IncidentBot.Audit;
using IncidentBot.People;
using IncidentBot.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace IncidentBot.Dashboard.SignIn;

/// <summary>Keeps who is signed in, and ends it, in the store: a cookie that somebody has copied is worth nothing after a sign-out.</summary>
internal sealed class SignInTickets(SqlSignIns store, ILedger ledger, IOptions<SignInOptions> options, TimeProvider time) : ITicketStore
{
    public const string AccountClaim = "account";
    public const string NameClaim = "name";

    private const int KeyBytes = 32;

    /// <returns>What the browser keeps.</returns>
    public async Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes));
        await RenewAsync(key, ticket);
        return key;
    }

    /// <summary>Of somebody who has signed in again while they were. Nobody stays signed in longer because they look.</summary>
    public async Task RenewAsync(string key, AuthenticationTicket ticket)
    {
        var now = time.GetUtcNow();
        var account = Account.Read(ticket.Principal.FindFirstValue(AccountClaim)!)!;
        var name = ticket.Principal.FindFirstValue(NameClaim) ?? account.UserId;
        var since = ticket.Properties.IssuedUtc ?? now;
        await store.KeepAsync(new StoredSignIn(Id(key), account, name, since, now + options.Value.StaysFor), CancellationToken.None);
        await AuditAsync(account, "signed in");
    }

    public async Task<AuthenticationTicket?> RetrieveAsync(string key)
    {
        if (await store.FindAsync(Id(key), time.GetUtcNow(), CancellationToken.None) is not { } found)
        {
            return null;
        }

        var identity = new ClaimsIdentity([new(AccountClaim, $"{found.Account}"), new(NameClaim, found.Name)], SignInSchemes.Cookie);
        return new AuthenticationTicket(
            new ClaimsPrincipal(identity), new AuthenticationProperties { IssuedUtc = found.SignedInAt, ExpiresUtc = found.EndsAt }, SignInSchemes.Cookie);
    }

    public async Task RemoveAsync(string key)
    {
        if (await store.FindAsync(Id(key), time.GetUtcNow(), CancellationToken.None) is { } found)
        {
            await store.EndAsync(found.Id, CancellationToken.None);
            await AuditAsync(found.Account, "signed out");
        }
    }

    private Task<CommitResult> AuditAsync(Account account, string what) => ledger.CommitAsync(
        new Changes
        {
            Audit =
            [
                new AuditEntry(time.GetUtcNow(), new PersonId($"{account}"), AuditKind.SignedIn, "pages")
                {
                    Detail = new Dictionary<string, string> { ["what"] = what },
                },
            ],
        },
        CancellationToken.None);

    private static string Id(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
