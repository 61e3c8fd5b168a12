namespace IncidentBot.People;

/// <param name="Listed">
/// False for an account that the configuration does not name. Such a person may be somebody listed, under another
/// account, so they never count as the second human.
/// </param>
public sealed record Person(PersonId Id, string Name, Permissions Permissions, bool Listed)
{
    public IReadOnlyList<Account> Accounts { get; init; } = [];

    public bool May(Permissions permission) => (Permissions & permission) == permission;
}
