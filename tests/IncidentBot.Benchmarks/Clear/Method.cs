using IncidentBot.Benchmarks.Support;
using IncidentBot.Redis;
using IncidentBot.Redis.Actions.Caches;
using IncidentBot.Redis.Sessions;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Benchmarks.Clear;

/// <summary>A way to clear the cache; it returns how many keys it removed.</summary>
internal sealed record Method(string Name, Func<RedisServer, CancellationToken, Task<long>> RunAsync)
{
    private const string Script = "local keys = redis.call('keys', ARGV[1]) for _, key in ipairs(keys) do redis.call('del', key) end return #keys";

    /// <summary>The product's own code, over the session that the action would open. Opening it is part of the work.</summary>
    public static Method Bot { get; } = new("bot: CacheSweep", async (server, ct) =>
    {
        await using var target = new RedisTarget(
            "primary",
            RedisEndpoint.Parse(server.Url),
            new RedisTls(),
            new RedisOptions(),
            TimeProvider.System,
            NullLogger<RedisTarget>.Instance);
        await using var session = await target.OpenAsync(ct);
        return await new CacheSweep(TimeProvider.System).RunAsync(session, Keyspace.Pattern, _ => { }, ct);
    });

    public static Method Runbook { get; } = new("runbook: EVAL of KEYS and DEL", async (server, ct) =>
        (await server.AskAsync(RedisCommand.Of("EVAL", Script, 0, Keyspace.Pattern), ct)).AsLong() ?? 0);
}
