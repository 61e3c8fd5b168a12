using IncidentBot.People;
using IncidentBot.Storage;

namespace IncidentBot.Chat;

/// <summary>Whose account it is: by the configuration, or by a link that its holder has made.</summary>
public sealed class Identities(PeopleDirectory people, ILinkStore links)
{
    public async Task<Person> ResolveAsync(Account account, string displayName, CancellationToken ct) =>
        !people.IsListed(account) && await links.PersonOfAsync(account, ct) is { } id && people.All.FirstOrDefault(person => person.Id == id) is { } person
            ? person
            : people.Resolve(account, displayName);
}
