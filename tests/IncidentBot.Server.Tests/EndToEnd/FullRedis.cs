using System.Globalization;
using System.Text.RegularExpressions;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary>The demo's outage, smaller: a queue, sessions and circuit breakers, and rate-limit entries that fill all the rest.</summary>
internal static partial class FullRedis
{
    public const int Jobs = 500;

    public static async Task<RedisServer> StartAsync(int entries)
    {
        var redis = await WithoutQueueAsync(entries);
        await redis.AskAsync("CONFIG", "SET", "maxmemory", 0);
        await redis.AskAsync("EVAL", "for i = 1, ARGV[1] do redis.call('lpush', 'bull:publishing:wait', i) end", 0, Jobs);
        await redis.AskAsync("HSET", "bull:publishing:meta", "version", "bullmq:6.7.0");
        await LimitAsync(redis);
        return redis;
    }

    /// <summary>Nothing else is wrong with it.</summary>
    public static async Task<RedisServer> WithoutQueueAsync(int entries)
    {
        var redis = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(redis, ("sess:", 300, 150), ("cb:adapter-", 200, 100), ("rl:ip:", entries, 4));
        await LimitAsync(redis);
        return redis;
    }

    private static async Task LimitAsync(RedisServer redis)
    {
        var memory = await redis.AskAsync("INFO", "memory");
        var used = long.Parse(UsedMemory().Match(memory.AsString()!).Groups[1].Value, CultureInfo.InvariantCulture);
        await redis.AskAsync("CONFIG", "SET", "maxmemory", used * 95 / 100);
    }

    [GeneratedRegex(@"used_memory:(\d+)")]
    private static partial Regex UsedMemory();
}
