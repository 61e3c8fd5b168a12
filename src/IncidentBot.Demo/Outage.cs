using System.Globalization;

namespace IncidentBot.Demo;

/// <summary>
/// The outage: a queue shaped like BullMQ's, sessions and circuit breakers fill a part of the memory, and rate-limit entries
/// all of the rest, until every write is refused.
/// </summary>
internal sealed record Outage(int Jobs, int Sessions, int Breakers, int RateLimits, string Refusal)
{
    public const string MaxMemory = "100mb";

    private const int Batch = 5_000;

    public string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Jobs:N0} jobs of a queue, {Sessions:N0} sessions, {Breakers:N0} circuit breakers and {RateLimits:N0} rate-limit entries have filled it: {Refusal}");

    public static async Task<Outage> CauseAsync(ThrowawayRedis redis, CancellationToken ct)
    {
        await using var wire = await redis.ConnectAsync(ct);
        var before = await CountAsync(wire, ct);
        const int Jobs = 20_000, Sessions = 60_000, Breakers = 30_000;
        await AddAsync(
            wire,
            Jobs,
            i => ["HSET", $"bull:publishing:{i}", "name", "publish", "data", Padding(200), "opts", "{}", "timestamp", "1795323985306"],
            ct);
        await AddAsync(wire, Jobs, i => ["LPUSH", "bull:publishing:wait", $"{i}"], ct);
        await wire.AskAsync(ct, "HSET", "bull:publishing:meta", "version", "bullmq:6.7.0");
        await AddAsync(wire, Sessions, i => ["SET", $"sess:{i:x8}", Padding(150), "EX", "86400"], ct);
        await AddAsync(wire, Breakers, i => ["SET", $"cb:adapter-{i}", Padding(100), "EX", "3600"], ct);

        // Large batches first. Their own buffers count as memory and are given back, so the last gap is filled one by one.
        var limits = 0;
        while (await wire.SendAllAsync([.. Enumerable.Range(limits, Batch).Select(RateLimit)], ct) is null)
        {
            limits += Batch;
        }

        string refusal;
        for (var refused = 0; ; limits++)
        {
            refusal = await wire.AskAsync(ct, RateLimit(limits));
            refused = refusal == "OK" ? 0 : refused + 1;
            if (refused > 100)
            {
                break;
            }
        }

        return new Outage(Jobs, Sessions, Breakers, await CountAsync(wire, ct) - before - Jobs - Sessions - Breakers - 2, refusal);
    }

    private static async Task<int> CountAsync(RedisWire wire, CancellationToken ct) =>
        int.Parse(await wire.AskAsync(ct, "DBSIZE"), CultureInfo.InvariantCulture);

    private static string[] RateLimit(int n) => ["SET", $"rl:ip:10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}:{n % 60}", "7", "EX", "86400"];

    private static async Task AddAsync(RedisWire wire, int count, Func<int, string[]> command, CancellationToken ct)
    {
        for (var i = 0; i < count; i += Batch)
        {
            if (await wire.SendAllAsync([.. Enumerable.Range(i, Math.Min(Batch, count - i)).Select(command)], ct) is { } refusal)
            {
                throw new DemoException($"The demo's data does not fit: {refusal}");
            }
        }
    }

    private static string Padding(int length) => new('x', length);
}
