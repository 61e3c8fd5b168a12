namespace IncidentBot.Redis.Info;

/// <summary>A server that speaks as Redis does and is none, by what its own INFO calls it.</summary>
/// <param name="Name">With its version, where it gives one.</param>
internal sealed record ServerKind(string Name)
{
    /// <summary>The field that gives its version away: https://valkey.io/commands/info/, https://www.dragonflydb.io/docs, Garnet's and Redict's INFO.</summary>
    private static readonly (string Field, string Name)[] Versions =
    [
        ("valkey_version", "Valkey"), ("dragonfly_version", "Dragonfly"), ("garnet_version", "Garnet"), ("redict_version", "Redict"),
        ("upstash_version", "Upstash"),
    ];

    /// <returns>Null for Redis itself, and for what does not say what it is.</returns>
    public static ServerKind? Of(RedisInfo info)
    {
        foreach (var (field, name) in Versions)
        {
            if (info.Text(field) is { } version)
            {
                return new ServerKind($"{name} {version.TrimStart('d', 'f', '-', 'v')}");
            }
        }

        // KeyDB keeps the name of the field and its own number in it; only KeyDB has masters that replicate each other.
        return info.Replication.IsActiveReplica || info.Text("mvcc_depth") is not null ? new ServerKind($"KeyDB {info.Server.Version}".TrimEnd())
            : info.Text("os") is "Amazon ElastiCache" ? new ServerKind("Amazon ElastiCache")
            : info.Text("server_name") is { Length: > 0 } other && !other.Equals("redis", StringComparison.OrdinalIgnoreCase) ? new ServerKind(other)
            : null;
    }
}
