using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Peers;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.Actions.Cluster;

/// <summary>A test write whose key is in the slots of the node that is asked: any other would be answered with MOVED.</summary>
internal static class ClusterCanary
{
    public static async Task<RespError?> TryAsync(IRedisSession session, ClusterView view, CancellationToken ct) =>
        view.Myself is { Slots: { Count: > 0 } slots }
            ? await CanaryWrite.TryAsync(session, ct, key => ClusterSlot.Of(key) is var slot && slots.Any(range => range.Holds(slot)))
            : new RespError("CLUSTERDOWN the node has no slots");
}
