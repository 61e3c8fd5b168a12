namespace IncidentBot.Redis.Actions.Caches;

/// <summary>A library that keeps queues in a Redis: where they are seen, and what is therefore never a cache.</summary>
/// <param name="Marker">A key that is there as soon as it has a queue; null where only the prefix tells.</param>
/// <param name="Prefix">What its keys begin with; null where they have nothing in common.</param>
internal sealed record QueueLibrary(string Name, string? Marker, string? Prefix)
{
    public static IReadOnlyList<QueueLibrary> Known { get; } =
    [
        new("BullMQ", null, "bull:"),
        new("RQ", "rq:queues", "rq:"),
        new("Sidekiq", "queues", null),
        new("Resque", "resque:queues", "resque:"),
        new("Celery", "unacked", "_kombu.binding."),
    ];

    /// <summary>Whether keys that begin so can be, or can include, keys of its own.</summary>
    public bool Holds(string prefix) =>
        Prefix is not null && (Prefix.StartsWith(prefix, StringComparison.Ordinal) || prefix.StartsWith(Prefix, StringComparison.Ordinal));
}
