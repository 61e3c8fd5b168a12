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

    /// <summary>What a refusal adds to its hint; empty when nothing is unknown.</summary>
    public string Unread => GroupsUnread ? $" {Name}: your groups could not be read, so you have only what the configuration gives you by name." : "";

    public bool May(Permissions permission) => (Permissions & permission) == permission;
}
