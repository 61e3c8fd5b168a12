using IncidentBot.Storage;
using IncidentBot.Targets;

namespace IncidentBot.Watching;

/// <summary>Which targets nobody has looked at for too long. One whose watch is silent looks as well as one that is well.</summary>
public sealed class WatchSilence(Watcher watcher, IWatchStore store, TimeProvider time)
{
    /// <summary>What was silent before this process began is looked at by it first.</summary>
    private readonly DateTimeOffset began = time.GetUtcNow();

    /// <summary>With when each was looked at last; null where that never was.</summary>
    public async Task<IReadOnlyList<(TargetRef Target, DateTimeOffset? Last)>> FindAsync(CancellationToken ct)
    {
        var silent = new List<(TargetRef, DateTimeOffset?)>();
        foreach (var target in watcher.Targets)
        {
            var last = (await store.NewestAsync(target, ct))?.At;
            if (IsSilent(last))
            {
                silent.Add((target, last));
            }
        }

        return silent;
    }

    public bool IsSilent(DateTimeOffset? last) => time.GetUtcNow() - (last > began ? last.Value : began) > watcher.Policy.SilentAfter;
}
