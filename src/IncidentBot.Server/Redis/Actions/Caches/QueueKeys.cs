using System.Text;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.Actions.Caches;

/// <summary>
/// Looks for the keys of job queues: BullMQ's by their prefix or their meta hash, and the well-known names of
/// the others in <see cref="QueueLibrary"/>.
/// </summary>
internal sealed class QueueKeys(TimeProvider time)
{
    private const int ScanStep = 1000;

    private static readonly (string Key, string Of)[] Known =
        [.. QueueLibrary.Known.Where(library => library.Marker is not null).Select(library => (library.Marker!, library.Name))];

    private static readonly (byte[] Prefix, string Of)[] Prefixes =
        [.. QueueLibrary.Known.Where(library => library.Prefix is not null).Select(library => (Encoding.UTF8.GetBytes(library.Prefix!), library.Name))];

    /// <exception cref="RedisErrorException">The server refuses SCAN, or a look at what may be a queue.</exception>
    public async Task<QueueSearch> FindAsync(IRedisSession session, TimeSpan budget, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        var there = await session.PipelineAsync([.. Known.Select(known => RedisCommand.Of("EXISTS", known.Key))], ct);
        foreach (var (known, reply) in Known.Zip(there))
        {
            // A user without rights on such a key is refused; the scan still sees its name.
            if (reply is RespValue.Integer { Value: > 0 })
            {
                return new QueueSearch($"{known.Of} ({known.Key})", Complete: true);
            }
        }

        await foreach (var page in new KeyScan(ScanStep).PagesAsync(session, ct))
        {
            foreach (var key in page.Keys)
            {
                if (await OwnerAsync(session, key, ct) is { } owner)
                {
                    return new QueueSearch(owner, Complete: true);
                }
            }

            if (page.IsLast || time.GetElapsedTime(started) >= budget)
            {
                return new QueueSearch(null, page.IsLast);
            }
        }

        return new QueueSearch(null, Complete: true);
    }

    private static async Task<string?> OwnerAsync(IRedisSession session, ReadOnlyMemory<byte> key, CancellationToken ct) =>
        ByName(key.Span) ?? (key.Span.EndsWith(":meta"u8) && await IsBullMqAsync(session, key, ct)
            ? $"BullMQ ({Encoding.UTF8.GetString(key.Span[..^":meta".Length])}:*)"
            : null);

    private static string? ByName(ReadOnlySpan<byte> key)
    {
        foreach (var (prefix, name) in Prefixes)
        {
            if (key.StartsWith(prefix))
            {
                return $"{name} ({(prefix[^1] == (byte)':' ? KeyPrefix.Of(key) : $"{Encoding.UTF8.GetString(prefix)}*")})";
            }
        }

        return null;
    }

    /// <summary>BullMQ's prefix can be configured; its meta hash says whose it is.</summary>
    private static async Task<bool> IsBullMqAsync(IRedisSession session, ReadOnlyMemory<byte> key, CancellationToken ct) =>
        await session.ExecuteAsync("HGET", [key, "version"], ct) switch
        {
            RespValue.Text version => version.Bytes.Span.StartsWith("bullmq"u8),

            // Unseen is not absent: who may not look must not conclude that there is no queue.
            { AsError: { } refused } when refused.Class.IsNoOutage() => throw new RedisErrorException(refused),
            _ => false,
        };
}

/// <param name="Found">Whose keys were found; null when none were.</param>
/// <param name="Complete">False when the time ran out before every key was seen.</param>
internal sealed record QueueSearch(string? Found, bool Complete);
