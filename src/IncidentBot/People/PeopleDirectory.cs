namespace IncidentBot.People;

/// <summary>Resolves chat accounts to humans. The list comes from configuration; anybody else may only observe.</summary>
public sealed class PeopleDirectory
{
    /// <summary>What the record says where the bot itself acted.</summary>
    private const string TheBot = "bot";

    private readonly IReadOnlyList<Person> people;
    private readonly Dictionary<Account, Person> byAccount = [];

    /// <exception cref="ArgumentException">Two people claim one account or one id, or somebody claims the bot's.</exception>
    public PeopleDirectory(IEnumerable<Person> people)
    {
        this.people = [.. people];
        foreach (var person in this.people)
        {
            if (string.Equals(person.Id.Value, TheBot, StringComparison.OrdinalIgnoreCase))
            {
                throw new ArgumentException($"{person.Name} has the id '{person.Id}', which the record uses for the bot itself. Choose another.");
            }

            // Mentions are read without regard to case, so ids that differ by nothing else would be one person or the other by chance.
            if (this.people.Count(other => string.Equals(other.Id.Value, person.Id.Value, StringComparison.OrdinalIgnoreCase)) > 1)
            {
                throw new ArgumentException($"Two people have the id '{person.Id}'. Give each person one entry with all their accounts.");
            }

            foreach (var account in person.Accounts)
            {
                if (Origin.Of(account) is not Origin.Human)
                {
                    throw new ArgumentException($"{person.Name} has the account {account}, which is no person's. Give it to nobody.");
                }

                if (!byAccount.TryAdd(account, person))
                {
                    throw new ArgumentException(
                        $"The account {account} belongs to both {byAccount[account].Name} and {person.Name}. An account belongs to one person.");
                }
            }
        }
    }

    public IReadOnlyList<Person> All => people;

    public bool IsListed(Account account) => byAccount.ContainsKey(account);

    /// <param name="displayName">What the platform calls them: shown where nobody lists them, and never trusted.</param>
    public Person Resolve(Account account, string displayName) => byAccount.GetValueOrDefault(account) ?? Unlisted(account, displayName);

    /// <summary>The name to show for an id read from the record, also when the person has since been removed.</summary>
    public string NameOf(PersonId id) => people.FirstOrDefault(person => person.Id == id)?.Name ?? Origin.NoPerson(id)?.Name
        ?? (id.Name is not { Length: > 0 } name ? id.Value : IsSomebodyElses(name) ? $"{name} ({id.Value})" : name);

    private Person Unlisted(Account account, string displayName)
    {
        var id = new PersonId(account.ToString()) { Name = displayName != account.UserId ? displayName : null };
        return new Person(id, id.Name is null ? displayName : NameOf(id), Permissions.Observe, Listed: false) { Accounts = [account] };
    }

    /// <summary>People choose what they are called: nobody passes for one who is listed.</summary>
    private bool IsSomebodyElses(string name) => people.Any(person => string.Equals(person.Name, name.Trim(), StringComparison.OrdinalIgnoreCase)
        || string.Equals(person.Id.Value, name.Trim(), StringComparison.OrdinalIgnoreCase));

    /// <summary>Every account of the person. The id of somebody who is not listed is their account.</summary>
    public IReadOnlyList<Account> AccountsOf(PersonId id) =>
        people.FirstOrDefault(person => person.Id == id)?.Accounts ?? (Account.Read(id.Value) is { } account ? [account] : []);

    /// <summary>Whose a linked account is: a link ends with the account that vouched for it.</summary>
    /// <returns>Null once it has ended.</returns>
    public Person? OwnerOf(AccountLink link) => WhyEnded(link) is null ? byAccount[link.ConfirmedBy!] : null;

    /// <returns>A clause; null while the link holds.</returns>
    public string? WhyEnded(AccountLink link) =>
        IsListed(link.Account) ? $"{link.Account} is listed itself"
        : link.ConfirmedBy is not { } voucher ? "it is from a version that did not keep which account had confirmed it"
        : byAccount.GetValueOrDefault(voucher)?.Id == link.Person ? null
        : $"{voucher}, which confirmed it, is not listed for {link.Person} any more";

    /// <summary>Who is listed and may approve what this person has asked for.</summary>
    public IEnumerable<Person> ApproversFor(PersonId asked) => people.Where(person => person.May(Permissions.Approve) && person.Id != asked);

    /// <summary>
    /// Whether they are certainly two humans. Two who are listed are. An account that is known through a group alone may be
    /// anybody's on another platform; within a workspace it is somebody else's than every other account.
    /// </summary>
    public bool AreTwo(Person person, PersonId other)
    {
        var theirs = AccountsOf(other);
        return WhyNoPersons(person, other) is null
            && person.Id != other
            && !theirs.Any(person.Accounts.Contains)
            && ((person.Listed && people.Any(listed => listed.Id == other))
                || theirs.Any(account => person.Accounts.Any(own => own.Platform == account.Platform && own.Workspace == account.Workspace)));
    }

    /// <summary>Services and alert sources ask; that somebody has agreed takes people on both sides.</summary>
    /// <returns>A sentence; null when both are people.</returns>
    public static string? WhyNoPersons(Person person, PersonId other) =>
        !person.IsHuman ? $"It takes a person, and {person.Name} is none."
        : Origin.NoPerson(other) is { } asked ? $"It was asked for by {asked.Name}, which is no person, and takes two."
        : null;

    /// <summary>Reads <c>@name</c>, an id or a name.</summary>
    public Person? Find(string text)
    {
        var typed = text.TrimStart('@');
        return people.FirstOrDefault(person =>
            string.Equals(person.Id.Value, typed, StringComparison.OrdinalIgnoreCase)
            || string.Equals(person.Name, typed, StringComparison.OrdinalIgnoreCase));
    }
}
