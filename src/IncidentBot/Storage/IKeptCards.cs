using IncidentBot.Messages;

namespace IncidentBot.Storage;

/// <summary>A card as it was before a platform cut it.</summary>
/// <param name="At">When it was drawn.</param>
/// <param name="Until">It is not shown any more after that, and then forgotten.</param>
public sealed record KeptCard(Card Card, DateTimeOffset At, DateTimeOffset Until);

/// <summary>Whole cards, each found by a token that cannot be guessed, and that is not stored.</summary>
public interface IKeptCards
{
    /// <summary>
    /// Keeps the card. The card of a living message (<see cref="Card.Subject"/>) takes the place of the one before it and
    /// has the same token; the same card again has the same token too.
    /// </summary>
    /// <returns>The token that finds it. Null where the card is too large to be kept.</returns>
    Task<string?> KeepAsync(KeptCard kept, CancellationToken ct);

    /// <returns>Null for a token that never was one, and for one whose card is past its time.</returns>
    Task<KeptCard?> FindAsync(string token, DateTimeOffset now, CancellationToken ct);
}
