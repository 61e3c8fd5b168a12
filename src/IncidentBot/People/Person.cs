namespace IncidentBot.People;

/// <param name="Listed">
/// False for an account that the configuration does not name. Such a person may be somebody listed, under another
/// account: see <see cref="PeopleDirectory.AreTwo"/>.
/// </param>
public sealed record Person(PersonId Id, string Name, Permissions Permissions, bool Listed)
{
    public IReadOnlyList<Account> Accounts { get; init; } = [];

    /// <summary>False for a service, an alert source and the bot: none of them ever counts as a second person, nor as a first.</summary>
    public bool IsHuman { get; init; } = true;

    /// <summary>A group might give more, and its members could not be read.</summary>
    public bool GroupsUnread { get; init; }

    /// <summary>Whom a link made of them, and why it does not any more; null where there is no such link.</summary>
    public string? EndedLink { get; init; }

    /// <summary>What a refusal adds to its hint: why they may do less than they think. Mostly empty.</summary>
    public string WhyLess =>
        (GroupsUnread ? $" {Name}: your groups could not be read, so you have only what the configuration gives you by name." : "")
        + (EndedLink is null ? "" : $" {Name}: {EndedLink}");

    public bool May(Permissions permission) => (Permissions & permission) == permission;
}
