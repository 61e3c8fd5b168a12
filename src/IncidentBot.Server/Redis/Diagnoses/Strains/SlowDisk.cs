using IncidentBot.Actions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Diagnoses.Strains;

/// <summary>The append-only file waits for the disk; after two seconds Redis makes its writers wait too and counts that.</summary>
internal static class SlowDisk
{
    public static Strain? Of(DiagnosisReads reads)
    {
        var (info, later) = (reads.Info!, reads.Later);
        var delayed = info.Number("aof_delayed_fsync") ?? 0;
        var grown = (later?.Number("aof_delayed_fsync") ?? delayed) - delayed;
        var waits = info.Number("aof_pending_bio_fsync") > 0 && later?.Number("aof_pending_bio_fsync") > 0;
        return grown == 0 && !(waits && delayed > 0) ? null : new Strain(
            FailureClass.SlowDisk,
            $"waits for its disk: {Figures.Count(delayed + grown)} times writes had to wait for the append-only file"
                + $"{(info.Number("aof_buffer_length") is { } bytes and > 0 ? $", {Figures.Bytes(bytes)} are not in it yet" : "")}")
        {
            NextSteps = ["See what else writes to that disk (iostat on its host), a rewrite of the append-only file first"],
            Commands = [new Suggestion("Persistence", $"/redis persistence on {reads.Target}")],
        };
    }
}
