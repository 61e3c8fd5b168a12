using IncidentBot.Actions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Diagnoses.Strains;

/// <summary>A full cache throws old keys away, which is what it is for. Where a queue lives beside it, its jobs are among them.</summary>
internal static class EvictedQueues
{
    private const double AtTheLimit = 0.95;

    public static Strain? Of(DiagnosisReads reads)
    {
        var info = reads.Info!;
        var evicted = info.Stats.EvictedKeys ?? 0;
        var queue = reads.Keys?.Prefixes.FirstOrDefault(prefix => prefix.IsQueue);
        if (info.Memory.EvictsNothing || evicted == 0 || queue is null)
        {
            return null;
        }

        var now = (reads.Later?.Stats.EvictedKeys ?? evicted) - evicted;
        return now == 0 && info.Memory.Fill is null or < AtTheLimit ? null : new Strain(
            FailureClass.Evicting,
            $"throws keys away, and {queue.Prefix} is a queue among them: {Figures.Count(evicted)} evicted since its start"
                + $"{(now > 0 ? ", more of them now" : "")}, {info.Memory.Policy}, memory at {Figures.Percent(info.Memory.Fill ?? 1)}")
        {
            NextSteps =
            [
                "Make room first, then forbid eviction: with the memory full, noeviction refuses writes at once",
                "Jobs that are gone are not in any list: compare what the queue holds with what was sent to it",
            ],
            Commands =
            [
                new Suggestion("Memory", $"/redis memory on {reads.Target}"),
                new Suggestion("Plan noeviction", $"/redis set-policy noeviction on {reads.Target}"),
            ],
        };
    }
}
