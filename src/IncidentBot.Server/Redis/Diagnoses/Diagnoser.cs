using IncidentBot.Redis.Diagnoses.Strains;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Probe;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.Diagnoses;

/// <summary>
/// Reads once, and its counters twice, and says what is wrong. Reads only. Over a fresh connection if there is one, because its
/// stages are evidence; else over the held one, which still works when new clients are refused or a password was changed.
/// </summary>
internal sealed class Diagnoser(TimeProvider time)
{
    private const int SlowEntries = 64;
    private const int RefusedEntries = 20;

    /// <summary>The share of memory above which buffers are looked at one by one.</summary>
    private const double MuchOfMemory = 0.2;

    /// <summary>Between the two readings of the counters: long enough to see what grows, short enough for an answer at once.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(10);

    /// <summary>For the sample of keys; a finding is given within two seconds.</summary>
    private static readonly TimeSpan Sampling = TimeSpan.FromSeconds(0.9);

    public async Task<Diagnosis> DiagnoseAsync(RedisTarget target, CancellationToken ct)
    {
        await using var dialed = await target.DialAsync(ct);
        var probe = new ProbeReport(target.Endpoint, dialed.Stages, dialed.Failure);
        var reads = new DiagnosisReads(target.Name, probe)
        {
            NodesAreKnown = target.Peers.Nodes.Count > 0,
            IsStandby = target.IsStandby,
            IsExpectedAsMaster = target.IsExpectedAsMaster,
        };
        if (probe.Failure?.Class == FailureClass.Hung)
        {
            await ReadOnceItAnswersAsync(target, reads, ct);
            return DiagnosisWords.Put(reads, DiagnosisRules.Class(reads));
        }

        await using var own = dialed.Connection is { } connection
            ? await reads.TryAsync("CLIENT SETNAME", () => target.TakeOverAsync(connection, ct))
            : null;
        IRedisSession? session = own ?? target.HeldNow;
        if (session is not null)
        {
            reads.OverHeldConnection = own is null;
            await ReadAsync(session, reads, ct);
            target.WasMaster |= reads.Info?.Replication.Role == "master";
        }

        return DiagnosisWords.Put(reads, DiagnosisRules.Class(reads));
    }

    /// <summary>
    /// A server that hangs hangs on every connection, so nothing is asked twice: all that tells a long command from a stopped
    /// process, sent at once and waited for a little longer.
    /// </summary>
    private static async Task ReadOnceItAnswersAsync(RedisTarget target, DiagnosisReads reads, CancellationToken ct)
    {
        await using var late = target.HeldNow is null ? await target.OpenPatientlyAsync(ct) : null;
        if ((late ?? target.HeldNow) is not { } session)
        {
            return;
        }

        var replies = await reads.TryAsync("A second look", () => session.PipelineAsync(
            [RedisCommand.Of("INFO", "everything"), RedisCommand.Of("TIME"), RedisCommand.Of("SLOWLOG", "GET", SlowEntries)], ct, target.Patience));
        if (replies is [var info, var now, var slow] && info.AsError is null && info.AsString() is { } text)
        {
            (reads.HungAtFirst, reads.OverHeldConnection, reads.Info) = (true, late is null, RedisInfo.Parse(text));
            reads.Now = now.AsError is null ? ServerTime.Parse(now) : null;
            reads.SlowLog = slow.AsError is null ? SlowEntry.Parse(slow) : null;
        }
    }

