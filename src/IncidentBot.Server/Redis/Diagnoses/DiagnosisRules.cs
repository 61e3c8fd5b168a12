using IncidentBot.Redis.Info;

namespace IncidentBot.Redis.Diagnoses;

/// <summary>
/// From what was read to the class. The words of a failed probe come first; what PING does not show (OOM, READONLY, NOREPLICAS,
/// CLUSTERDOWN) is then read from INFO.
/// </summary>
internal static class DiagnosisRules
{
    public static FailureClass? Class(DiagnosisReads reads)
    {
        var probed = reads.Probe.Failure?.Class;
        if (probed is FailureClass.Closed or FailureClass.TlsFailed && reads.Info is { } full && AtMaxClients(full))
        {
            // On a TLS port Redis hangs up before the handshake, so it cannot say why.
            return FailureClass.MaxClients;
        }

        if (probed is { } failed && !failed.IsNoOutage() && !(reads.HungAtFirst && reads.Info is not null))
        {
            return probed;
        }

        return (reads.Info is { } info ? FromInfo(info, reads) : null)
            ?? (reads.HungAtFirst ? FailureClass.Slow : probed)
            ?? (reads.LacksPermission ? FailureClass.NoPermission : null);
    }

    public static bool NearMaxClients(RedisInfo info) => info.Clients is { Connected: { } connected, MaxClients: { } max } && connected >= 0.9 * max;

    private static FailureClass? FromInfo(RedisInfo info, DiagnosisReads reads) =>
        info.IsSentinel ? FailureClass.Sentinel
        : info.Persistence.Loading == true ? FailureClass.Loading
        : OutOfMemory(info) ? FailureClass.OutOfMemory
        : info.Replication.IsReplica && !IsMeantAsReplica(info, reads.IsStandby, reads.IsExpectedAsMaster) ? FailureClass.ReadOnly
        : info.Persistence.AppendFailed ? FailureClass.Misconf
        : info.Replication.GoodReplicas is { } good && good < (reads.ReplicasNeeded ?? 1) ? FailureClass.NoReplicas
        : reads.ClusterState == "fail" ? FailureClass.ClusterDown
        : null;

    /// <summary>
    /// A replica that is meant to be one is well. One that was a master, or that refuses the writes of others, is what a failover
    /// left behind where applications still look for the master.
    /// </summary>
    public static bool IsMeantAsReplica(RedisInfo info, bool isStandby, bool isExpectedAsMaster) => isStandby
        || (info.Replication is { MasterLinkUp: true }
            && !isExpectedAsMaster
            && info.Errors.GetValueOrDefault("READONLY") == 0
            && string.IsNullOrEmpty(info.Replication.FormerHistoryId?.Trim('0')));

    // While writers retry, use swings around the limit: refusals on record count from 99 % on. A volatile-* policy with nothing
    // that may expire evicts nothing either.
    public static bool OutOfMemory(RedisInfo info)
    {
        var memory = info.Memory;
        var stuck = memory.EvictsNothing
            || (memory.Policy!.StartsWith("volatile-", StringComparison.Ordinal) && info.Keyspace.Sum(database => database.Expires) == 0);
        return stuck && (memory.Fill >= 1 || (memory.Fill >= 0.99 && info.Errors.GetValueOrDefault("OOM") > 0));
    }

    public static bool AtMaxClients(RedisInfo info) => info.Clients is { Connected: { } connected, MaxClients: { } max } && connected >= max;
}
