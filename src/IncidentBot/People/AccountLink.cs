namespace IncidentBot.People;

/// <summary>An account that a person has linked to themselves. Whether it is theirs still says <see cref="PeopleDirectory.OwnerOf"/>.</summary>
/// <param name="ConfirmedBy">The listed account that vouched for it; null where nobody kept which one that was.</param>
public sealed record AccountLink(Account Account, PersonId Person, Account? ConfirmedBy);
