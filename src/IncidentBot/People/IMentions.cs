namespace IncidentBot.People;

/// <summary>How people are mentioned in what is typed on one platform.</summary>
public interface IMentions
{
    /// <summary>As in <see cref="Account.Platform"/>.</summary>
    string Platform { get; }

    /// <param name="word">As it was typed.</param>
    /// <param name="asker">Who typed it.</param>
    /// <returns>Null when it mentions nobody.</returns>
    Mention? Read(string word, Account asker);
}

/// <param name="Name">What the platform calls them; null where it did not say.</param>
public sealed record Mention(Account Account, string? Name);
