using IncidentBot.People;

namespace IncidentBot.Incidents;

/// <summary>Somebody who wants to hear of an incident without working on it.</summary>
/// <param name="To">Where they are told alone: the account from which they asked for it.</param>
public sealed record Follower(PersonId By, Account To, DateTimeOffset Since)
{
    /// <summary>Each headline is one message to each of them. Where more want to hear, a channel tells them.</summary>
    public const int Most = 200;
}