    private async Task ReadAsync(IRedisSession session, DiagnosisReads reads, CancellationToken ct)
    {
        reads.Info = await TimedAsync(reads, () => reads.TryAsync("INFO", () => RedisInfo.ReadAsync(session, ct)));
        if (reads.Info is not { } info || info.Persistence.Loading == true || info.IsSentinel)
        {
            return;
        }

        var since = time.GetTimestamp();
        await ReadMoreAsync(session, info, reads, ct);
        var found = DiagnosisRules.Class(reads);
        await ReadClientsAsync(session, info, found, reads, ct);
        if (found == FailureClass.OutOfMemory || info.Memory.Fill >= MemoryFacts.NearlyFull || info.Stats.EvictedKeys > 0)
        {
            reads.Keys = await SampleAsync(session, reads, ct);
        }

        if (Moment - time.GetElapsedTime(since) is var left && left > TimeSpan.Zero)
        {
            await Task.Delay(left, time, ct);
        }

        reads.Later = await TimedAsync(reads, () => reads.TryMoreAsync("INFO once more", () => RedisInfo.ReadAsync(session, ct)));
        reads.Between = time.GetElapsedTime(since);
        if (reads.Keys is null && ExpiryStorm.Of(reads) is not null)
        {
            reads.Keys = await SampleAsync(session, reads, ct);
        }
    }

    private async Task ReadMoreAsync(IRedisSession session, RedisInfo info, DiagnosisReads reads, CancellationToken ct)
    {
        if (info.Replication.GoodReplicas is not null)
        {
            var needed = await reads.TryAsync("CONFIG GET min-replicas-to-write", async () =>
                (await session.ExecuteAsync("CONFIG", ["GET", "min-replicas-to-write"], ct)).AsItems());
            reads.ReplicasNeeded = needed is [_, var number] ? (int?)number.AsLong() : null;
        }

        if (info.Flag("cluster_enabled") == true)
        {
            var cluster = await reads.TryAsync("CLUSTER INFO", async () => (await session.ExecuteAsync("CLUSTER", ["INFO"], ct)).AsString() ?? "");
            reads.ClusterState = cluster is null ? null : RedisInfo.Parse(cluster).Text("cluster_state");
        }

        reads.Latency = await TimedAsync(reads, () => reads.TryAsync("LATENCY LATEST", async () =>
            LatencyEvent.Parse(await session.ExecuteAsync("LATENCY", ["LATEST"], ct)).Where(delay => time.GetUtcNow() - delay.At < Recent).ToList()));
        reads.Now = (await reads.TryMoreAsync("TIME", async () => new Stamp(ServerTime.Parse(await session.ExecuteAsync("TIME", [], ct)))))?.At;
        reads.SlowLog = await TimedAsync(reads, () => reads.TryMoreAsync("SLOWLOG", async () =>
            SlowEntry.Parse(await session.ExecuteAsync("SLOWLOG", ["GET", SlowEntries], ct))));
        if (RefusedUsers.AreThere(info))
        {
            reads.RefusedUses = await reads.TryMoreAsync("ACL LOG", async () =>
                RefusedUse.Parse(await session.ExecuteAsync("ACL", ["LOG", RefusedEntries], ct)));
        }
    }

    /// <summary>A list of ten thousand is read only where it answers something.</summary>
    private static async Task ReadClientsAsync(IRedisSession session, RedisInfo info, FailureClass? found, DiagnosisReads reads, CancellationToken ct)
    {
        if (found == FailureClass.MaxClients || DiagnosisRules.NearMaxClients(info)
            || info.Clients.Blocked > 0
            || info.Number("mem_clients_normal") >= info.Memory.Used * MuchOfMemory)
        {
            reads.Clients = await reads.TryAsync("CLIENT LIST", () => ClientList.ReadAsync(session, ct));
        }
    }

    private Task<KeyspaceSample?> SampleAsync(IRedisSession session, DiagnosisReads reads, CancellationToken ct) =>
        reads.TryAsync("The sample of keys", () => new KeyspaceSampler(time).TakeAsync(session, ct, Sampling));

    /// <summary>One slow reply is one, however many wait behind it: what is read after it is not timed.</summary>
    private async Task<T> TimedAsync<T>(DiagnosisReads reads, Func<Task<T>> read)
    {
        var (started, isBehind) = (time.GetTimestamp(), reads.WaitsForReply);
        var value = await read();
        if (!isBehind)
        {
            reads.Took(time.GetElapsedTime(started));
        }

        return value;
    }

    private sealed record Stamp(DateTimeOffset At);
}
