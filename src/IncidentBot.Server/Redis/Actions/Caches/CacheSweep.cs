using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.Actions.Caches;

/// <summary>
/// SCAN and UNLINK, page by page. Each page goes out together with the request for the next one, so the work costs one
/// round trip per page, and no other client waits longer than for one page. A page that takes long is followed by smaller ones.
/// </summary>
internal sealed class CacheSweep(TimeProvider time)
{
    private const int LargestPage = 1000;
    private const int SmallestPage = 100;

    /// <summary>A page should take this long at most, as seen from here.</summary>
    private static readonly TimeSpan PageGoal = TimeSpan.FromMilliseconds(4);

    /// <param name="removed">Called after each page with the number of keys removed so far.</param>
    /// <exception cref="RedisErrorException">The server refuses SCAN or UNLINK.</exception>
    public async Task<long> RunAsync(IRedisSession session, string pattern, Action<long> removed, CancellationToken ct)
    {
        long total = 0;
        var count = LargestPage;
        var page = (await session.ExecuteAsync(Scan(0, pattern, count), ct)).AsItems();
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            RedisArgument cursor = ((RespValue.Text)page[0]).Bytes;
            var last = cursor.Bytes.Span is [(byte)'0'];
            RedisArgument[] keys = [.. page[1].AsItems().OfType<RespValue.Text>().Select(key => (RedisArgument)key.Bytes)];

            var commands = new List<RedisCommand>(2);
            if (keys.Length > 0)
            {
                commands.Add(RedisCommand.Of("UNLINK", keys));
            }

            if (!last)
            {
                commands.Add(Scan(cursor, pattern, count));
            }

            if (commands.Count > 0)
            {
                var sent = time.GetTimestamp();
                var replies = await session.PipelineAsync(commands, ct);
                count = time.GetElapsedTime(sent) > PageGoal ? Math.Max(SmallestPage, count / 2) : Math.Min(LargestPage, count + SmallestPage);
                if (keys.Length > 0)
                {
                    total += replies[0].AsLong() ?? 0;
                    removed(total);
                }

                page = last ? page : replies[^1].AsItems();
            }

            if (last)
            {
                return total;
            }
        }
    }

    private static RedisCommand Scan(RedisArgument cursor, string pattern, int count) => RedisCommand.Of("SCAN", cursor, "MATCH", pattern, "COUNT", count);
}
