using IncidentBot.Actions;

namespace IncidentBot.Redis.Diagnoses.Strains;

/// <summary>A snapshot that failed where writes go on all the same (stop-writes-on-bgsave-error no).</summary>
internal static class FailedSnapshot
{
    public static Strain? Of(DiagnosisReads reads) => !reads.Info!.Persistence.SnapshotFailed ? null : new Strain(
        FailureClass.SnapshotFailed,
        "accepts writes, but its last snapshot to disk failed: they would be lost with the process")
    {
        NextSteps = [FailureClass.Misconf.Text().NextStep],
        Commands = [new Suggestion("Persistence", $"/redis persistence on {reads.Target}")],
    };
}
