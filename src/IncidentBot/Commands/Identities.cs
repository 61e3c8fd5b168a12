using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Words;

namespace IncidentBot.Commands;

/// <summary>Whose account it is, by the configuration or by a link that its holder has made, and what they may do.</summary>
public sealed class Identities(PeopleDirectory people, ILinkStore links, GroupPermissions groups, IEnumerable<IAccountNames> names)
{
    private const int LongestName = 80;

    private readonly IReadOnlyList<IAccountNames> names = [.. names];

    /// <param name="displayName">As the platform sent it; the id of the account where it sent none.</param>
    public async Task<Person> ResolveAsync(Account account, string displayName, CancellationToken ct)
    {
        var person = await WhoAsync(account, displayName, ct);
        var standing = await groups.OfAsync(account, ct);
        return person with { Permissions = person.Permissions | standing.Permissions, GroupsUnread = standing.Unread };
    }

    private async Task<Person> WhoAsync(Account account, string displayName, CancellationToken ct)
    {
        var person = !people.IsListed(account) && await links.PersonOfAsync(account, ct) is { } id && people.All.FirstOrDefault(person => person.Id == id) is { } linked
            ? linked
            : people.Resolve(account, displayName);
        if (!person.Listed)
        {
            return people.Resolve(account, await NameAsync(account, displayName, ct));
        }

        // With all of their accounts: what one of them asked for before it was linked is theirs too.
        return person with { Accounts = [.. person.Accounts.Union(await links.AccountsOfAsync(person.Id, ct))] };
    }

    private async Task<string> NameAsync(Account account, string displayName, CancellationToken ct)
    {
        var name = displayName == account.UserId && names.FirstOrDefault(platform => platform.Platform == account.Platform) is { } platform
            ? await platform.FindAsync(account, ct)
            : displayName;
        return OneLine.Of(name ?? "", LongestName).Trim() is { Length: > 0 } shown ? shown : account.UserId;
    }
}
