using System.Globalization;
using IncidentBot.Actions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Diagnoses.Strains;

/// <summary>
/// https://redis.io/docs/latest/operate/oss_and_stack/management/optimization/memory-optimization/: memory that was given back lies in
/// pages that hold something else still, so the host does not get it.
/// </summary>
internal static class Fragmentation
{
    /// <summary>A small server takes more than it uses for its code alone.</summary>
    private const long Worth = 20L << 20;

    public static Strain? Of(DiagnosisReads reads)
    {
        var info = reads.Info!;
        var ofAllocator = info.Fraction("allocator_frag_ratio") >= 1.4 && info.Number("allocator_frag_bytes") >= Worth;
        var ofAll = info.Memory.FragmentationRatio >= 2 && info.Number("mem_fragmentation_bytes") >= 2 * Worth;
        return !ofAllocator && !ofAll ? null : new Strain(
            FailureClass.Fragmented,
            $"serves, but holds {Figures.Bytes(info.Memory.ResidentSet ?? 0)} of its host's memory for {Figures.Bytes(info.Memory.Used ?? 0)} of use: "
                + string.Create(CultureInfo.InvariantCulture, $"fragmentation {info.Memory.FragmentationRatio:0.0}"))
        {
            NextSteps = ["CONFIG SET activedefrag yes lets it tidy up beside its work; MEMORY PURGE gives back what is free already"],
            Commands = [new Suggestion("Memory", $"/redis memory on {reads.Target}")],
        };
    }
}
