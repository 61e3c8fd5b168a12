using System.Globalization;
using IncidentBot.Redis.Actions.Caches;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Peers;
using IncidentBot.Redis.Wire;
using IncidentBot.Words;

namespace IncidentBot.Redis.Actions.Reads;

/// <summary>The list of what keeps a Redis under job queues from the next outage, against what is found.</summary>
internal static class PreventionChecks
{
    private const double Crowded = 0.8;

    /// <summary>What is shown as 100 %: buffers of clients come and go, and writes are refused a little below it too.</summary>
    private const double Full = 0.995;

    private const int SnapshotSeconds = 15 * 60;
    private const string Limit = "a limit (/redis set-maxmemory)";

    public static readonly IReadOnlyList<string> Settings = ["save", "tcp-keepalive", "timeout", "latency-monitor-threshold", "protected-mode"];

    /// <param name="settings">Those of <see cref="Settings"/> that could be read.</param>
    /// <param name="queues">Null where nobody could look.</param>
    /// <param name="defaultUser">What ACL GETUSER default replied.</param>
    public static IEnumerable<PreventionCheck> Of(
        RedisInfo info,
        IReadOnlyDictionary<string, string> settings,
        QueueSearch? queues,
        RespValue defaultUser,
        RedisPeers? peers = null)
    {
        var (memory, clients) = (info.Memory, info.Clients);
        yield return Snapshots(info, settings);
        yield return info.Persistence.AppendOnly is { } append
            ? new("Append-only file", append, append ? "on" : "off: a crash loses what is newer than the last snapshot", "on")
            : PreventionCheck.NotReadable("Append-only file", "on");
        yield return Eviction(memory, queues);
        yield return memory.HasLimit is { } limited
            ? new("Memory limit", limited, memory.Max is { } max ? Figures.Bytes(max) : "none: it grows until the kernel ends it", Limit)
            : PreventionCheck.NotReadable("Memory limit", Limit);
        yield return memory.Fill is { } fill ? InUse(memory, fill)
            : memory.IsReported ? new("Memory in use", null, $"{Figures.Bytes(memory.Used!.Value)} without a limit", "under 80 %")
            : PreventionCheck.NotReadable("Memory in use", "under 80 %");
        yield return clients is { Connected: { } connected, MaxClients: > 0 and { } most }
            ? new("Connections", connected < most * Crowded, $"{Figures.Count(connected)} of {Figures.Count(most)}", "under 80 % (/redis idle-clients)")
            : PreventionCheck.NotReadable("Connections", "under 80 %");
        yield return Replicas(info.Replication);
        yield return Takeover(info, peers ?? new RedisPeers());
        yield return Setting(
            settings,
            "tcp-keepalive",
            "TCP keep-alive",
            value => value is > 0 and <= 300,
            value => value == 0 ? "off: dead clients keep their places" : $"{value} s",
            "1 to 300 s");
        yield return Timeout(settings, queues);
        yield return Setting(
            settings,
            "latency-monitor-threshold",
            "Latency monitor",
            value => value > 0,
            value => value == 0 ? "off: nothing is recorded" : $"from {value} ms",
            "on, from 100 ms for example");
        yield return Access(settings, defaultUser);
    }

    /// <summary>A server that is full refuses writes, or loses keys: no setting keeps that away any more.</summary>
    private static PreventionCheck InUse(MemoryFacts memory, double fill)
    {
        var share = $"{Figures.Percent(fill)} of {Figures.Bytes(memory.Max!.Value)}";
        var effect = memory.EvictsNothing ? "writes are refused" : "keys are evicted";
        return new PreventionCheck("Memory in use", fill < Crowded, fill >= Full ? $"{share}: {effect}" : share, "under 80 %") with
        {
            Now = fill >= Full ? $"memory, which is full ({share}): {effect} (/redis memory)"
                : fill >= MemoryFacts.NearlyFull ? $"memory, which is nearly full ({share}; /redis memory)"
                : null,
        };
    }

    private static PreventionCheck Snapshots(RedisInfo info, IReadOnlyDictionary<string, string> settings)
    {
        const string Name = "Snapshots", Expected = "every 15 minutes at least, or the append-only file";
        if (settings.GetValueOrDefault("save") is not { } save)
        {
            return info.Persistence.AppendOnly == true ? new(Name, true, "the append-only file is on", Expected) : PreventionCheck.NotReadable(Name, Expected);
        }

        // "3600 1 300 100": seconds and changes, in pairs.
        var seconds = save.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where((_, i) => i % 2 == 0)
            .Select(text => int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue)
            .DefaultIfEmpty(int.MaxValue)
            .Min();
        var often = seconds <= SnapshotSeconds;
        var failed = info.Persistence.SnapshotFailed ? ", and the last one failed" : "";
        return new(
            Name,
            (often && failed.Length == 0) || info.Persistence.AppendOnly == true,
            (save.Length == 0 ? "none are scheduled" : $"save {save}") + failed,
            Expected);
    }

