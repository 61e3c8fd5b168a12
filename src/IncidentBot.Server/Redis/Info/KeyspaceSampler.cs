using System.Runtime.InteropServices;
using System.Text;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Info;

/// <summary>
/// SCAN for as long as the budget allows, then MEMORY USAGE of a random choice of what was seen. SCAN walks hash buckets, so where it
/// stops does not depend on the names. Never blocks the server for longer than one SCAN step.
/// </summary>
internal sealed class KeyspaceSampler(TimeProvider time)
{
    private const int ScanStep = 500;
    private const int MeasureStep = 200;
    private const int MaxPrefixes = 2000;
    private const int TypeStep = 2000;
    private static readonly string[] Collections = ["list", "hash", "zset", "set", "stream"];
    private const string Rest = "(other prefixes)";

    /// <summary>What the search for large collections may take beyond the budget.</summary>
    private const double Beyond = 0.3;

    // Prefix by prefix in turn, so that one with few keys, which may hold the largest, has its share of the time. More than these are
    // not measured in it.
    private const int KeptPerPrefix = 50_000;

    public static TimeSpan DefaultBudget { get; } = TimeSpan.FromSeconds(1.5);

    /// <exception cref="RedisErrorException">The server refuses DBSIZE, SCAN or MEMORY USAGE.</exception>
    public async Task<KeyspaceSample> TakeAsync(IRedisSession session, CancellationToken ct, TimeSpan? budget = null)
    {
        var started = time.GetTimestamp();
        var whole = budget ?? DefaultBudget;
        var size = (await session.ExecuteAsync("DBSIZE", [], ct)).AsLong() ?? 0;
        var groups = new Dictionary<string, Group>(StringComparer.Ordinal);
        var complete = await ScanAsync(session, groups, () => time.GetElapsedTime(started) < whole * 0.6, ct);
        var (measured, largest) = await MeasureAsync(session, groups.Values, () => time.GetElapsedTime(started) < whole, ct);

        var scanned = groups.Values.Sum(group => group.Seen);
        if (measured < size)
        {
            largest = await CollectionsAsync(session, largest, share => time.GetElapsedTime(started) < whole * (1 + (Beyond * share)), ct);
        }

        var factor = complete || scanned == 0 ? 1 : Math.Max(1, size / (double)scanned);
        return new KeyspaceSample(size, scanned, measured, complete, time.GetElapsedTime(started),
        [
            .. groups
                .Select(pair => new PrefixUse(
                    pair.Key,
                    (long)(pair.Value.Seen * factor),
                    (long)(pair.Value.Seen * factor * pair.Value.MeanBytes),
                    pair.Value.Measured))
                .OrderByDescending(prefix => prefix.Bytes)
                .ThenBy(prefix => prefix.Prefix, StringComparer.Ordinal),
        ])
        {
            Largest = largest is { } key ? Named(key.Key, key.Bytes) : null,
        };
    }

    /// <summary>
    /// One huge key among many small ones mostly is a list, a hash or a set, and those are few: SCAN by type finds them without
    /// measuring the others. Only the first of each are looked at, and each has its share of the time.
    /// </summary>
    private static async Task<(ReadOnlyMemory<byte> Key, long Bytes)?> CollectionsAsync(
        IRedisSession session, (ReadOnlyMemory<byte> Key, long Bytes)? sofar, Func<double, bool> timeLeft, CancellationToken ct)
    {
        var largest = sofar;
        try
        {
            foreach (var (place, type) in Collections.Index())
            {
                var found = new List<ReadOnlyMemory<byte>>();
                await foreach (var page in new KeyScan(TypeStep) { Type = type }.PagesAsync(session, ct))
                {
                    found.AddRange(page.Keys);
                    if (found.Count >= MeasureStep || !timeLeft((place + 1.0) / Collections.Length))
                    {
                        break;
                    }
                }

                var some = found.Take(MeasureStep).ToList();
                var replies = some.Count == 0 ? [] : await session.PipelineAsync(
                    [.. some.Select(key => RedisCommand.Of("MEMORY", "USAGE", key, "SAMPLES", 5))], ct);
                foreach (var (key, reply) in some.Zip(replies))
                {
                    largest = reply.AsLong() is { } bytes && (largest is null || bytes > largest.Value.Bytes) ? (key, bytes) : largest;
                }
            }
        }
        catch (RedisErrorException)
        {
            // Before Redis 6 SCAN knows no types.
        }

        return largest;
    }

