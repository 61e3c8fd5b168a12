using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Probe;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.Peers;

/// <summary>https://redis.io/docs/latest/commands/role/: what a server says that it is.</summary>
/// <param name="Follows">Null for a master.</param>
/// <param name="Link"><c>connected</c> where the replica follows its master; null for a master.</param>
/// <param name="Replicas">As this master knows them, with how far each has confirmed.</param>
internal sealed record NodeRole(bool IsMaster, long Offset, NodeAddress? Follows, string? Link, IReadOnlyList<(NodeAddress Address, long Offset)> Replicas)
{
    public bool IsLinked => Link == "connected";

    /// <exception cref="RedisErrorException">ROLE is refused, and so is INFO.</exception>
    public static async Task<NodeRole> ReadAsync(IRedisSession session, CancellationToken ct)
    {
        var reply = await session.ExecuteAsync("ROLE", [], ct);

        // Some managed services block ROLE, and it takes the permission @dangerous; INFO says the same.
        return reply.AsError is { } refused && refused.Class.IsNoOutage()
            ? (await RedisInfo.ReadAsync(session, ct)).Replication is { Role: not null } facts ? Of(facts) : throw new RedisErrorException(refused)
            : Of(reply.AsItems());
    }

    private static NodeRole Of(IReadOnlyList<RespValue> parts) => parts[0].AsString() == "sentinel"
        ? throw new RedisUnavailableException(
            new RedisFailure(FailureClass.Sentinel, ConnectStage.Command, TimeSpan.Zero, "ROLE says that it is a sentinel."))
        : parts[0].AsString() == "master"
        ? new NodeRole(
            true,
            parts[1].AsLong() ?? 0,
            null,
            null,
            [.. parts[2].AsItems().Select(replica => replica.AsItems()).Select(replica => (Address(replica[0], replica[1]), replica[2].AsLong() ?? 0))])
        : new NodeRole(false, parts[4].AsLong() ?? 0, Address(parts[1], parts[2]), parts[3].AsString(), []);

    private static NodeRole Of(ReplicationFacts facts) => facts.IsReplica
        ? new NodeRole(
            false,
            facts.ReplicaOffset ?? 0,
            new NodeAddress(facts.MasterHost ?? "", facts.MasterPort ?? 0),
            facts.MasterLinkUp == true ? "connected" : "connect",
            [])
        : new NodeRole(
            true,
            facts.MasterOffset ?? 0,
            null,
            null,
            [.. facts.Replicas.Select(replica => (new NodeAddress(replica.Host ?? "", replica.Port ?? 0), replica.Offset ?? 0))]);

    private static NodeAddress Address(RespValue host, RespValue port) => new(host.AsString() ?? "", (int)(port.AsLong() ?? 0));
}
