using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Peers;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.Actions.Sentinel;

/// <summary>What one sentinel believes: https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/.</summary>
/// <param name="Master">Null where it knows no master of that name.</param>
/// <param name="Flags">Its view of the master: <c>s_down</c>, <c>o_down</c>, <c>failover_in_progress</c>.</param>
/// <param name="NoQuorum">Its words where too few sentinels are left to fail over; null where there are enough.</param>
internal sealed record SentinelView(
    RedisNode Sentinel, NodeAddress? Master, IReadOnlyList<string> Flags, string? Failover, long? Quorum,
    long? OtherSentinels, string? NoQuorum, IReadOnlyList<SentinelReplica> Replicas)
{
    private static readonly string[] Questions = ["GET-MASTER-ADDR-BY-NAME", "MASTER", "REPLICAS", "CKQUORUM"];

    public bool MasterIsDown => Flags.Contains("s_down") || Flags.Contains("o_down");

    public bool IsFailingOver => Flags.Contains("failover_in_progress");

    /// <exception cref="RedisErrorException">It refuses to say, or is no sentinel.</exception>
    public static async Task<SentinelView> ReadAsync(RedisNode sentinel, IRedisSession session, string name, CancellationToken ct)
    {
        var replies = await session.PipelineAsync([.. Questions.Select(about => RedisCommand.Of("SENTINEL", about, name))], ct);
        if (replies[0].AsItems() is not [var host, var port])
        {
            return new SentinelView(sentinel, null, [], null, null, null, null, []);
        }

        var master = ReplyFields.Of(replies[1]);
        return new SentinelView(
            sentinel,
            new NodeAddress(host.AsString()!, (int)port.AsLong()!),
            master.GetValueOrDefault("flags", "").Split(','),
            master.GetValueOrDefault("failover-state"),
            master.Number("quorum"),
            master.Number("num-other-sentinels"),
            replies[3].AsError switch
            {
                null => null,
                { Class: FailureClass.NoQuorum } missing => missing.Message,
                var refused => throw new RedisErrorException(refused),
            },
            [.. replies[2].AsItems().Select(SentinelReplica.Of)]);
    }
}

/// <summary>A replica as a sentinel knows it.</summary>
internal sealed record SentinelReplica(NodeAddress Address, IReadOnlyList<string> Flags, long Priority, long Offset, string RunId)
{
    /// <summary>Reachable for the sentinel, and not excluded by <c>replica-priority 0</c>.</summary>
    public bool MayWin => Priority > 0 && !Flags.Intersect(["s_down", "o_down", "disconnected"]).Any();

    public static SentinelReplica Of(RespValue reply)
    {
        var fields = ReplyFields.Of(reply);
        return new SentinelReplica(
            new NodeAddress(fields.GetValueOrDefault("ip", ""), (int)(fields.Number("port") ?? 0)),
            fields.GetValueOrDefault("flags", "").Split(','),
            fields.Number("slave-priority") ?? 0,
            fields.Number("slave-repl-offset") ?? 0,
            fields.GetValueOrDefault("runid", ""));
    }
}
