using IncidentBot.Actions;
using IncidentBot.Redis.Actions;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>A read of one queue; a queue that is not there is answered with those that are.</summary>
internal abstract class RqRead(RedisTargets targets) : RedisRead(targets)
{
    protected sealed override async Task<ActionReport> ReadAsync(RedisTarget target, ActionCall call, CancellationToken ct)
    {
        var session = await target.HoldAsync(ct);
        var names = await RqQueueNames.ReadAsync(session, ct);
        var queue = call["queue"];
        return await names.HasAsync(session, queue, ct)
            ? await ReadAsync(target, session, queue, call, ct)
            : new ActionReport($"RQ has no queue '{queue}' on {target.Name}.", Healthy: false)
            {
                Evidence = [names.Hint(queue)],
                Next = [new Suggestion("List the queues", $"/rq list on {target.Name}")],
            };
    }

    protected abstract Task<ActionReport> ReadAsync(RedisTarget target, IRedisSession session, string queue, ActionCall call, CancellationToken ct);
}
