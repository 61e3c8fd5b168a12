using IncidentBot.Actions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Diagnoses.Strains;

/// <summary>Memory close to the limit, where nothing is thrown away at it: writes will be refused.</summary>
internal static class NearlyFull
{
    public const double Share = 0.85;

    public static Strain? Of(DiagnosisReads reads)
    {
        var memory = reads.Info!.Memory;
        return memory is not { EvictsNothing: true, Fill: >= Share and var fill } ? null : new Strain(
            FailureClass.NearlyFull,
            $"answers, but memory is nearly exhausted ({Figures.Percent(fill)}): {DiagnosisWords.Memory(memory)}{MemoryHolder.WordsOf(reads)}")
        {
            NextSteps = [.. MemoryHolder.Of(reads)?.NextSteps ?? [], "Do not turn eviction on: it destroys queues"],
            Commands = [.. MemoryHolder.Of(reads)?.Commands ?? [], new Suggestion("Memory", $"/redis memory on {reads.Target}")],
        };
    }
}
