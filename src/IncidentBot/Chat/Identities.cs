using IncidentBot.People;
using IncidentBot.Storage;

namespace IncidentBot.Chat;

/// <summary>Whose account it is, by the configuration or by a link that its holder has made, and what they may do.</summary>
public sealed class Identities(PeopleDirectory people, ILinkStore links, GroupPermissions groups)
{
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

        // With all of their accounts: what one of them asked for before it was linked is theirs too.
        return person.Listed ? person with { Accounts = [.. person.Accounts.Union(await links.AccountsOfAsync(person.Id, ct))] } : person;
    }
}
