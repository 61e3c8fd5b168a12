using IncidentBot.Actions;
using IncidentBot.Redis.Actions.Cluster;
using IncidentBot.Redis.Actions.Sentinel;
using IncidentBot.Redis.Actions.Standby;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;
using IncidentBot.Support;

namespace IncidentBot.Redis.Permissions;

/// <summary>What to type for each action on a seeded server, so that there is something to do. A new action needs a line in one of the tables.</summary>
internal static class Examples
{
    /// <summary>An action that a lone server has nothing for, and the class of tests that shows what it says where a right lacks.</summary>
    public static readonly Dictionary<string, string> ProvenElsewhere = new()
    {
        ["redis.kill-script"] = nameof(KillScriptPermissionTests),
        ["redis.sentinels"] = nameof(SentinelsTests),
        ["redis.cluster"] = nameof(ClusterTests),
        ["redis.standby"] = nameof(StandbyTests),
        ["redis.failover"] = nameof(SentinelsTests),
        ["redis.cluster-failover"] = nameof(ClusterTests),
        ["redis.promote-standby"] = nameof(TakeoverTests),
        ["redis.rejoin"] = nameof(TakeoverTests),
        ["redis.return-to-primary"] = nameof(TakeoverTests),
    };

    private static readonly Dictionary<string, string> Typed = new()
    {
        ["redis.ping"] = "",
        ["redis.diagnose"] = "",
        ["redis.info"] = " stats",
        ["redis.clients"] = "",
        ["redis.memory"] = "",
        ["redis.persistence"] = "",
        ["redis.replication"] = "",
        ["redis.slowlog"] = "",
        ["redis.latency"] = "",
        ["redis.idle-clients"] = " 1s",
        ["redis.big-keys"] = " 5",
        ["redis.activity"] = " 1",
        ["redis.monitor"] = " 1",
        ["redis.prevention"] = "",
        ["redis.clear-cache"] = " rl:*",
        ["redis.kill-client"] = " {client}",
        ["redis.kill-idle"] = " 1s",
        ["redis.set-maxmemory"] = " 1gb",
        ["redis.set-maxclients"] = " 9000",
        ["redis.set-policy"] = " noeviction",
        ["redis.bgsave"] = "",
        ["queue.list"] = "",
        ["queue.status"] = " publishing",
        ["queue.jobs"] = " publishing failed",
        ["queue.pause"] = " publishing",
        ["queue.resume"] = " publishing",
        ["queue.retry-failed"] = " publishing all",
        ["queue.retry-stalled"] = " publishing",
        ["queue.promote"] = " publishing overdue",
        ["queue.clean"] = " publishing completed keep=0",
        ["queue.restore"] = " {snapshot}",
        ["rq.list"] = "",
        ["rq.status"] = " default",
        ["rq.workers"] = "",
        ["rq.failed"] = " default",
        ["rq.requeue"] = " default version=1.13",
        ["rq.recover-abandoned"] = " default version=1.13",
        ["rq.enqueue-overdue"] = " default version=1.13",
        ["rq.suspend"] = " version=1.13",
        ["rq.resume"] = " version=1.13",
    };

    /// <summary>As a server starts on which each change has something to change.</summary>
    public static string[] Arguments { get; } = ["--maxmemory-policy", "allkeys-lru", "--maxmemory", "300mb"];

    public static IReadOnlyList<string> Observing { get; } = Of<IObserveAction>();

    public static IReadOnlyList<string> Changing { get; } = Of<IChangeAction>();

    /// <summary>Brings the server into the state in which the action has something to do, with all rights.</summary>
    /// <returns>What to type.</returns>
    public static async Task<string> PrepareAsync(string action, SeededServer server, WholeCatalogue allowed, RespConnection client)
    {
        var typed = action + Typed[action];
        switch (action)
        {
            case "queue.resume":
                await allowed.DoAsync("queue.pause publishing");
                break;

            case "rq.resume":
                await allowed.DoAsync("rq.suspend version=1.13");
                break;

            case "queue.restore":
                typed = typed.Replace(
                    "{snapshot}",
                    (await allowed.DoAsync("queue.clean publishing completed keep=3")).Split(' ')[^1],
                    StringComparison.Ordinal);
                break;

            case "redis.kill-client":
                typed = typed.Replace("{client}", await AskAsync(client, RedisCommand.Of("CLIENT", "ID")), StringComparison.Ordinal);
                break;

            case "redis.kill-idle":
                var id = await AskAsync(client, RedisCommand.Of("CLIENT", "ID"));
                await Eventually.TrueAsync(
                    async () => ClientList.Parse((await server.Redis.AskAsync("CLIENT", "LIST")).AsString()!).Clients
                        .Any(entry => $"{entry.Id}" == id && entry.Idle >= TimeSpan.FromSeconds(1)),
                    "the client is idle");
                break;
        }

        return typed;
    }

    /// <summary>What to type for a read, which needs no preparation.</summary>
    public static string Reading(string action) => action + Typed[action];

    private static List<string> Of<T>()
        where T : IRunbookAction
    {
        // The services only; nothing is connected.
        var ids = new WholeCatalogue("redis://127.0.0.1").Actions.All
            .OfType<T>()
            .Select(action => action.Definition.Id.Value)
            .Where(id => !ProvenElsewhere.ContainsKey(id))
            .ToList();
        Assert.All(ids, id => Assert.True(Typed.ContainsKey(id), $"{id} is new: say in Examples what to type, so that it is tried with too few rights."));
        return ids;
    }

    private static async Task<string> AskAsync(RespConnection connection, RedisCommand command)
    {
        await connection.SendAsync(RespWriter.Encode(command), TestRedis.Token);
        return (await connection.ReadAsync(TestRedis.Token)).AsString()!;
    }
}
