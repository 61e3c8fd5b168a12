namespace IncidentBot.Storage;

/// <summary>
/// What only one replica may do at a time, or only so often: whoever has the turn of a name has it until they pass it on,
/// until it runs out, or until their process dies.
/// </summary>
public interface ITurns
{
    /// <summary>Takes the turn, at most until <paramref name="until"/>.</summary>
    /// <returns>Null when somebody else has it: come back later.</returns>
    Task<Turn?> TakeAsync(string name, DateTimeOffset now, DateTimeOffset until, CancellationToken ct);

    /// <summary>
    /// Lets anybody take it from <paramref name="at"/> on. Does nothing when it was lost meanwhile, and throws nothing while
    /// the store is away: a turn runs out by itself, and what was done in it is done.
    /// </summary>
    Task PassOnAsync(Turn turn, DateTimeOffset at, CancellationToken ct);
}

/// <param name="Until">When it runs out; also what tells it from later turns of the same name.</param>
public sealed record Turn(string Name, DateTimeOffset Until);
