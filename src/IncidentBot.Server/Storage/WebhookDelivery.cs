namespace IncidentBot.Storage;

/// <summary>Something that one endpoint is told, and what has come of it.</summary>
/// <param name="Id">People type it as <c>d12</c>.</param>
/// <param name="EventId">What happened; sent as <c>webhook-id</c>, the same with each attempt.</param>
/// <param name="Attempt">How many there were, the present one among them; 0 before the first, and from a replay on.</param>
internal sealed record WebhookDelivery(
    long Id, string Endpoint, string EventId, string Type, string Subject, string Body, DateTimeOffset CreatedAt, WebhookState State, int Attempt)
{
    /// <summary>When it is tried next, where it waits.</summary>
    public DateTimeOffset DueAt { get; init; }

    public DateTimeOffset? TriedAt { get; init; }

    /// <summary>Of the last answer; null where there was none.</summary>
    public int? Status { get; init; }

    /// <summary>Null where the last attempt went well.</summary>
    public string? Failure { get; init; }
}

internal enum WebhookState
{
    Waiting,
    Delivered,
    GivenUp,
}

/// <summary>How an attempt ended, and what follows from it.</summary>
/// <param name="Failure">Null where it went well.</param>
internal sealed record WebhookAttempt(DateTimeOffset At, int? Status, string? Failure)
{
    /// <summary>When it is tried again; null where it went well, or was given up.</summary>
    public DateTimeOffset? Next { get; init; }

    /// <summary>Until when the endpoint asks to be left alone.</summary>
    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>The endpoint is gone, and is told nothing more until a person says so.</summary>
    public bool Disables { get; init; }

    public WebhookState State => Failure is null ? WebhookState.Delivered : Next is null ? WebhookState.GivenUp : WebhookState.Waiting;
}

/// <summary>How an endpoint does.</summary>
internal sealed record WebhookHealth(
    int Waiting, DateTimeOffset? DisabledAt, DateTimeOffset? PausedUntil, DateTimeOffset? SucceededAt, DateTimeOffset? FailedAt, string? Failure)
{
    /// <summary>The last try failed.</summary>
    public bool Fails => FailedAt is { } failed && (SucceededAt is not { } succeeded || failed > succeeded);
}
