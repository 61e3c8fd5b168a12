using IncidentBot.Redis.Info;
using IncidentBot.Words;

namespace IncidentBot.Redis.Diagnoses.Strains;

/// <summary>Memory close to the limit, where nothing is thrown away at it: writes will be refused.</summary>
internal static class NearlyFull
{
    public static Strain? Of(DiagnosisReads reads)
    {
        var (memory, holder) = (reads.Info!.Memory, MemoryHolder.Of(reads));
        return memory is not { EvictsNothing: true, Fill: >= MemoryFacts.NearlyFull and var fill } ? null : new Strain(
            FailureClass.NearlyFull,
            $"answers, but memory is nearly exhausted ({Figures.Percent(fill)}): {DiagnosisWords.Memory(memory)}{MemoryHolder.Said(holder)}")
        {
            NextSteps = [.. MemoryRoom.Steps(reads)],
        };
    }
}