    private static PreventionCheck Eviction(MemoryFacts memory, QueueSearch? queues)
    {
        const string Name = "Eviction", Expected = "noeviction over queues (/redis set-policy)";
        return (memory.Policy, queues) switch
        {
            (null, _) => PreventionCheck.NotReadable(Name, Expected),
            ("noeviction", _) => new(Name, true, "noeviction", Expected),
            (var policy, { Found: { } owner }) => new(Name, false, $"{policy} over queues, {owner}: it destroys them", Expected),
            (var policy, { Complete: true }) => new(Name, null, $"{policy}; no queue was found", Expected),
            (var policy, _) => new(Name, null, $"{policy}; not all keys could be looked at for queues", Expected),
        };
    }

    private static PreventionCheck Replicas(ReplicationFacts facts)
    {
        const string Name = "Replica", Expected = "one at least, 1 s behind at most (/redis replication)";
        if (facts.IsReplica)
        {
            return new(Name, null, "this is one; ask about its master", Expected);
        }

        var lag = facts.Replicas.Select(replica => replica.LagSeconds ?? long.MaxValue).DefaultIfEmpty(long.MaxValue).Max();
        return facts switch
        {
            { Role: null } or { ConnectedReplicas: null, Replicas.Count: 0 } => PreventionCheck.NotReadable(Name, Expected),
            { Replicas.Count: 0 } => new(Name, false, "none: the loss of this host is an outage", Expected),
            _ => new(
                Name,
                lag <= 1 && facts.Replicas.All(replica => replica.State == "online"),
                $"{facts.Replicas.Count}, {(lag == long.MaxValue ? "lag unknown" : $"{lag} s behind at most")}",
                Expected),
        };
    }

    /// <summary>Who does its work when it dies. What the settings do not name may still be there, so it is not counted.</summary>
    private static PreventionCheck Takeover(RedisInfo info, RedisPeers peers)
    {
        const string Name = "Takeover", Expected = "three sentinels at least, a cluster, or a standby";
        return peers switch
        {
            { Sentinels.Count: >= 3 and var count } => new(Name, true, $"{count} sentinels watch it (/redis sentinels)", Expected),
            { Sentinels.Count: > 0 and var count } =>
                new(Name, false, $"{Plural.Of(count, "sentinel is", "sentinels are")} in the settings: with one lost there is no majority", Expected),
            { Standby: { } standby } => new(Name, true, $"{standby} stands by (/redis standby)", Expected),
            _ when info.Flag("cluster_enabled") == true => new(Name, peers.Nodes.Count > 0 ? true : null, peers.Nodes.Count > 0
                ? $"a cluster, {peers.Nodes.Count} of its nodes are in the settings (/redis cluster)"
                : "a cluster, whose other nodes are not in the settings", Expected),
            _ => new(Name, null, "the settings name no Sentinels, Nodes or Standby", Expected),
        };
    }

    private static PreventionCheck Timeout(IReadOnlyDictionary<string, string> settings, QueueSearch? queues)
    {
        const string Name = "Idle time-out", Expected = "0 with queues: workers are idle while they work";
        return queues is { Found: null, Complete: true }
            ? new(Name, null, "no queue was found", Expected)
            : Setting(settings, "timeout", Name, value => value == 0, value => value == 0 ? "0" : $"{value} s", Expected);
    }

    private static PreventionCheck Access(IReadOnlyDictionary<string, string> settings, RespValue defaultUser)
    {
        const string Name = "Access", Expected = "a password, or protected mode";
        bool? open = defaultUser is RespValue.Items { Values: [_, RespValue.Items flags, ..] }
            ? flags.Values.Any(flag => flag.AsString() == "nopass") && flags.Values.Any(flag => flag.AsString() == "on")
            : null;
        return (open, settings.GetValueOrDefault("protected-mode")) switch
        {
            (false, _) => new(Name, true, "a password is required", Expected),
            (_, "yes") => new(Name, true, open == true ? "protected mode: no password, but only its own host gets in" : "protected mode is on", Expected),
            (true, "no") => new(Name, false, "anybody who reaches the port gets in", Expected),
            _ => PreventionCheck.NotReadable(Name, Expected),
        };
    }

    private static PreventionCheck Setting(
        IReadOnlyDictionary<string, string> settings,
        string setting,
        string name,
        Func<long, bool> isRight,
        Func<long, string> words,
        string expected) =>
        settings.GetValueOrDefault(setting) is { } text && long.TryParse(text, CultureInfo.InvariantCulture, out var value)
            ? new(name, isRight(value), words(value), expected)
            : PreventionCheck.NotReadable(name, expected);
}
