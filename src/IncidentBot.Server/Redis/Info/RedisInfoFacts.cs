using System.Globalization;
using IncidentBot.Words;

namespace IncidentBot.Redis.Info;

internal sealed record ServerFacts(string? Version, string? Mode, string? RunId, TimeSpan? Uptime, string? ConfigFile, int? ProcessId)
{
    public static ServerFacts From(RedisInfo info) => new(
        info.Text("redis_version"),
        info.Text("redis_mode"),
        info.Text("run_id"),
        info.Seconds("uptime_in_seconds"),
        info.Text("config_file") is { Length: > 0 } file ? file : null,
        (int?)info.Number("process_id"));

    public Version? ParsedVersion => System.Version.TryParse(Version, out var version) ? version : null;
}

internal sealed record ClientFacts(long? Connected, long? MaxClients, long? Blocked, long? PubSub)
{
    public static ClientFacts From(RedisInfo info) => new(
        info.Count("connected_clients"), info.Count("maxclients"), info.Count("blocked_clients"), info.Count("pubsub_clients"));
}

internal sealed record MemoryFacts(
    long? Used, long? Peak, long? Max, string? Policy, double? FragmentationRatio, long? TotalSystem, long? ResidentSet, long? Dataset, long? NotCounted)
{
    /// <summary>From this share of maxmemory on the next minutes may fill it: a warning before, and no recovery after.</summary>
    public const double NearlyFull = 0.85;

    /// <summary>Null where the server does not report whether it has one.</summary>
    public bool? HasLimit { get; private init; }

    public static MemoryFacts From(RedisInfo info) => new(
        info.Count("used_memory"),
        info.Count("used_memory_peak"),
        info.Number("maxmemory") is { } max and > 0 ? max : null,
        info.Text("maxmemory_policy"),
        info.Fraction("mem_fragmentation_ratio"),
        info.Count("total_system_memory"),
        info.Count("used_memory_rss"),
        info.Count("used_memory_dataset"),
        info.Count("mem_not_counted_for_evict"))
    {
        HasLimit = info.Count("maxmemory") is { } limit ? limit > 0 : null,
    };

    /// <summary>How full it is can be told.</summary>
    public bool IsReported => Used is not null && HasLimit is not null;

    /// <summary>Share of maxmemory in use, as Redis counts it before it refuses writes; null without a limit.</summary>
    public double? Fill => Used is { } used && Max is { } max ? (used - (NotCounted ?? 0)) / (double)max : null;

    public bool EvictsNothing => Policy is null or "noeviction";
}

internal sealed record PersistenceFacts(
    bool? Loading, bool? AsyncLoading, double? LoadedPercent, TimeSpan? LoadingEta, string? LastSnapshot, string? LastAppendWrite, bool? AppendOnly,
    long? ChangesSinceSnapshot, DateTimeOffset? LastSnapshotAt, bool? SnapshotRunning)
{
    public static PersistenceFacts From(RedisInfo info) => new(
        info.Flag("loading"),
        info.Flag("async_loading"),
        info.Fraction("loading_loaded_perc"),
        info.Seconds("loading_eta_seconds"),
        info.Text("rdb_last_bgsave_status"),
        info.Text("aof_last_write_status"),
        info.Flag("aof_enabled"),
        info.Count("rdb_changes_since_last_save"),
        info.Number("rdb_last_save_time") is > 0 and var at ? Times.AtSeconds(at) : null,
        info.Flag("rdb_bgsave_in_progress"))
    {
        NeverSaved = info.Number("rdb_last_save_time") == 0,
    };

    public bool SnapshotFailed => LastSnapshot == "err";

    public bool AppendFailed => LastAppendWrite == "err";

    public bool IsReported => LastSnapshot is not null || AppendOnly is not null;

    /// <summary>How old the last snapshot is, in words.</summary>
    public string LastSnapshotAge(DateTimeOffset now) => LastSnapshotAt is { } at ? $"{Duration.Words(now - at)} ago"
        : NeverSaved ? "never" : Reported.No;

    private bool NeverSaved { get; init; }
}

internal sealed record StatsFacts(
    long? OpsPerSecond, long? Hits, long? Misses, long? EvictedKeys, long? ExpiredKeys, long? RejectedConnections, long? ErrorReplies, TimeSpan? LatestFork)
{
    public static StatsFacts From(RedisInfo info) => new(
        info.Count("instantaneous_ops_per_sec"),
        info.Count("keyspace_hits"),
        info.Count("keyspace_misses"),
        info.Count("evicted_keys"),
        info.Count("expired_keys"),
        info.Count("rejected_connections"),
        info.Count("total_error_replies"),
        Times.Microseconds(info.Number("latest_fork_usec")));
}

internal sealed record ReplicationFacts(
    string? Role, string? MasterHost, int? MasterPort, bool? MasterLinkUp, TimeSpan? MasterLinkDownFor, bool? ReplicaReadOnly, long? MasterOffset,
    long? ReplicaOffset, int? ConnectedReplicas, int? GoodReplicas, bool? SyncInProgress, IReadOnlyList<ReplicaFacts> Replicas,
    string? HistoryId, string? FormerHistoryId, long? FormerHistoryEnd, TimeSpan? LastHeardOfMaster, long? BacklogSize)
{
    public static ReplicationFacts From(RedisInfo info) => new(
        info.Text("role"),
        info.Text("master_host"),
        (int?)info.Number("master_port"),
        info.Text("master_link_status") is { } status ? status == "up" : null,
        info.Seconds("master_link_down_since_seconds"),
        info.Flag("slave_read_only"),
        info.Number("master_repl_offset"),
        info.Number("slave_repl_offset"),
        (int?)info.Count("connected_slaves"),
        (int?)info.Count("min_slaves_good_slaves"),
        info.Flag("master_sync_in_progress"),
        [.. Enumerable.Range(0, 64)
            .Select(i => info.Text(string.Create(CultureInfo.InvariantCulture, $"slave{i}")))
            .OfType<string>()
            .Select(ReplicaFacts.Parse)],
        info.Text("master_replid"),
        info.Text("master_replid2"),
        info.Number("second_repl_offset"),
        info.Seconds("master_last_io_seconds_ago"),
        info.Count("repl_backlog_size"));

    public bool IsReplica => Role == "slave";

    /// <summary>KeyDB: a replica that takes writes too, https://docs.keydb.dev/docs/active-rep/.</summary>
    public bool IsActiveReplica => Role == "active-replica";

    /// <summary>How far its data goes, in the history that <see cref="HistoryId"/> names.</summary>
    public long Offset => (IsReplica ? ReplicaOffset : MasterOffset) ?? 0;

    /// <summary>True where it holds the other's data up to some offset, and is told what follows.</summary>
    public bool Follows(ReplicationFacts master) => IsReplica && MasterLinkUp == true && master.Role == "master" && HistoryId == master.HistoryId;
}

/// <summary>One replica as its master sees it.</summary>
internal sealed record ReplicaFacts(string? Host, int? Port, string? State, long? Offset, long? LagSeconds)
{
    public static ReplicaFacts Parse(string line)
    {
        var parts = line.Split(',')
            .Select(part => part.Split('=', 2))
            .Where(part => part.Length == 2)
            .ToLookup(part => part[0], part => part[1], StringComparer.Ordinal);
        return new ReplicaFacts(parts["ip"].FirstOrDefault(), (int?)Number("port"), parts["state"].FirstOrDefault(), Number("offset"), Number("lag"));

        long? Number(string name) => long.TryParse(parts[name].FirstOrDefault(), CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}

internal sealed record DatabaseFacts(int Number, long Keys, long Expires);
