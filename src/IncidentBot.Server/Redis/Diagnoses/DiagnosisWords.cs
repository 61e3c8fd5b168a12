using System.Globalization;
using IncidentBot.Actions;
using IncidentBot.Redis.Diagnoses.Strains;
using IncidentBot.Redis.Info;
using IncidentBot.Words;

namespace IncidentBot.Redis.Diagnoses;

/// <summary>Puts a diagnosis into words: one sentence, evidence, warnings, next steps.</summary>
internal static class DiagnosisWords
{
    private const int Top = 5;

    public static Diagnosis Put(DiagnosisReads reads, FailureClass? found)
    {
        var strains = Strain.AllOf(reads);

        // That we lack a right says nothing about the server; what else was seen does.
        var worst = (found is null or FailureClass.Slow || found.Value.IsNoOutage()) && strains is [var first, ..]
            ? first
            : null;
        var named = worst?.Class ?? found;
        return new Diagnosis(
            reads.Target,
            named,
            worst,
            worst is null ? Sentence(reads, found)
                : $"{reads.Target} {worst.Sentence}{(MayBeWorse(reads, worst) ? "; not everything could be read" : "")}.",
            Certainty(reads, named, worst),
            [.. RuledOut(reads, named)],
            NotSeen(reads),
            [.. Evidence(reads)],
            [.. Warnings(reads, named, strains.Where(strain => strain != worst))],
            worst?.NextSteps ?? [.. NextSteps(reads, found)],
            reads.Probe,
            reads.Info,
            reads.Keys,
            MemoryHolder.Of(reads),
            reads.Clients);
    }

    private static string Sentence(DiagnosisReads reads, FailureClass? found)
    {
        var name = reads.Target;
        var info = reads.Info;
        return found switch
        {
            null when Hides(reads) is { } hides => $"{name} answers PING {hides}: a proxy in front of Redis, or a service that hides how it does.",
            null when NotSeen(reads).Count > 0 => $"{name} answers{Kind(info, " (", ")")}; not everything could be read.",
            null when info is { Replication: { IsReplica: true } replication } =>
                $"{name} is well: {Kind(info, "", ", ")}a replica{Master(replication)}, {reads.Probe.Headline}.",
            null => $"{name} is well: {Kind(info, "", ", ")}{reads.Probe.Headline}.",
            FailureClass.Sentinel when info is not null => $"{name} is a sentinel, no Redis with data{Watched(info)}.",
            FailureClass.OutOfMemory when info is not null => $"{name}: memory exhausted, {Memory(info.Memory)}{MemoryHolder.Said(MemoryHolder.Of(reads))}.",
            FailureClass.MaxClients => $"{name} refuses new clients: maxclients is reached{MostClients(reads)}.",
            FailureClass.NoPermission => $"{name} is up, but our user lacks a permission; no outage is visible.",
            FailureClass.Loading when info is not null => $"{name} has started and is loading its data{Progress(info.Persistence)}.",
            FailureClass.Misconf => $"{name} refuses writes: {WhatCannotBeSaved(reads)}.",
            FailureClass.ReadOnly when info is not null =>
                $"{name} is a replica and refuses writes{Refused(info)}{Master(info.Replication, "; its master is")}.",
            FailureClass.NoReplicas when info is not null =>
                $"{name} refuses writes: {info.Replication.GoodReplicas} of "
                    + $"{reads.ReplicasNeeded?.ToString(CultureInfo.InvariantCulture) ?? "the"} replicas it needs are healthy.",
            FailureClass.Slow => $"{name} is slow: it gave no answer within {Duration.Words(reads.Probe.Failure?.Elapsed ?? TimeSpan.Zero)}, and then did.",
            FailureClass.TlsUntrusted or FailureClass.TlsFailed or FailureClass.UnknownServerError when reads.Probe.Failure is { Detail.Length: > 0 } failure =>
                $"{name}: {reads.Probe.Headline}. {found.Value.Text().CauseAt(reads.Probe.Endpoint)} {failure.Detail}",
            { } other => $"{name}: {reads.Probe.Headline}. {other.Text().CauseAt(reads.Probe.Endpoint)}",
        };
    }

