using IncidentBot.Benchmarks.Support;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Benchmarks.Clear;

/// <summary>A million rate-limit counters that expire tomorrow, among 200,000 jobs and sessions that must stay.</summary>
internal sealed class Keyspace
{
    public const long Others = 200_000;
    public const long Cached = 1_000_000;
    public const string Pattern = "rl:*";

    private const string Fill =
        """
        for i = 0, ARGV[1] - 1 do
          redis.call('SET', string.format('rl:ip:10.%d.%d.%d:%d', math.floor(i / 65536) % 256, math.floor(i / 256) % 256, i % 256, i % 60), '7', 'EX', 86400)
        end
        for i = 0, ARGV[2] - 1 do
          if i % 2 == 0 then
            redis.call('SET', 'sess:' .. i, string.rep('x', 60))
          else
            redis.call('HSET', 'bull:publishing:' .. i, 'name', 'pub', 'data', string.rep('x', 100),
              'opts', '{}', 'timestamp', '1795323985306', 'finishedOn', '1795323985602')
          end
        end
        """;

    private readonly string dump;
    private readonly string served;

    private Keyspace(string dump, string served) => (this.dump, this.served) = (dump, served);

    public static async Task<Keyspace> CreateAsync(ScratchFolder scratch, CancellationToken ct)
    {
        var folder = scratch.NewFolder();
        await using var server = await RedisServer.StartAsync(folder, ct);
        (await server.AskAsync(RedisCommand.Of("EVAL", Fill, 0, Cached, Others), ct)).OrThrow();
        (await server.AskAsync(RedisCommand.Of("SAVE"), ct)).OrThrow();
        return new Keyspace(Path.Combine(folder, RedisServer.Dump), scratch.NewFolder());
    }

    /// <summary>A server that has just started with these keys. One at a time.</summary>
    public async Task<RedisServer> ServeAsync(CancellationToken ct)
    {
        File.Copy(dump, Path.Combine(served, RedisServer.Dump), overwrite: true);
        return await RedisServer.StartAsync(served, ct);
    }
}
