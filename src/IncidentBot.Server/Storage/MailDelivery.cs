namespace IncidentBot.Storage;

/// <summary>A letter to one address that somebody has in hand.</summary>
/// <param name="Attempt">How many there were, the present one among them.</param>
internal sealed record MailDelivery(
    long Id, string List, string Address, string Label, string What, string Message, DateTimeOffset CreatedAt, int Attempt);

internal enum MailState
{
    Waiting,
    Sent,
    GivenUp,
}

/// <summary>How an attempt ended, and what follows from it.</summary>
/// <param name="Failure">Null where the server has taken it.</param>
internal sealed record MailAttempt(DateTimeOffset At, string? Failure)
{
    /// <summary>When it is tried again; null where it was taken, or is given up.</summary>
    public DateTimeOffset? Next { get; init; }

    public MailState State => Failure is null ? MailState.Sent : Next is null ? MailState.GivenUp : MailState.Waiting;
}

/// <summary>The last letter of a list that has come to a state.</summary>
/// <param name="TriedAt">Null where it was not tried yet.</param>
internal sealed record LastLetter(string Address, DateTimeOffset? TriedAt, string? Failure);

/// <summary>How a list does.</summary>
/// <param name="Tried">The last of those that wait and have failed already.</param>
internal sealed record MailHealth(int Waiting, LastLetter? Tried, LastLetter? Sent, LastLetter? GivenUp)
{
    /// <summary>Something waits that has failed, or the last that came to an end was given up.</summary>
    public bool Fails => Tried is not null || (GivenUp is { TriedAt: { } failed } && (Sent?.TriedAt is not { } sent || failed > sent));
}
