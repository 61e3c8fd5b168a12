using IncidentBot.Incidents;
using IncidentBot.Readings;
using IncidentBot.Watch;

namespace IncidentBot.Redis.Watching;

/// <summary>
/// What is watched of a Redis and its queues. The thresholds are those of the runbook's prevention, and of what the gallery's outages look like.
/// </summary>
internal static class RedisMeasures
{
    public const string Unreachable = "unreachable";
    public const string AnswerTime = "answer_time";
    public const string Loading = "loading";
    public const string ReadOnly = "read_only";
    public const string WritesPaused = "writes_paused";
    public const string MemoryUsed = "memory_used";
    public const string MemoryFill = "memory_fill";
    public const string CacheFill = "cache_fill";
    public const string RefusedForMemory = "refused_for_memory";
    public const string Refused = "refused";
    public const string HostMemoryFill = "host_memory_fill";
    public const string Fragmentation = "fragmentation";
    public const string Clients = "clients";
    public const string ClientsFill = "clients_fill";
    public const string ClientsBlocked = "clients_blocked";
    public const string Rejected = "rejected";
    public const string Commands = "commands";
    public const string HitRate = "hit_rate";
    public const string Evicted = "evicted";
    public const string EvictedUnderQueues = "evicted_under_queues";
    public const string Slow = "slow";
    public const string ReplicaLag = "replica_lag";
    public const string LinkDown = "link_down";
    public const string SnapshotFailed = "snapshot_failed";
    public const string SnapshotAge = "snapshot_age";
    public const string AppendFailed = "append_failed";
    public const string ClusterTrouble = "cluster_trouble";
    public const string SentinelTrouble = "sentinel_trouble";
    public const string QueueWaiting = "queue_waiting";
    public const string QueueWaitingAge = "queue_waiting_age";
    public const string QueueUnattended = "queue_unattended";
    public const string QueueOverdue = "queue_overdue";
    public const string QueueStalled = "queue_stalled";
    public const string QueueFailing = "queue_failing";
    public const string QueueWorkers = "queue_workers";

    private const string Queue = "queue";

    /// <summary>So little that a measure of rates is above it as soon as anything happens at all.</summary>
    private const double Any = 0.01;

    private static readonly TimeSpan HalfAMinute = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan TwoMinutes = TimeSpan.FromMinutes(2);

    public static IReadOnlyList<Measure> All { get; } =
    [
        Is(Unreachable, "not reached", "Redis is down", Severity.P0),
        new(AnswerTime, "answer time", "Redis is slow to answer", Unit.Milliseconds, new(100, 1000)),
        Is(Loading, "loading its data", "Redis is loading and serves nobody", Severity.P0),
        Is(ReadOnly, "read only", "Redis is read only: it is a replica now", Severity.P0),
        Is(WritesPaused, "writes held back", "Redis holds writes back", Severity.P0),
        new(MemoryUsed, "memory used", "", Unit.Bytes, Shown),
        new(MemoryFill, "memory in use", "Redis memory is nearly full", Unit.Ratio, new(0.80, 0.90)),
        new(CacheFill, "memory in use, which is evicted", "", Unit.Ratio, Shown),
        new(RefusedForMemory, "writes refused", "Redis refuses writes: OOM command not allowed", Unit.PerSecond, Refusals),
        new(Refused, "commands refused", "Redis refuses commands", Unit.PerSecond, Refusals),
        new(HostMemoryFill, "memory of its host", "Redis has no memory limit and fills its host", Unit.Ratio, new(0.80, null)),
        new(Fragmentation, "fragmentation", "Redis memory is fragmented", Unit.Ratio, new(1.5, null)),
        new(Clients, "clients", "", Unit.Count, Shown),
        new(ClientsFill, "places for clients", "Redis has hardly any places for clients", Unit.Ratio, new(0.80, 0.95)),
        new(ClientsBlocked, "blocked clients", "", Unit.Count, Shown),
        new(Rejected, "rejected connections", "Redis refuses connections: max number of clients reached", Unit.PerSecond, Refusals),
        new(Commands, "commands", "", Unit.PerSecond, Shown),
        new(HitRate, "hit rate", "The cache is hardly ever hit", Unit.Ratio, new(0.5, null)) { IsLowBad = true },
        new(Evicted, "evicted keys", "Redis evicts keys", Unit.PerSecond, new(Any, null)),
        new(EvictedUnderQueues, "evicted keys where queues are", "Redis evicts keys, and queues may be among them", Unit.PerSecond, new(Any, Any)),
        new(Slow, "slow commands a minute", "Redis is held up by slow commands", Unit.Count, new(6, 60) { For = TwoMinutes, Severity = Severity.P2 }),
        new(ReplicaLag, "replica behind", "A replica of Redis is behind", Unit.Seconds, new(2, 10)),
        new(LinkDown, "link to its master down", "A Redis replica has lost its master", Unit.Seconds, new(5, 60) { For = TimeSpan.Zero }),
        Is(SnapshotFailed, "snapshot failed", "Redis cannot save: MISCONF, writes may be refused", Severity.P1),
        new(SnapshotAge, "age of the last snapshot", "The last snapshot of Redis is old", Unit.Seconds, new(3600, null)),
        Is(AppendFailed, "append-only file failed", "Redis cannot write its append-only file: MISCONF, writes are refused", Severity.P0),
        Is(ClusterTrouble, "trouble in its cluster", "The Redis cluster is in trouble", Severity.P1),
        Is(SentinelTrouble, "trouble with its sentinels", "The sentinels of Redis are in trouble", Severity.P1),
        OfQueue(QueueWaiting, "waiting", "Jobs pile up", Unit.Count, new(1000, 10_000) { For = TimeSpan.FromMinutes(5) }),
        OfQueue(QueueWaitingAge, "waiting since", "Jobs wait too long", Unit.Seconds, new(300, 900)),
        OfQueue(QueueUnattended, "waiting without a worker", "Jobs are not processed: no worker is there", Unit.Count, new(1, 1) { For = TwoMinutes }),
        OfQueue(QueueOverdue, "overdue", "Delayed jobs are overdue", Unit.Count, new(1, 1) { For = TwoMinutes }),
        OfQueue(QueueStalled, "stalled", "Jobs are stalled: their workers are gone", Unit.Count, new(1, 1) { For = TwoMinutes }),
        OfQueue(QueueFailing, "failed in a minute", "Jobs fail", Unit.Count, new(10, 60) { For = TwoMinutes }),
        OfQueue(QueueWorkers, "workers", "", Unit.Count, Shown),
    ];

    private static Threshold Shown => new(null, null);

    private static Threshold Refusals => new(null, Any) { For = HalfAMinute, Severity = Severity.P0 };

    /// <summary>What is so or is not, as 1 or 0.</summary>
    private static Measure Is(string name, string title, string symptom, Severity severity) =>
        new(name, title, symptom, Unit.Count, new(null, 1) { For = HalfAMinute, Severity = severity }) { IsYesOrNo = true };

    private static Measure OfQueue(string name, string title, string symptom, Unit unit, Threshold usual) =>
        new(name, title, symptom, unit, usual) { Of = Queue };
}
