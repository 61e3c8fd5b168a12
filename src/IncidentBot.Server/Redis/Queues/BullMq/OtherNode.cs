using IncidentBot.Actions;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Peers;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>Where in a cluster a queue is, as the node that was asked says: <c>MOVED 3999 10.0.0.2:6379</c>.</summary>
internal sealed record OtherNode(NodeAddress Address)
{
    /// <returns>Null for any other error.</returns>
    public static OtherNode? Of(RespError error) =>
        error.Message.Split(' ') is ["MOVED", _, var address] && NodeAddress.Parse(address) is { } node ? new OtherNode(node) : null;

    /// <summary>No outage: somebody else has to be asked.</summary>
    public ActionReport Report(string queue, ActionCall call, RedisTargets targets)
    {
        var known = targets.All.FirstOrDefault(target => target.ReachedAt == Address);
        return new ActionReport($"{queue} is on another node of the cluster: {Address}", Healthy: true)
        {
            FailureClass = FailureClass.ClusterRedirect.Text().Name,
            Steps = known is null ? [$"Name that node as a target of its own, as in Targets:{call.Target}-2:Url = redis://{Address}, and ask there."] : [],
            Next = known is null ? [] : [new Suggestion("Ask there", (call with { Target = known.Name }).ToString())],
        };
    }
}
