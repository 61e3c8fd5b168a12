namespace IncidentBot.People;

/// <summary>What the people of one platform are called, for requests that came without a name.</summary>
public interface IAccountNames
{
    /// <summary>As in <see cref="Account.Platform"/>.</summary>
    string Platform { get; }

    /// <returns>Null when it cannot be known just now.</returns>
    Task<string?> FindAsync(Account account, CancellationToken ct);
}
