using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Words;

namespace IncidentBot.Commands;

/// <summary>Whose account it is, by the configuration or by a link that its holder has made, and what they may do.</summary>
public sealed class Identities(
    PeopleDirectory people, ILinkStore links, GroupPermissions groups, IEnumerable<IAccountNames> names, IEnumerable<IMentions> mentions, Grants grants)
{
    private const int LongestName = 80;

    private readonly IReadOnlyList<IAccountNames> names = [.. names];
    private readonly IReadOnlyList<IMentions> mentions = [.. mentions];

    /// <summary>Whether the word names a person in any case, and is no word of a sentence: a mention of the asker's platform, or <c>@ada</c>.</summary>
    public bool IsMention(string word, Account asker) =>
        (word.Length > 1 && word[0] == '@') || mentions.FirstOrDefault(platform => platform.Platform == asker.Platform)?.Read(word, asker) is not null;

    /// <param name="displayName">As for an account.</param>
    public Task<Person> ResolveAsync(Origin origin, string displayName, CancellationToken ct) => origin is Origin.Human
        ? ResolveAsync(origin.Account, displayName, ct)
        : Task.FromResult(new Person(origin.Id ?? new PersonId("bot"), origin.Name, grants.Of(origin), Listed: false) { IsHuman = false });

    /// <summary>
    /// Who is meant: by a mention, an id or a name. Whoever is mentioned by an account that nobody lists may have linked it,
    /// or has a name that their platform knows.
    /// </summary>
    /// <returns>Null when nobody is.</returns>
    public async Task<Person?> FindAsync(string word, Account asker, CancellationToken ct) =>
        mentions.FirstOrDefault(platform => platform.Platform == asker.Platform)?.Read(word, asker) is { } mention
            ? await ResolveAsync(mention.Account, mention.Name ?? mention.Account.UserId, ct)
            : people.Find(word);

    /// <param name="displayName">As the platform sent it; the id of the account where it sent none.</param>
    public async Task<Person> ResolveAsync(Account account, string displayName, CancellationToken ct)
    {
        var person = await WhoAsync(account, displayName, ct);
        var standing = await groups.OfAsync(account, ct);
        return person with { Permissions = person.Permissions | standing.Permissions, GroupsUnread = standing.Unread };
    }

    private async Task<Person> WhoAsync(Account account, string displayName, CancellationToken ct)
    {
        var link = people.IsListed(account) ? null : await links.FindAsync(account, ct);
        var person = (link is null ? null : people.OwnerOf(link)) ?? people.Resolve(account, displayName);
        if (!person.Listed)
        {
            var stranger = people.Resolve(account, await NameAsync(account, displayName, ct));
            return link is null ? stranger
                : stranger with { EndedLink = $"the link of this account to {link.Person} has ended: {people.WhyEnded(link)}. /link makes a new one." };
        }

        // With all of their accounts: what one of them asked for before it was linked is theirs too.
        var linked = (await links.OfAsync(person.Id, ct)).Where(link => people.OwnerOf(link) is not null).Select(link => link.Account);
        return person with { Accounts = [.. person.Accounts.Union(linked)] };
    }

    private async Task<string> NameAsync(Account account, string displayName, CancellationToken ct)
    {
        var name = displayName == account.UserId && names.FirstOrDefault(platform => platform.Platform == account.Platform) is { } platform
            ? await platform.FindAsync(account, ct)
            : displayName;
        return OneLine.Of(name ?? "", LongestName).Trim() is { Length: > 0 } shown ? shown : account.UserId;
    }
}
