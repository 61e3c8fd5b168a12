using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>Which keys exist: the hash of a worker while it has a heartbeat, the lock of a scheduler while it runs.</summary>
internal static class RqAlive
{
    public static async Task<IReadOnlySet<string>> AmongAsync(IRedisSession session, IEnumerable<string> keys, CancellationToken ct)
    {
        var alive = new HashSet<string>();
        foreach (var page in keys.Distinct().Chunk(200))
        {
            var replies = await session.PipelineAsync([.. page.Select(key => RedisCommand.Of("EXISTS", key))], ct);
            alive.UnionWith(page.Where((_, at) => replies[at].AsLong() > 0));
        }

        return alive;
    }
}
