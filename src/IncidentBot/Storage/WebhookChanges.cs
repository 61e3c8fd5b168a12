namespace IncidentBot.Storage;

/// <summary>What outgoing webhooks are told of a commit, and what people have done about them.</summary>
public sealed record WebhookChanges
{
    public static WebhookChanges None { get; } = new();

    public IReadOnlyList<WebhookEvent> Events { get; init; } = [];

    /// <summary>An endpoint that is told again what waited since it was disabled; of one that is not disabled nothing changes.</summary>
    public WebhookEnabling? Enable { get; init; }

    /// <summary>What is told again.</summary>
    public WebhookReplay? Replay { get; init; }
}

/// <summary>Something that one endpoint is told.</summary>
/// <param name="Endpoint">Its name in the configuration.</param>
/// <param name="Id">Of what happened: the same for each endpoint, and however often it is sent.</param>
/// <param name="Subject">As people name it: <c>INC-42</c>.</param>
/// <param name="Body">As it is sent, to the byte.</param>
public sealed record WebhookEvent(string Endpoint, string Id, string Type, string Subject, string Body, DateTimeOffset At);

/// <param name="At">From when on what waits is due.</param>
public sealed record WebhookEnabling(string Endpoint, DateTimeOffset At);

/// <summary>A delivery of an endpoint by its number, or all since a time.</summary>
public sealed record WebhookReplay(string Endpoint, long? Delivery, DateTimeOffset? Since, DateTimeOffset At);
