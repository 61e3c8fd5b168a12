using System.Collections.Concurrent;
using IncidentBot.Redis.Info;

namespace IncidentBot.Redis.Actions.Standby;

/// <summary>How far each master of a pair had come when it was last read: what a dead one can no longer be asked.</summary>
internal sealed class SeenOffsets(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, SeenOffset> seen = new(StringComparer.OrdinalIgnoreCase);

    public void Note(string target, ReplicationFacts facts)
    {
        if (facts is { Role: "master", HistoryId: { } history, MasterOffset: { } offset })
        {
            seen[target] = new SeenOffset(history, offset, time.GetUtcNow());
        }
    }

    public SeenOffset? Of(string target) => seen.GetValueOrDefault(target);
}

internal sealed record SeenOffset(string HistoryId, long Offset, DateTimeOffset At);
