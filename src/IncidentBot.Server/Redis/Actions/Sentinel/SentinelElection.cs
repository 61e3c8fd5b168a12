using IncidentBot.Redis.Peers;

namespace IncidentBot.Redis.Actions.Sentinel;

/// <summary>Who would win: https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/#replica-selection-and-priority.</summary>
internal static class SentinelElection
{
    public static IReadOnlyList<SentinelReplica> Candidates(SentinelView view) =>
        [.. view.Replicas.Where(replica => replica.MayWin)
            .OrderBy(replica => replica.Priority)
            .ThenByDescending(replica => replica.Offset)
            .ThenBy(replica => replica.RunId, StringComparer.Ordinal)];

    /// <returns>How many bytes of the master the replica has not confirmed; null where one of the two cannot be asked.</returns>
    public static long? Behind(SentinelPicture picture, NodeAddress replica) =>
        picture.Server(picture.Master)?.Role is { IsMaster: true } master && picture.Server(replica)?.Role is { } role
            ? Math.Max(0, master.Offset - role.Offset)
            : null;
}
