using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Readings;
using IncidentBot.Redis.Actions.Cluster;
using IncidentBot.Redis.Actions.Sentinel;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Probe;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Actions;

/// <summary>
/// Whether a Redis serves again: it answers a new client, it accepts a write, and it has room. Where sentinels or a cluster decide
/// which server that is, theirs is asked: a target whose own server died serves again once another does its work.
/// </summary>
internal sealed class RedisVerification(RedisTargets targets, SentinelChecks sentinels, ClusterChecks clusters, TimeProvider time) : IVerification
{
    /// <summary>What no check sees: the server answers, takes a write and has room all the same.</summary>
    private static readonly HashSet<string> NotSeen =
    [
        .. new[]
        {
            FailureClass.NoQuorum, FailureClass.SplitBrain, FailureClass.Evicting, FailureClass.ClientsRefused, FailureClass.Slow,
            FailureClass.ExpiryStorm, FailureClass.SlowDisk, FailureClass.ReplicaBehind, FailureClass.FewPlaces, FailureClass.SnapshotFailed,
            FailureClass.Fragmented,
        }.Select(one => one.Text().Name),
    ];

    public string System => "redis";

    /// <summary>
    /// The server, then whoever decides beside it which server that is, then the queues that live in it. Of a cluster the cluster
    /// itself is the target, and the server one of its nodes.
    /// </summary>
    public IReadOnlyList<ActionCall> AssessmentOf(string target)
    {
        var (peers, hasPair) = targets.TryGet(target, out var redis, out _) ? (redis.Peers, targets.PairOf(redis) is not null) : (new(), false);
        string[] reads =
        [
            .. peers is { Nodes.Count: > 0, Sentinels.Count: 0 } ? ["redis.cluster"] : Array.Empty<string>(),
            "redis.diagnose",
            .. peers.Sentinels.Count > 0 ? ["redis.sentinels"] : Array.Empty<string>(),
            .. hasPair ? ["redis.standby"] : Array.Empty<string>(),
            "queue.list",
            "rq.list",
        ];
        return [.. reads.Select(read => ActionCall.Plain(read, target))];
    }

    /// <summary>
    /// Whether it answers, takes writes and has room. What else a read of it sees wrong, such as a lagging replica or a slow command,
    /// is a check of its own.
    /// </summary>
    public bool Ask(ActionCall read, ActionReport found) => found.FailureClass is { } name
        ? !NotSeen.Contains(name)
        : read.Action.Value is "redis.ping" or "redis.diagnose" or "redis.info" or "redis.memory" or "redis.clients";

    public async Task<IReadOnlyList<CheckResult>> CheckAsync(string target, CancellationToken ct)
    {
        var checks = targets.TryGet(target, out var redis, out var unknown)
            ? await CheckAsync(redis, ct)
            : [new ServingCheck("target", false, unknown)];
        return [.. checks.Select(check => new CheckResult(check.Name, check.Passed, check.Evidence, time.GetUtcNow()) { Readings = check.Readings })];
    }

    private async Task<IReadOnlyList<ServingCheck>> CheckAsync(RedisTarget redis, CancellationToken ct) => redis.Peers switch
    {
        { Sentinels.Count: > 0 } => await sentinels.CheckAsync(redis, ct),
        { Nodes.Count: > 0 } when await clusters.CheckAsync(redis, ct) is { } checks => checks,
        _ => await CheckOneAsync(redis, ct),
    };

    private async Task<IReadOnlyList<ServingCheck>> CheckOneAsync(RedisTarget redis, CancellationToken ct)
    {
        var probe = await redis.ProbeAsync(ct);
        if (probe.Failure is { } failure && !failure.Class.IsNoOutage())
        {
            return [Answers(probe, false, probe.Headline), ServingCheck.NoWrites("not tried"), ServingCheck.NoRoom("not read")];
        }

        var (info, room) = await RoomAsync(redis, ct);
        if (info is { Replication: { IsReplica: true } facts } && DiagnosisRules.IsMeantAsReplica(info, redis.IsStandby, redis.IsExpectedAsMaster))
        {
            return [Answers(probe, true, probe.Headline), ServingCheck.Follow(facts), room];
        }

        var written = await TryAsync(ServingCheck.Writes, redis, async session => ServingCheck.Written(await CanaryWrite.TryAsync(session, ct)), ct);
        if (!written.Passed && RedisErrors.Classify(written.Evidence) == FailureClass.ClusterRedirect && await clusters.CheckAsync(redis, ct) is { } checks)
        {
            return checks;
        }

        return [Answers(probe, true, probe.Failure is { } refusal ? $"it answers, but not our PING: {refusal.Detail}" : probe.Headline), written, room];
    }

    /// <returns>Beside the check what it read, which says the server's role too; null where that was refused.</returns>
    private static async Task<(RedisInfo? Info, ServingCheck Room)> RoomAsync(RedisTarget redis, CancellationToken ct)
    {
        RedisInfo? info = null;
        var room = await TryAsync(ServingCheck.Room, redis, async session => ServingCheck.Fill(info = await RedisInfo.ReadAsync(session, ct)), ct);
        return (info, room);
    }

    private static ServingCheck Answers(ProbeReport probe, bool passed, string evidence) =>
        new(ServingCheck.Answers, passed, evidence) { Readings = Reading.Known(probe.Readings) };

    private static async Task<ServingCheck> TryAsync(string name, RedisTarget target, Func<IRedisSession, Task<ServingCheck>> check, CancellationToken ct)
    {
        try
        {
            return await target.UseAsync(check, ct);
        }
        catch (RedisUnavailableException e)
        {
            return new ServingCheck(name, false, e.Failure.Headline);
        }
        catch (RedisErrorException e)
        {
            return new ServingCheck(name, false, ServingCheck.Words(e.Error));
        }
        catch (InvalidDataException e)
        {
            return new ServingCheck(name, false, ServingCheck.NotTried(e.Message));
        }
    }
}
