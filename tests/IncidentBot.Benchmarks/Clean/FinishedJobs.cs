using System.Globalization;
using IncidentBot.Benchmarks.Report;
using IncidentBot.Benchmarks.Support;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Benchmarks.Clean;

/// <summary>
/// A hundred thousand completed jobs. BullMQ and a worker of its own made the first hundred; the others are copies of them, which
/// is looked at.
/// </summary>
internal sealed class FinishedJobs
{
    public const string Queue = "publishing";
    public const long Count = 100_000;
    public const string Completed = $"bull:{Queue}:completed";

    private const int Real = 100;
    private const int Compared = 1_000;

    /// <summary>
    /// ARGV: the real ones, and all. Each copy ended a millisecond before the one before it: none in the future, which BullMQ
    /// would not clean.
    /// </summary>
    private const string Copy =
        """
        local base, real, all = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2])
        local first = redis.call('ZRANGE', base .. 'completed', 0, 0, 'WITHSCORES')[2]
        for id = real + 1, all do
          local from = base .. ((id - 1) % real + 1)
          redis.call('COPY', from, base .. id)
          redis.call('COPY', from .. ':logs', base .. id .. ':logs')
          redis.call('ZADD', base .. 'completed', first + real - id, id)
        end
        redis.call('SET', base .. 'id', all)
        return redis.call('ZCARD', base .. 'completed')
        """;

    private readonly string dump;
    private readonly string served;

    private FinishedJobs(string dump, string served) => (this.dump, this.served) = (dump, served);

    public static async Task<FinishedJobs> CreateAsync(ScratchFolder scratch, CancellationToken ct)
    {
        var folder = scratch.NewFolder();
        await using var server = await RedisServer.StartAsync(folder, ct);
        var jobs = Enumerable.Range(0, Real).Select(n => new { name = "publish", data = new { adapter = $"shop-{n % 10}", title = new string('x', 150) } });
        await BullMq.RunAsync(server, Queue, ct, new { @do = "add", jobs }, new { @do = "work" });
        var made = (await server.AskAsync(RedisCommand.Of("EVAL", Copy, 1, $"bull:{Queue}:", Real, Count), ct)).OrThrow().AsLong();
        if (made != Count)
        {
            throw new BenchmarkException($"{made} completed jobs were made instead of {Count}.");
        }

        await CompareAsync(server, ct);
        (await server.AskAsync(RedisCommand.Of("SAVE"), ct)).OrThrow();
        return new FinishedJobs(Path.Combine(folder, RedisServer.Dump), scratch.NewFolder());
    }

    /// <summary>A server that has just started with these jobs. One at a time.</summary>
    public async Task<RedisServer> ServeAsync(CancellationToken ct)
    {
        File.Copy(dump, Path.Combine(served, RedisServer.Dump), overwrite: true);
        return await RedisServer.StartAsync(served, ct);
    }

    /// <summary>A copy is a job like those of BullMQ: the same keys, kept in the same way, with the same in them.</summary>
    private static async Task CompareAsync(RedisServer server, CancellationToken ct)
    {
        foreach (var id in Enumerable.Range(1, Compared).Select(n => (n * (Count / Compared)) - (n % Real)).Where(id => id > Real))
        {
            foreach (var part in (string[])["", ":logs"])
            {
                var real = await LookAsync(server, Key(((id - 1) % Real) + 1) + part, ct);
                if (real.Length == 0 || real != await LookAsync(server, Key(id) + part, ct))
                {
                    throw new BenchmarkException($"Job {id}{part} is not what BullMQ would have written.");
                }
            }
        }
    }

    /// <summary>Fields in any order: a large hash is a table, whose order means nothing.</summary>
    private static async Task<string> LookAsync(RedisServer server, string key, CancellationToken ct)
    {
        var items = (await server.AskAsync(
            key.EndsWith(":logs", StringComparison.Ordinal) ? RedisCommand.Of("LRANGE", key, 0, -1) : RedisCommand.Of("HGETALL", key),
            ct)).AsItems();
        var encoding = (await server.AskAsync(RedisCommand.Of("OBJECT", "ENCODING", key), ct)).AsString();
        return items.Count == 0
            ? ""
            : $"{encoding} {string.Join('\n', items.Select(item => item.AsString()).Chunk(2)
                .Select(pair => string.Join('=', pair)).Order(StringComparer.Ordinal))}";
    }

    private static string Key(long id) => string.Create(CultureInfo.InvariantCulture, $"bull:{Queue}:{id}");
}
