using System.Globalization;
using IncidentBot.Readings;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>What one look at a queue saw. Ages are by the server's clock.</summary>
internal sealed record QueueState(QueueKeys Keys)
{
    public required DateTimeOffset At { get; init; }
    public required string? Version { get; init; }
    public bool VersionChanged { get; init; }
    /// <summary>Bull has it only where a queue was paused; BullMQ always, unless it was evicted.</summary>
    public bool HasMeta { get; init; } = true;

    /// <summary>BullMQ writes what happens into a stream; Bull does not.</summary>
    public bool HasEvents { get; init; } = true;

    public bool LostItsMeta => !HasMeta && HasEvents;

    public required bool Paused { get; init; }
    public string? Concurrency { get; init; }
    public string? Max { get; init; }

    /// <summary>How long the rate limit still holds jobs back.</summary>
    public TimeSpan? LimitedFor { get; init; }

    /// <summary>The time of a rate limit runs, reached or not.</summary>
    public bool LimiterRuns { get; init; }
    public long Wait { get; init; }

    /// <summary>The list <c>paused</c> of v5, not the flag.</summary>
    public long PausedList { get; init; }
    public long Active { get; init; }
    public long Delayed { get; init; }
    public long Prioritized { get; init; }
    public long WaitingChildren { get; init; }
    public long Completed { get; init; }
    public long Failed { get; init; }
    public long Overdue { get; init; }
    public TimeSpan? OldestOverdue { get; init; }

    /// <summary>The next in line.</summary>
    public string? Head { get; init; }

    /// <summary>Since when that may be, at the earliest.</summary>
    public DateTimeOffset? HeadSince { get; init; }
    public bool HasOldMarkers { get; init; }
    public bool HasOldPriorities { get; init; }

    /// <summary>Active jobs whose worker no longer proves that it has them, among the first <see cref="QueueReader.MostActive"/>.</summary>
    public IReadOnlyList<ActiveJob> WithoutLock { get; init; } = [];

    /// <summary>Active jobs whose worker proves that it has them. Each proves a worker, whatever its connection is called.</summary>
    public int Held { get; init; }

    /// <summary>Those that give their name. Null where the server does not say who is connected.</summary>
    public int? Workers { get; init; }

    /// <summary>Why the server does not say who is connected.</summary>
    public string? WhyWorkersAreUnknown { get; init; }

    /// <summary>Connections that wait as workers do and give no name: some may be of this queue.</summary>
    public int Nameless { get; init; }

    /// <summary>Nobody is there to take a job, as far as the server can say.</summary>
    public bool NoWorkers => Workers == 0 && Held == 0 && Nameless == 0;

    public TimeSpan? HeadAge => HeadSince is { } since ? since < At ? At - since : TimeSpan.Zero : null;

    /// <summary>Of BullMQ, where the queue says which wrote it.</summary>
    public int? MajorVersion => Version?.Split(':', '.') is [_, var major, ..] && int.TryParse(major, CultureInfo.InvariantCulture, out var number)
        ? number
        : null;

    /// <summary>As many are active as its owner allows at a time.</summary>
    public bool Full => long.TryParse(Concurrency, CultureInfo.InvariantCulture, out var most) && Active >= most;

    /// <summary>Jobs that could run now if somebody took them.</summary>
    public long Runnable => Wait + PausedList + Prioritized;

    /// <summary>What can be counted of it. Ages are those of the oldest.</summary>
    public IEnumerable<Reading?> Readings =>
    [
        Reading.Count("queue.wait", Wait),
        Reading.Count("queue.paused", PausedList),
        Reading.Count("queue.prioritized", Prioritized),
        Reading.Count("queue.waiting", Runnable),
        Reading.Count("queue.active", Active),
        Reading.Count("queue.delayed", Delayed),
        Reading.Count("queue.overdue", Overdue),
        Reading.Count("queue.waiting_children", WaitingChildren),
        Reading.Count("queue.completed", Completed),
        Reading.Count("queue.failed", Failed),
        Reading.Count("queue.stalled", WithoutLock.Count),
        Reading.Count("queue.held", Held),
        Reading.Count("queue.workers", Workers),
        Reading.Seconds("queue.waiting_age", HeadAge),
        Reading.Seconds("queue.stalled_age", OldestWithoutLock),
        Reading.Seconds("queue.overdue_age", OldestOverdue),
        Reading.Seconds("queue.limited_for", LimitedFor),
    ];

    public TimeSpan? OldestWithoutLock => WithoutLock.Max(job => job.RunningFor);
}

/// <param name="HasData">False for an id whose job hash is gone.</param>
/// <param name="Stalls">How often it has stalled before (<c>stc</c>).</param>
internal sealed record ActiveJob(string Id, bool HasData, TimeSpan? RunningFor, long Stalls);
