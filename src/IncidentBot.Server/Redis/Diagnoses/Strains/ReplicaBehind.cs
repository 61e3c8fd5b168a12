using IncidentBot.Actions;
using IncidentBot.Redis.Info;
using IncidentBot.Words;

namespace IncidentBot.Redis.Diagnoses.Strains;

/// <summary>A replica that lags, or copies everything anew: a failover now would lose what it has not got.</summary>
internal static class ReplicaBehind
{
    /// <summary>Less is under way at any time, because replicas say once a second how far they are.</summary>
    private const long Usual = 4L << 20;
    private static readonly TimeSpan UsualDelay = TimeSpan.FromSeconds(3);
    private const long SilentSeconds = 5;

    public static Strain? Of(DiagnosisReads reads)
    {
        var before = reads.Info!.Replication;
        var now = reads.Later?.Replication ?? before;
        var written = reads.Between > TimeSpan.Zero ? ((now.MasterOffset ?? 0) - (before.MasterOffset ?? 0)) / reads.Between.TotalSeconds : 0;
        var allowed = Math.Max(Usual, written * UsualDelay.TotalSeconds);
        var late = now.Replicas.FirstOrDefault(replica => replica.State is not ("online" or null))
            ?? now.Replicas.Where(replica => replica.LagSeconds > SilentSeconds || Behind(now, replica) > allowed).MaxBy(replica => Behind(now, replica));
        return late is null ? null : new Strain(FailureClass.ReplicaBehind, Sentence(reads.Info, now, late))
        {
            NextSteps =
            [
                "Check the network to it and its host's disk and CPU; do not fail over to it now",
                .. Behind(now, late) > now.BacklogSize
                    ? [$"It is further behind than the backlog holds ({Figures.Bytes(now.BacklogSize ?? 0)}): cut off, it copies everything anew"]
                    : Array.Empty<string>(),
            ],
            Commands = [new Suggestion("Replication", $"/redis replication on {reads.Target}")],
        };
    }

    private static string Sentence(RedisInfo info, ReplicationFacts master, ReplicaFacts replica)
    {
        var where = $"its replica {replica.Host}:{replica.Port}";
        return replica.State is not ("online" or null)
            ? $"is well, but {where} copies everything anew ({replica.State}), "
                + $"{Figures.Count(info.Number("sync_full") ?? 1)} full copies since the start"
            : $"is well, but {where} is {Figures.Bytes(Behind(master, replica))} behind"
                + $"{(replica.LagSeconds > 1 ? $" and was last heard of {replica.LagSeconds} s ago" : "")}";
    }

    private static long Behind(ReplicationFacts master, ReplicaFacts replica) => Math.Max(0, (master.MasterOffset ?? 0) - (replica.Offset ?? 0));
}
