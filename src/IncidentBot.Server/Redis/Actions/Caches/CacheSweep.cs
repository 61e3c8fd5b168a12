using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Actions.Caches;

/// <summary>
/// SCAN and UNLINK, page by page. Each page goes out together with the request for the next one, so the work costs one
/// round trip per page, and no other client waits longer than for one page. A page that takes long is followed by smaller ones.
/// It stops between pages: of one that was sent, the keys are gone, and so their count is waited for.
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
        var scan = new KeyScan(LargestPage) { Match = pattern };
        var page = ScanPage.Of(await session.ExecuteAsync(scan.From(0), ct));
        while (true)
        {
            RedisArgument[] keys = [.. page.Keys.Select(key => (RedisArgument)key)];

            var commands = new List<RedisCommand>(2);
            if (keys.Length > 0)
            {
                commands.Add(RedisCommand.Of("UNLINK", keys));
            }

            if (!page.IsLast)
            {
                commands.Add(scan.From(page.Next));
            }

            if (commands.Count > 0)
            {
                var sent = time.GetTimestamp();
                var replies = await session.ChangeAsync(commands, ct);
                scan = scan with
                {
                    Step = time.GetElapsedTime(sent) > PageGoal ? Math.Max(SmallestPage, scan.Step / 2) : Math.Min(LargestPage, scan.Step + SmallestPage),
                };
                if (keys.Length > 0)
                {
                    total += replies[0].AsLong() ?? 0;
                    removed(total);
                }

                if (!page.IsLast)
                {
                    page = ScanPage.Of(replies[^1]);
                    continue;
                }
            }

            return total;
        }
    }
}
