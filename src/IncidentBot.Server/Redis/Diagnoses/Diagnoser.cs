using IncidentBot.Redis.Info;
using IncidentBot.Redis.Probe;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Diagnoses;

/// <summary>
/// Reads once and says what is wrong. Reads only. Over a fresh connection if there is one, because its stages are evidence; else
/// over the held one, which still works when new clients are refused or a password was changed.
/// </summary>
internal sealed class Diagnoser(TimeProvider time)
{
    private const double NearlyFull = 0.85;

    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(10);

    public async Task<Diagnosis> DiagnoseAsync(RedisTarget target, CancellationToken ct)
    {
        await using var dialed = await target.DialAsync(ct);
        var probe = new ProbeReport(target.Endpoint, dialed.Stages, dialed.Failure);
        var reads = new DiagnosisReads(target.Name, probe) { NodesAreKnown = target.Peers.Nodes.Count > 0 };
        await using var own = dialed.Connection is { } connection
            ? await reads.TryAsync("CLIENT SETNAME", () => target.TakeOverAsync(connection, ct))
            : null;

        // A hung server hangs on every connection: asking again would only double the wait.
        IRedisSession? session = own ?? (probe.Failure?.Class == FailureClass.Hung ? null : target.HeldNow);
        if (session is not null)
        {
            reads.OverHeldConnection = own is null;
            await ReadAsync(session, reads, ct);
        }

        return DiagnosisWords.Put(reads, DiagnosisRules.Class(reads));
    }

    private async Task ReadAsync(IRedisSession session, DiagnosisReads reads, CancellationToken ct)
    {
        reads.Info = await reads.TryAsync("INFO", () => RedisInfo.ReadAsync(session, ct));
        if (reads.Info is not { } info || info.Persistence.Loading == true)
        {
            return;
        }

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

        reads.Latency = await reads.TryAsync("LATENCY LATEST", async () =>
            LatencyEvent.Parse(await session.ExecuteAsync("LATENCY", ["LATEST"], ct)).Where(delay => time.GetUtcNow() - delay.At < Recent).ToList());

        var found = DiagnosisRules.Class(reads);
        if (found == FailureClass.MaxClients || DiagnosisRules.NearMaxClients(info))
        {
            reads.Clients = await reads.TryAsync("CLIENT LIST", () => ClientList.ReadAsync(session, ct));
        }

        if (found == FailureClass.OutOfMemory || info.Memory.Fill >= NearlyFull)
        {
            reads.Keys = await reads.TryAsync("The sample of keys", () => new KeyspaceSampler(time).TakeAsync(session, ct));
        }
    }
}
