using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Actions.Caches;

/// <summary>Counts the keys of a cache and weighs a sample of them. Reads only, in bounded time.</summary>
internal sealed class CacheScan(TimeProvider time)
{
    private const int ScanStep = 1000;
    private const int Weighed = 500;

    /// <summary>Enough for some millions of keys; beyond that the rest is extrapolated, and said to be.</summary>
    public static TimeSpan Budget { get; } = TimeSpan.FromSeconds(6);

    /// <exception cref="RedisErrorException">The server refuses DBSIZE, SCAN or MEMORY USAGE.</exception>
    public async Task<CacheSize> MeasureAsync(IRedisSession session, string pattern, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        var size = (await session.ExecuteAsync("DBSIZE", [], ct)).AsLong() ?? 0;
        var sample = new List<ReadOnlyMemory<byte>>(Weighed);
        long matched = 0, pages = 0;
        var complete = false;
        await foreach (var page in new KeyScan(ScanStep) { Match = pattern }.PagesAsync(session, ct))
        {
            pages++;
            foreach (var key in page.Keys)
            {
                // Reservoir sampling: each key seen is weighed with the same chance.
                matched++;
                if (sample.Count < Weighed)
                {
                    sample.Add(key);
                }
                else if (Random.Shared.NextInt64(matched) is var place && place < Weighed)
                {
                    sample[(int)place] = key;
                }
            }

            complete = page.IsLast;
            if (time.GetElapsedTime(started) >= Budget)
            {
                break;
            }
        }

        var seen = complete ? size : Math.Min(size, pages * ScanStep);
        var keys = complete || seen == 0 ? matched : (long)(matched * (size / (double)seen));
        return new CacheSize(keys, (long)(keys * await MeanBytesAsync(session, sample, ct)), sample.Count, complete);
    }

    private static async Task<double> MeanBytesAsync(IRedisSession session, List<ReadOnlyMemory<byte>> keys, CancellationToken ct)
    {
        if (keys.Count == 0)
        {
            return 0;
        }

        var replies = await session.PipelineAsync([.. keys.Select(key => RedisCommand.Of("MEMORY", "USAGE", key))], ct);
        return replies.Select(reply => reply.AsLong()).OfType<long>().DefaultIfEmpty(0).Average();
    }
}

/// <param name="Complete">False when the count was extrapolated.</param>
internal sealed record CacheSize(long Keys, long Bytes, int Weighed, bool Complete);
