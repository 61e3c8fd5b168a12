using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Watching;

/// <summary>What INFO and the slow log say of a server itself.</summary>
internal static class ServerLook
{
    /// <summary>Of less nobody gains anything by putting it in order.</summary>
    private const long WorthMending = 100L << 20;

    /// <summary>From fewer lookups nothing follows.</summary>
    private const double Lookups = 100;

    /// <summary>What it says to every client alike because of how it stands itself, by the first word.</summary>
    private static readonly string[] Refusals = ["MISCONF", "NOREPLICAS", "MASTERDOWN", "CLUSTERDOWN", "LOADING", "BUSY"];

    public static async Task ReadAsync(RedisTarget target, IRedisSession session, RedisInfo info, Looked looked, CancellationToken ct)
    {
        var (memory, clients, stats, replication) = (info.Memory, info.Clients, info.Stats, info.Replication);
        looked.Set(RedisMeasures.Loading, info.Persistence.Loading);
        looked.Set(RedisMeasures.ReadOnly, replication.Role is null ? null : replication.IsReplica && target.IsExpectedAsMaster);
        looked.Set(RedisMeasures.WritesPaused, info.Text("paused_actions") is { } paused ? paused is not "none" : null);
        looked.Set(RedisMeasures.MemoryUsed, memory.Used);
        looked.Set(memory.EvictsNothing ? RedisMeasures.MemoryFill : RedisMeasures.CacheFill, memory.Fill);
        looked.Set(RedisMeasures.HostMemoryFill, memory.HasLimit == false && memory.TotalSystem is > 0 and { } all ? memory.ResidentSet / (double)all : null);
        looked.Set(RedisMeasures.Fragmentation, memory.Used > WorthMending ? memory.FragmentationRatio : null);
        looked.Set(RedisMeasures.Clients, clients.Connected);
        looked.Set(RedisMeasures.ClientsFill, clients is { Connected: { } connected, MaxClients: > 0 and { } most } ? connected / (double)most : null);
        looked.Set(RedisMeasures.ClientsBlocked, clients.Blocked);
        looked.Set(RedisMeasures.Rejected, looked.PerSecond("rejected", stats.RejectedConnections));
        if (info.Section("Errorstats").Count > 0 || info.Section("Stats").ContainsKey("total_error_replies"))
        {
            looked.Set(RedisMeasures.RefusedForMemory, looked.PerSecond("oom", info.Errors.GetValueOrDefault("OOM")));
            looked.Set(RedisMeasures.Refused, looked.PerSecond("refused", Refusals.Sum(error => info.Errors.GetValueOrDefault(error))));
        }

        looked.Set(RedisMeasures.Commands, stats.OpsPerSecond);
        var (hits, misses) = (looked.Grown("hits", stats.Hits), looked.Grown("misses", stats.Misses));
        looked.Set(RedisMeasures.HitRate, hits + misses >= Lookups ? hits / (hits + misses) : null);
        looked.Set(RedisMeasures.Evicted, looked.PerSecond("evicted", stats.EvictedKeys));
        looked.Set(RedisMeasures.ReplicaLag, replication.Replicas.Max(replica => replica.LagSeconds));

        // Of a link that never was up it does not say since when it is down.
        var hasLost = replication is { IsReplica: true, MasterLinkUp: false };
        var lostFor = looked.Lasts("link down", hasLost);
        looked.Set(RedisMeasures.LinkDown, !replication.IsReplica ? 0 : hasLost ? replication.MasterLinkDownFor?.TotalSeconds ?? lostFor : 0);
        looked.Set(RedisMeasures.SnapshotFailed, info.Persistence.IsReported ? info.Persistence.SnapshotFailed : null);
        looked.Set(RedisMeasures.AppendFailed, info.Persistence.IsReported ? info.Persistence.AppendFailed : null);
        looked.Set(RedisMeasures.SnapshotAge, info.Persistence is { ChangesSinceSnapshot: { } changes, LastSnapshotAt: { } saved }
            ? changes == 0 ? 0 : (looked.At - saved).TotalSeconds
            : null);

        var slowest = await session.ExecuteAsync("SLOWLOG", ["GET", 1], ct);
        if (slowest.AsError is { } refused)
        {
            looked.Miss($"SLOWLOG is refused: {refused.Message}");
            return;
        }

        // Entries are numbered from the start of the server on, also those that the log has room for no more.
        looked.Set(RedisMeasures.Slow, looked.PerMinute("slow", slowest.AsItems() is [var entry, ..] && entry.AsItems() is [var id, ..] ? id.AsLong() + 1 : 0));
    }
}
