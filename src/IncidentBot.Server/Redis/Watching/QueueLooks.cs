using System.Collections.Concurrent;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Queues.BullMq;
using IncidentBot.Redis.Queues.Rq;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Watching;

/// <summary>The queues of BullMQ and RQ. Which there are is looked for now and then; how they stand, each time.</summary>
internal sealed class QueueLooks(QueueNames names, QueueOptions options, TimeProvider time)
{
    public const int MostQueues = 50;

    private static readonly TimeSpan NamesLast = TimeSpan.FromMinutes(10);

    /// <summary>A delayed job that is due is taken within moments, and not at once.</summary>
    private static readonly TimeSpan UsuallyLate = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, (DateTimeOffset At, IReadOnlyList<string> Names, bool Complete)> known = new();

    /// <returns>Whether all of them were seen.</returns>
    public async Task<bool> ReadAsync(RedisTarget target, IRedisSession session, RedisInfo info, Looked looked, CancellationToken ct)
    {
        var (all, complete) = await NamesAsync(target, session, info, ct);
        var jobs = 0;
        if (all.Count > 0)
        {
            var server = await QueueServer.ReadAsync(session, ct);
            if (server.Refusal is { } refusal)
            {
                looked.Miss($"Workers unknown: {refusal}");
            }

            var prefix = options.PrefixOf(target.Name);
            var states = all.Take(MostQueues).Select(name => QueueReader.ReadAsync(session, new QueueKeys(prefix, name), server, ct));
            foreach (var state in await Task.WhenAll(states))
            {
                if (state is not null)
                {
                    jobs++;
                    Set(state, looked);
                }
            }
        }

        var ofRq = await RqQueueNames.ReadAsync(session, ct);
        if (ofRq.All.Count > 0)
        {
            var looks = await RqLooks.ReadAsync(session, target.Name, [.. ofRq.All.Take(MostQueues)], ct);
            foreach (var look in looks.Queues)
            {
                Set(look, looked);
            }
        }

        looked.Set(
            RedisMeasures.EvictedUnderQueues,
            jobs + ofRq.All.Count == 0 || info.Memory.EvictsNothing ? 0 : looked.Values.TryGetValue(RedisMeasures.Evicted, out var evicted) ? evicted : null);
        return complete && all.Count <= MostQueues && ofRq.All.Count <= MostQueues;
    }

    /// <summary>What it takes to look through all keys is spent seldom, and not at all where nothing can be a queue.</summary>
    private async Task<(IReadOnlyList<string> Names, bool Complete)> NamesAsync(RedisTarget target, IRedisSession session, RedisInfo info, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (known.TryGetValue(target.Name, out var last) && now - last.At < NamesLast)
        {
            return (last.Names, last.Complete);
        }

        if (HoldsNoQueue(info))
        {
            return ([], true);
        }

        var found = await names.FindAsync(session, options.PrefixOf(target.Name), QueueNames.Watched, ct);
        known[target.Name] = (now, found.Names, found.Complete);
        return found;
    }

    /// <summary>
    /// Redis 8 counts its keys by type and size (https://redis.io/docs/latest/commands/info/, "keysizes"): without hashes, lists, sets and sorted sets
    /// there is no queue, and no need to look through the keys.
    /// </summary>
    internal static bool HoldsNoQueue(RedisInfo info) => info.ReportsKeys && info.Keyspace.Count == 0
        || (info.Section("Keysizes") is { Count: > 0 } sizes && !sizes.Keys.Any(key => key.Contains("_items", StringComparison.Ordinal)));

    private static void Set(QueueState state, Looked looked)
    {
        var queue = state.Keys.Queue;
        looked.Set(RedisMeasures.QueueWaiting, queue, state.Runnable);
        looked.Set(RedisMeasures.QueueWaitingAge, queue, state.Runnable == 0 ? 0 : state.HeadAge?.TotalSeconds);
        looked.Set(RedisMeasures.QueueOverdue, queue, state.OldestOverdue > UsuallyLate ? state.Overdue : 0);
        looked.Set(RedisMeasures.QueueStalled, queue, state.WithoutLock.Count);
        looked.Set(RedisMeasures.QueueWorkers, queue, state.Workers is null ? null : Math.Max(state.Workers.Value, state.Held));
        looked.Set(RedisMeasures.QueueUnattended, queue, state.Workers is null ? null : state.NoWorkers && !state.Paused ? state.Runnable : 0);
        looked.Set(RedisMeasures.QueueFailing, queue, looked.PerMinute($"failed:{queue}", state.Failed));
    }

    private static void Set(StatusFindings look, Looked looked)
    {
        var queue = look.Queue.Name;
        looked.Set(RedisMeasures.QueueWaiting, queue, look.Queue.Queued);
        looked.Set(RedisMeasures.QueueWaitingAge, queue, look.Queue.Queued == 0 ? 0 : (look.Now - look.HeadEnqueuedAt)?.TotalSeconds);
        looked.Set(RedisMeasures.QueueOverdue, queue, look.Queue.Overdue);
        looked.Set(RedisMeasures.QueueStalled, queue, look.Abandoned.Count);
        looked.Set(RedisMeasures.QueueWorkers, queue, look.Workers.Count);
        looked.Set(RedisMeasures.QueueUnattended, queue, look.Workers.Count == 0 && !look.Suspension.Suspended ? look.Queue.Queued : 0);
        looked.Set(RedisMeasures.QueueFailing, queue, looked.PerMinute($"failed:{queue}", look.Queue.Failed));
    }
}
