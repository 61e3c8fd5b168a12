using System.Text;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.Actions.Memory;

/// <summary>
/// The largest keys by bytes. One step is one round trip: MEMORY USAGE of a page's keys together with the SCAN for the next page.
/// Redis serves others in between, so a page is what it weighs in a fraction of a round trip: beside the way there and back nobody
/// notices it, and over a longer way the pages may be larger. TYPE and TTL are asked of the winners only.
/// </summary>
internal sealed class BigKeys(TimeProvider time)
{
    private const int SmallestPage = 20;
    private const int LargestPage = 120;

    /// <summary>Several times what weighing a key takes Redis.</summary>
    private const int MicrosecondsForAKey = 8;
    private const int Pings = 10;

    /// <summary>Elements of a collection that are weighed; 0 would be all of them, however long that takes.</summary>
    private const int Samples = 5;

    /// <exception cref="RedisErrorException">The server refuses DBSIZE, SCAN or MEMORY USAGE.</exception>
    public async Task<BigKeysFound> FindAsync(IRedisSession session, int count, TimeSpan budget, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        var size = (await session.ExecuteAsync("DBSIZE", [], ct)).AsLong() ?? 0;
        var largest = new Largest(count);
        var step = Math.Clamp((int)((await RoundTripAsync(session, ct)).TotalMicroseconds / MicrosecondsForAKey), SmallestPage, LargestPage);
        var scan = new KeyScan(step);
        var page = ScanPage.Of(await session.ExecuteAsync(scan.From(0), ct));
        long seen = 0;
        while (true)
        {
            var commands = new List<RedisCommand>(page.Keys.Count + 1);
            commands.AddRange(page.Keys.Select(key => RedisCommand.Of("MEMORY", "USAGE", key, "SAMPLES", Samples)));
            if (!page.IsLast)
            {
                commands.Add(scan.From(page.Next));
            }

            var replies = commands.Count > 0 ? await session.PipelineAsync(commands, ct) : [];
            seen += page.Keys.Count;
            foreach (var (key, reply) in page.Keys.Zip(replies))
            {
                // Nil: the key has gone since.
                if (reply.AsLong() is { } bytes)
                {
                    largest.Offer(key, bytes);
                }
            }

            if (page.IsLast || time.GetElapsedTime(started) >= budget)
            {
                return new BigKeysFound(await DescribeAsync(session, largest.Sorted, ct), seen, size, page.IsLast, time.GetElapsedTime(started));
            }

            page = ScanPage.Of(replies[^1]);
        }
    }

    /// <summary>The shortest of some: the others waited for somebody.</summary>
    private async Task<TimeSpan> RoundTripAsync(IRedisSession session, CancellationToken ct)
    {
        var shortest = TimeSpan.MaxValue;
        for (var i = 0; i < Pings; i++)
        {
            var sent = time.GetTimestamp();
            await session.ExecuteAsync("PING", [], ct);
            var taken = time.GetElapsedTime(sent);
            shortest = taken < shortest ? taken : shortest;
        }

        return shortest;
    }

    private static async Task<IReadOnlyList<BigKey>> DescribeAsync(
        IRedisSession session,
        IReadOnlyList<(ReadOnlyMemory<byte> Key, long Bytes)> largest,
        CancellationToken ct)
    {
        if (largest.Count == 0)
        {
            return [];
        }

        var replies = await session.PipelineAsync(
            [.. largest.SelectMany(item => new[] { RedisCommand.Of("TYPE", item.Key), RedisCommand.Of("TTL", item.Key) })],
            ct);
        return [.. largest.Select((item, i) => new BigKey(
            Encoding.UTF8.GetString(item.Key.Span),
            item.Bytes,
            replies[2 * i].AsError is null ? replies[2 * i].AsString() ?? "?" : "?",
            replies[(2 * i) + 1] is RespValue.Integer seconds ? Times.Seconds(seconds.Value) : null,
            (replies[2 * i].AsError ?? replies[(2 * i) + 1].AsError)?.Message))];
    }

    private sealed class Largest(int count)
    {
        private readonly PriorityQueue<ReadOnlyMemory<byte>, long> kept = new();

        public IReadOnlyList<(ReadOnlyMemory<byte> Key, long Bytes)> Sorted => [.. kept.UnorderedItems.OrderByDescending(item => item.Priority)];

        public void Offer(ReadOnlyMemory<byte> key, long bytes)
        {
            if (kept.Count == count && kept.TryPeek(out _, out var least) && bytes <= least)
            {
                return;
            }

            // SCAN may return a key twice.
            if (kept.UnorderedItems.Any(item => item.Element.Span.SequenceEqual(key.Span)))
            {
                return;
            }

            kept.Enqueue(key, bytes);
            if (kept.Count > count)
            {
                kept.Dequeue();
            }
        }
    }
}

/// <param name="ExpiresIn">Null where it stays for good, and where TTL was refused.</param>
/// <param name="Refusal">Of TYPE or TTL, in the words of the server.</param>
internal sealed record BigKey(string Name, long Bytes, string Type, TimeSpan? ExpiresIn, string? Refusal);

/// <param name="Complete">False when the time ran out before every key was seen.</param>
internal sealed record BigKeysFound(IReadOnlyList<BigKey> Keys, long Seen, long DatabaseSize, bool Complete, TimeSpan Elapsed);