    private static LargestKey Named(ReadOnlyMemory<byte> key, long bytes) => new LargestKey(ShownCommand.Key(Encoding.UTF8.GetString(key.Span)), bytes);

    private static async Task<bool> ScanAsync(IRedisSession session, Dictionary<string, Group> groups, Func<bool> timeLeft, CancellationToken ct)
    {
        await foreach (var page in new KeyScan(ScanStep).PagesAsync(session, ct))
        {
            foreach (var key in page.Keys)
            {
                var prefix = KeyPrefix.Of(key.Span);
                prefix = groups.Count < MaxPrefixes || groups.ContainsKey(prefix) ? prefix : Rest;
                (CollectionsMarshal.GetValueRefOrAddDefault(groups, prefix, out _) ??= new Group()).Add(key);
            }

            if (page.IsLast || !timeLeft())
            {
                return page.IsLast;
            }
        }

        return true;
    }

    private static async Task<(int Measured, (ReadOnlyMemory<byte> Key, long Bytes)? Largest)> MeasureAsync(
        IRedisSession session, IReadOnlyCollection<Group> groups, Func<bool> timeLeft, CancellationToken ct)
    {
        (ReadOnlyMemory<byte> Key, long Bytes)? largest = null;
        // Round by round through the prefixes, so that whenever time runs out each has had its share.
        var order = groups
            .SelectMany(group => group.Kept.Select((key, round) => (group, key, round)))
            .OrderBy(item => item.round)
            .Select(item => (item.group, item.key));
        var measured = 0;

        // One alone first: many refusals of ours at once would look like an application that is turned away.
        if (groups.SelectMany(group => group.Kept.Take(1)).Take(1).ToList() is [var any])
        {
            (await session.ExecuteAsync("MEMORY", ["USAGE", any, "SAMPLES", 5], ct)).OrThrow();
        }

        foreach (var chunk in order.Chunk(MeasureStep))
        {
            var replies = await session.PipelineAsync([.. chunk.Select(item => RedisCommand.Of("MEMORY", "USAGE", item.key, "SAMPLES", 5))], ct);
            foreach (var (item, reply) in chunk.Zip(replies))
            {
                // Nil: the key has gone since.
                if (reply.AsLong() is { } bytes)
                {
                    item.group.Measure(bytes);
                    measured++;
                    largest = largest is { } sofar && sofar.Bytes >= bytes ? sofar : (item.key, bytes);
                }
            }

            if (!timeLeft())
            {
                break;
            }
        }

        return (measured, largest);
    }

    private sealed class Group
    {
        private readonly List<ReadOnlyMemory<byte>> kept = [];
        private long bytes;

        public long Seen { get; private set; }

        public int Measured { get; private set; }

        public IReadOnlyList<ReadOnlyMemory<byte>> Kept => kept;

        public double MeanBytes => Measured == 0 ? 0 : bytes / (double)Measured;

        // Reservoir sampling: each key seen is kept with the same chance.
        public void Add(ReadOnlyMemory<byte> key)
        {
            Seen++;
            if (kept.Count < KeptPerPrefix)
            {
                kept.Add(key);
            }
            else if (Random.Shared.NextInt64(Seen) is var place && place < KeptPerPrefix)
            {
                kept[(int)place] = key;
            }
        }

        public void Measure(long size)
        {
            bytes += size;
            Measured++;
        }
    }
}
