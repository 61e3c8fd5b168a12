using IncidentBot.Redis.Info;
using IncidentBot.Words;

namespace IncidentBot.Redis.Diagnoses;

/// <summary>What makes room where memory is used up, or nearly: the advice is the same before writes are refused and after.</summary>
internal static class MemoryRoom
{
    /// <summary>What is worth clearing holds this much.</summary>
    private const double Worth = 0.1;

    /// <summary>What to do first, and what not to do last.</summary>
    public static IEnumerable<string> Steps(DiagnosisReads reads)
    {
        foreach (var step in MemoryHolder.Of(reads) is { NextSteps: { Count: > 0 } known } ? known : Clearable(reads))
        {
            yield return step;
        }

        // Half as much again as is in use, if that leaves the host half of its memory: a fork for a snapshot may need it.
        if (reads.Info?.Memory is { Max: { } max, Used: { } used, TotalSystem: { } system } && Math.Max(max, used) * 3 < system)
        {
            yield return $"Its owner can raise maxmemory, to {Figures.Bytes(Math.Max(max, used) * 3 / 2)} for example: "
                + $"the host has {Figures.Bytes(system)}";
        }

        yield return "Do not turn eviction on: it destroys queues";
    }

    private static IEnumerable<string> Clearable(DiagnosisReads reads) => reads.Keys is not { } keys ? []
        : keys.Prefixes.Where(prefix => prefix.Bytes >= (reads.Info?.Memory.Used ?? keys.Bytes) * Worth).Take(3).Select(prefix =>
            prefix.IsQueue ? $"Clean finished jobs of {prefix.Prefix}: never clear a queue's keys"
            : prefix.Prefix == KeyPrefix.None ? "Look at the keys without a colon: they have no common owner"
            : $"If {prefix.Prefix} is a cache, clearing it frees about {Figures.Bytes(prefix.Bytes)}");
}