    /// <summary>
    /// Envoy and many services refuse what they do not know; twemproxy hangs up: https://github.com/twitter/twemproxy/blob/master/notes/redis.md
    /// </summary>
    private static string? Hides(DiagnosisReads reads) => (reads.FailureOf("INFO"), reads.FailureOf("CLIENT SETNAME")) switch
    {
        ({ } refused, _) when refused.IsNoOutage() => "and offers no INFO",
        (FailureClass.Closed, _) or (_, FailureClass.Closed) when reads.Info is null => "and hangs up on what it does not know",
        _ => null,
    };

    private static string Kind(RedisInfo? info, string before, string after) => info?.Kind is { } kind ? $"{before}{kind.Name}{after}" : "";

    /// <summary><c>master0:name=mymaster,status=ok,address=10.0.0.1:6379,…</c>, as a sentinel's INFO has it.</summary>
    private static string Watched(RedisInfo info) => info.Text("master0")?.Split(',').Select(part => part.Split('=', 2)).Where(part => part.Length == 2)
        .ToDictionary(part => part[0], part => part[1]) is { } fields && fields.TryGetValue("name", out var master)
            ? $": it watches {master}{(fields.TryGetValue("address", out var address) ? $" at {address}" : "")}"
            : "";

    /// <summary>Refused, lost, or not in what the server reports of itself.</summary>
    private static IReadOnlyList<string> NotSeen(DiagnosisReads reads) =>
        reads.Info is { IsSentinel: false } info ? [.. reads.Refusals, .. info.Lacking()] : reads.Refusals;

    /// <summary>A risk stops nobody: it does not explain what people feel where something was not seen.</summary>
    private static bool MayBeWorse(DiagnosisReads reads, Strain worst) => worst.Class.Text().Gravity is Gravity.Risk && reads.Refusals.Count > 0;

    private static string? Certainty(DiagnosisReads reads, FailureClass? found, Strain? worst) =>
        found is null ? null
        : worst is not null && MayBeWorse(reads, worst) ? "that it is so, certain; that it is all, not: what was refused would show what is worse"
        : worst?.IsInferred == true ? "likely, from what its counters did; the server does not say it in words"
        : reads.Keys is { ScanComplete: false } ? "that it is so, certain; what holds the memory, likely, from a sample of the keys"
        : "certain, from its own words and counters";

    private static IEnumerable<string> RuledOut(DiagnosisReads reads, FailureClass? found)
    {
        if (reads.Info is not { } info)
        {
            yield break;
        }

        if (found is not (FailureClass.OutOfMemory or FailureClass.NearlyFull) && info.Memory is { IsReported: true, Fill: null or < MemoryFacts.NearlyFull })
        {
            yield return info.Memory.Fill is { } fill ? $"memory ({Figures.Percent(fill)} of its limit)" : "memory (no limit)";
        }

        if (info.Clients is { Connected: { } connected, MaxClients: { } max } && !DiagnosisRules.NearMaxClients(info))
        {
            yield return $"places for clients ({Figures.Count(connected)} of {Figures.Count(max)})";
        }

        if (info.Persistence is { IsReported: true, SnapshotFailed: false, AppendFailed: false })
        {
            yield return "writing to disk";
        }

        if (reads is { SlowLog: not null, Now: not null } && found is not FailureClass.Slow)
        {
            yield return "slow commands";
        }
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

    }

