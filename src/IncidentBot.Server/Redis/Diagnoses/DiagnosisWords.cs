using System.Globalization;
using IncidentBot.Redis.Info;
using IncidentBot.Words;

namespace IncidentBot.Redis.Diagnoses;

/// <summary>Puts a diagnosis into words: one sentence, evidence, warnings, next steps.</summary>
internal static class DiagnosisWords
{
    private const int Top = 5;
    private const double NearlyFull = 0.85;

    public static Diagnosis Put(DiagnosisReads reads, FailureClass? found) => new(
        reads.Target,
        found,
        Sentence(reads, found),
        [.. Evidence(reads)],
        [.. Warnings(reads, found)],
        [.. NextSteps(reads, found)],
        reads.Probe,
        reads.Info,
        reads.Keys,
        reads.Clients);

    private static string Sentence(DiagnosisReads reads, FailureClass? found)
    {
        var name = reads.Target;
        var info = reads.Info;
        return found switch
        {
            null when reads.Refusals.Count > 0 => $"{name} answers; not everything could be read.",
            null when info is { Memory: { EvictsNothing: true, Fill: >= NearlyFull and var fill } } =>
                $"{name} answers, but memory is nearly exhausted ({Figures.Percent(fill)}): {Memory(info.Memory)}{Filler(reads.Keys)}.",
            null => $"{name} is well: {reads.Probe.Headline}.",
            FailureClass.OutOfMemory when info is not null => $"{name}: memory exhausted, {Memory(info.Memory)}{Filler(reads.Keys)}.",
            FailureClass.MaxClients => $"{name} refuses new clients: maxclients is reached{MostClients(reads)}.",
            FailureClass.NoPermission => $"{name} is up, but our user lacks a permission; no outage is visible.",
            FailureClass.Loading when info is not null => $"{name} has started and is loading its data{Progress(info.Persistence)}.",
            FailureClass.Misconf => $"{name} refuses writes: {WhatCannotBeSaved(reads)}.",
            FailureClass.ReadOnly when info is not null => $"{name} is a replica and refuses writes{Master(info.Replication)}.",
            FailureClass.NoReplicas when info is not null =>
                $"{name} refuses writes: {info.Replication.GoodReplicas} of "
                    + $"{reads.ReplicasNeeded?.ToString(CultureInfo.InvariantCulture) ?? "the"} replicas it needs are healthy.",
            { } other => $"{name}: {reads.Probe.Headline}. {other.Text().CauseAt(reads.Probe.Endpoint)}",
        };
    }

    private static IEnumerable<string> Evidence(DiagnosisReads reads)
    {
        var probe = reads.Probe;
        yield return probe.StageLine.Length > 0 ? $"{probe.Headline} ({probe.StageLine})" : probe.Headline;
        if (probe.Failure is { } failure)
        {
            yield return $"Seen: {failure.Detail}";
        }

        if (reads.OverHeldConnection)
        {
            yield return "The following was read over the connection held open since before.";
        }

        foreach (var line in reads.Info is { } info ? Facts(info) : [])
        {
            yield return line;
        }

        if (reads.Keys is { } keys)
        {
            foreach (var prefix in keys.Prefixes.Take(Top))
            {
                yield return $"{prefix.Prefix} holds {Figures.Percent(keys.Share(prefix))}: "
                    + $"{About(keys)}{Figures.Count(prefix.Keys)} keys, {Figures.Bytes(prefix.Bytes)}";
            }

            yield return $"Key figures from {keys.Basis}, in {Figures.Count((long)keys.Elapsed.TotalMilliseconds)} ms.";
        }

        foreach (var group in reads.Clients?.Groups.Take(Top) ?? [])
        {
            yield return $"{Plural.Of(group.Count, "client")}: {group.Who}; {group.IdleOverFiveMinutes} idle for over 5 min, "
                + $"longest {Duration.Words(group.LongestIdle)}";
        }

        foreach (var refusal in reads.Refusals)
        {
            yield return refusal;
        }
    }

