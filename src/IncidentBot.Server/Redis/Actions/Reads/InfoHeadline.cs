using IncidentBot.Redis.Actions.Memory;
using IncidentBot.Redis.Info;
using IncidentBot.Words;

namespace IncidentBot.Redis.Actions.Reads;

/// <summary>What somebody looks for in a section of INFO, in one line: a number of fields tells nobody anything.</summary>
internal static class InfoHeadline
{
    private const int Databases = 4;

    /// <returns>Null for a section of many things of equal weight.</returns>
    public static string? Of(string section, RedisInfo info) => section switch
    {
        "server" => $"{info.Kind?.Name ?? "Redis"} {info.Server.Version ?? $"of a version {Reported.No}"}, "
            + (info.Server.Uptime is { } up ? $"up {Duration.Words(up)}" : $"uptime {Reported.No}"),
        "clients" => $"{Reported.Count(info.Clients.Connected, "connected")}, {Reported.Count(info.Clients.Blocked, "blocked")}",
        "memory" => MemoryText.Fill(info.Memory),
        "stats" => $"{Reported.Count(info.Stats.OpsPerSecond, "commands a second")}; since its start "
            + $"{Reported.Count(info.Stats.RejectedConnections, "connections refused")}, {Reported.Count(info.Stats.EvictedKeys, "keys evicted")}",
        "replication" => Role(info.Replication),
        "errorstats" => string.Join(", ", info.Errors.OrderByDescending(error => error.Value).Select(error => $"{error.Key} {Figures.Count(error.Value)}")),
        "keyspace" => Keys(info.Keyspace),
        _ => null,
    };

    private static string Role(ReplicationFacts replication) => replication.IsReplica
        ? $"replica of {replication.MasterHost}:{replication.MasterPort}, link {(replication.MasterLinkUp == true ? "up" : "down")}"
        : $"{replication.Role ?? $"role {Reported.No}"}, {Reported.Count(replication.ConnectedReplicas, "replicas")}";

    private static string Keys(IReadOnlyList<DatabaseFacts> databases) =>
        string.Join(", ", databases.Take(Databases).Select(database => $"{Plural.Of(database.Keys, "key")} in db{database.Number}"))
        + (databases.Count > Databases ? $", and {databases.Count - Databases} more databases" : "");
}