    private static IEnumerable<string> Facts(RedisInfo info)
    {
        var (server, clients, persistence) = (info.Server, info.Clients, info.Persistence);
        if (info.Kind is { } kind)
        {
            yield return $"This is {kind.Name}, not Redis itself: it answers as Redis {server.Version ?? $"of a version {Reported.No}"}. "
                + "What it lacks is named as such, and is no outage.";
        }

        yield return $"Redis {server.Version ?? $"of a version {Reported.No}"}, "
            + $"{(info.Replication.IsReplica ? "replica" : info.Replication.Role ?? $"role {Reported.No}")}, "
            + (server.Uptime is { } up ? $"up {Duration.Words(up)}" : $"uptime {Reported.No}");
        yield return $"Memory: {Memory(info.Memory)}";
        if (clients.Connected is { } connected)
        {
            yield return $"Clients: {Figures.Count(connected)}{(clients.MaxClients is { } max ? $" of {Figures.Count(max)}" : "")}, "
                + $"{Reported.Count(clients.Blocked, "blocked")}, {Reported.Count(info.Stats.RejectedConnections, "refused since start")}";
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

    private static IEnumerable<string> Warnings(DiagnosisReads reads, FailureClass? found, IEnumerable<Strain> others)
    {
        if (reads.Info is not { } info)
        {
            yield break;
        }

        foreach (var other in others.Where(other => !IsPartOf(other.Class, found)))
        {
            yield return $"It also {other.Sentence}.";
        }

        if (info.Memory is { EvictsNothing: false, Fill: >= MemoryFacts.NearlyFull and var fill })
        {
            yield return $"Memory is at {Figures.Percent(fill)} of maxmemory{MemoryHolder.Said(MemoryHolder.Of(reads))}.";
        }

        if (found != FailureClass.Evicting && info.Memory is { EvictsNothing: false } && info.Stats.EvictedKeys > 0)
        {
            yield return $"{Figures.Count(info.Stats.EvictedKeys.Value)} keys were evicted ({info.Memory.Policy}): where a queue lives here, also its data.";
        }

        if (info.Flag("cluster_enabled") == true && !reads.NodesAreKnown)
        {
            yield return $"This is one node of a Redis Cluster. List the others under Targets:{reads.Target}:Nodes; then /redis cluster asks them all.";
        }

        if (info.Replication is { IsReplica: true, MasterLinkUp: false })
        {
            yield return "The link to the master is down: what is read here grows old.";
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

        if (failure == FailureClass.MaxClients && reads.Info is null)
        {
            yield return "The bot holds no connection of its own there, so it cannot close one: on its host, `ss -tn` with the port of Redis shows which "
                + "addresses hold the places; stop or restart the application at most of them, and its places are free at once";
            yield break;
        }

        if (failure == FailureClass.OutOfMemory)
        {
            foreach (var step in MemoryRoom.Steps(reads))
            {
                yield return step;
            }

            yield break;
        }

        yield return failure.Text().NextStep;
    }

    /// <summary>What an overload of the class says already.</summary>
    private static bool IsPartOf(FailureClass strain, FailureClass? found) => (strain, found) is
        (FailureClass.NearlyFull, FailureClass.OutOfMemory) or (FailureClass.FewPlaces, FailureClass.MaxClients)
        or (FailureClass.SnapshotFailed, FailureClass.Misconf) or (FailureClass.NearlyFull, FailureClass.Evicting);

    public static string Memory(MemoryFacts memory) => memory is { Used: null, HasLimit: null } ? Reported.No
        : $"{Reported.Bytes(memory.Used)} "
            + $"{(memory.Max is { } max ? $"of {Figures.Bytes(max)}" : memory.HasLimit == false ? "without a limit" : $"of a limit {Reported.No}")} used, "
            + (memory.Policy ?? $"policy {Reported.No}");

    private static string About(KeyspaceSample keys) => keys.ScanComplete ? "" : "about ";

    public static string Most(ClientList? clients) => clients?.Groups is [var group, ..] ? $"; most from {group.Who} ({group.Count}{Doing(group)})" : "";

    private static string MostClients(DiagnosisReads reads) =>
        (reads.Info?.Clients is { Connected: { } connected, MaxClients: { } max } ? $", {Figures.Count(connected)} of {Figures.Count(max)}" : "")
        + Most(reads.Clients);

    private static string Doing(ClientGroup group) =>
        group.Blocked * 2 > group.Count ? $", waiting in {group.Command.ToUpperInvariant()}"
        : group.MedianIdle >= TimeSpan.FromSeconds(10) ? $", most idle for {Duration.Words(group.MedianIdle)} and more"
        : "";

    private static string Progress(PersistenceFacts persistence) =>
        (persistence.LoadedPercent is { } percent ? string.Create(CultureInfo.InvariantCulture, $": {percent:0} %") : "")
        + (persistence.LoadingEta is { } eta ? $", about {Duration.Words(eta)} left" : "");

    private static string WhatCannotBeSaved(DiagnosisReads reads) =>
        reads.Info?.Persistence is { AppendFailed: true } || reads.Probe.Failure?.Detail.Contains("AOF", StringComparison.Ordinal) == true
            ? "the last write to the append-only file failed"
            : "the last snapshot to disk failed";

    private static string Master(ReplicationFacts replication, string before = " of") => replication.MasterHost is not { } host ? ""
        : $"{before} {host}:{replication.MasterPort}, link "
            + $"{(replication.MasterLinkUp == true ? "up" : $"down{(replication.MasterLinkDownFor is { } down ? $" for {Duration.Words(down)}" : "")}")}";

    private static string Refused(RedisInfo info) =>
        info.Errors.GetValueOrDefault("READONLY") is var count and > 0 ? $", {Figures.Count(count)} so far" : "";
}