    private static IEnumerable<string> Facts(RedisInfo info)
    {
        var (server, clients, persistence) = (info.Server, info.Clients, info.Persistence);
        yield return $"Redis {server.Version ?? "of unknown version"}, "
            + $"{(info.Replication.IsReplica ? "replica" : info.Replication.Role ?? "unknown role")}, "
            + $"up {(server.Uptime is { } up ? Duration.Words(up) : "unknown")}";
        yield return $"Memory: {Memory(info.Memory)}";
        if (clients.Connected is { } connected)
        {
            yield return $"Clients: {Figures.Count(connected)}{(clients.MaxClients is { } max ? $" of {Figures.Count(max)}" : "")}, "
                + $"{clients.Blocked ?? 0} blocked, {info.Stats.RejectedConnections ?? 0} refused since start";
        }

        if (persistence.SnapshotFailed || persistence.AppendFailed)
        {
            yield return $"rdb_last_bgsave_status:{persistence.LastSnapshot}, aof_last_write_status:{persistence.LastAppendWrite}";
        }

        if (info.Errors.Count > 0)
        {
            yield return "Error replies since start: "
                + $"{string.Join(", ", info.Errors.OrderByDescending(error => error.Value)
                    .Take(Top).Select(error => $"{error.Key} {Figures.Count(error.Value)}"))}";
        }
    }

    private static IEnumerable<string> Warnings(DiagnosisReads reads, FailureClass? found)
    {
        if (reads.Info is not { } info)
        {
            yield break;
        }

        if (found != FailureClass.OutOfMemory && !(found is null && info.Memory.EvictsNothing) && info.Memory.Fill is >= NearlyFull and var fill)
        {
            yield return $"Memory is at {Figures.Percent(fill)} of maxmemory{Filler(reads.Keys)}.";
        }

        if (info.Memory is { EvictsNothing: false } && info.Stats.EvictedKeys > 0)
        {
            yield return $"{Figures.Count(info.Stats.EvictedKeys.Value)} keys were evicted ({info.Memory.Policy}): eviction also takes queue data.";
        }

        if (found != FailureClass.Misconf && info.Persistence.SnapshotFailed)
        {
            yield return "The last snapshot failed; writes are still accepted, and would be lost with the process.";
        }

        if (found != FailureClass.MaxClients && DiagnosisRules.NearMaxClients(info))
        {
            yield return $"{info.Clients.Connected} of {info.Clients.MaxClients} clients are connected.";
        }

        if (info.Flag("cluster_enabled") == true && !reads.NodesAreKnown)
        {
            yield return $"This is one node of a Redis Cluster. List the others under Targets:{reads.Target}:Nodes; then /redis cluster asks them all.";
        }

        if (info.Replication is { IsReplica: true, MasterLinkUp: false })
        {
            yield return "The link to the master is down: what is read here grows old.";
        }

        foreach (var replica in info.Replication.Replicas.Where(replica => replica.LagSeconds > 5))
        {
            yield return $"Replica {replica.Host}:{replica.Port} is {replica.LagSeconds} s behind.";
        }

        foreach (var delay in reads.Latency ?? [])
        {
            yield return delay.Warning;
        }
    }

    private static IEnumerable<string> NextSteps(DiagnosisReads reads, FailureClass? found)
    {
        if (found is not { } failure)
        {
            yield break;
        }

        if (failure == FailureClass.OutOfMemory && reads.Keys is { } keys)
        {
            foreach (var prefix in keys.Prefixes.Where(prefix => keys.Share(prefix) >= 0.1).Take(3))
            {
                yield return prefix.IsQueue ? $"Clean finished jobs of {prefix.Prefix}: never clear a queue's keys"
                    : prefix.Prefix == KeyPrefix.None ? "Look at the keys without a colon: they have no common owner"
                    : $"If {prefix.Prefix} is a cache, clearing it frees about {Figures.Bytes(prefix.Bytes)}";
            }

            // Half as much again as is in use, if that leaves the host half of its memory: a fork for a snapshot may need it.
            if (reads.Info?.Memory is { Max: { } max, Used: { } used, TotalSystem: { } system } && Math.Max(max, used) * 3 < system)
            {
                yield return $"Its owner can raise maxmemory, to {Figures.Bytes(Math.Max(max, used) * 3 / 2)} for example: "
                    + $"the host has {Figures.Bytes(system)}";
            }

            yield return "Do not turn eviction on: it destroys queues";
            yield break;
        }

        yield return failure.Text().NextStep;
    }

    private static string Memory(MemoryFacts memory) =>
        $"{(memory.Used is { } used ? Figures.Bytes(used) : "unknown")} "
            + $"{(memory.Max is { } max ? $"of {Figures.Bytes(max)}" : "without a limit")} used, {memory.Policy ?? "policy unknown"}";

    private static string Filler(KeyspaceSample? keys) => keys is { Prefixes: [var first, ..] }
        ? $"; {first.Prefix} holds {Figures.Percent(keys.Share(first))} ({About(keys)}{Figures.Count(first.Keys)} keys)"
        : "";

    private static string About(KeyspaceSample keys) => keys.ScanComplete ? "" : "about ";

    private static string MostClients(DiagnosisReads reads) =>
        (reads.Info?.Clients is { Connected: { } connected, MaxClients: { } max } ? $", {Figures.Count(connected)} of {Figures.Count(max)}" : "")
        + (reads.Clients?.Groups is [var group, ..] ? $"; most from {group.Who} ({group.Count})" : "");

    private static string Progress(PersistenceFacts persistence) =>
        (persistence.LoadedPercent is { } percent ? string.Create(CultureInfo.InvariantCulture, $": {percent:0} %") : "")
        + (persistence.LoadingEta is { } eta ? $", about {Duration.Words(eta)} left" : "");

    private static string WhatCannotBeSaved(DiagnosisReads reads) =>
        reads.Info?.Persistence is { AppendFailed: true } || reads.Probe.Failure?.Detail.Contains("AOF", StringComparison.Ordinal) == true
            ? "the last write to the append-only file failed"
            : "the last snapshot to disk failed";

    private static string Master(ReplicationFacts replication) => replication.MasterHost is not { } host ? ""
        : $"; its master is {host}:{replication.MasterPort}, link "
            + $"{(replication.MasterLinkUp == true ? "up" : $"down{(replication.MasterLinkDownFor is { } down ? $" for {Duration.Words(down)}" : "")}")}";
}
