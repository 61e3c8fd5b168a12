using IncidentBot.Actions;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>One queue: whether it moves, and if not, what holds it.</summary>
internal sealed class StatusAction(RedisTargets targets) : RqRead(targets)
{
    public override ActionDefinition Definition { get; } = new(new ActionId("rq.status"), Risk.Observe, "Says whether an RQ queue moves and what holds it up")
    {
        Parameters = [new Parameter("queue", "the queue, as /rq list shows it", "default") { Required = true }],
    };

    protected override async Task<ActionReport> ReadAsync(RedisTarget target, IRedisSession session, string queue, ActionCall call, CancellationToken ct) =>
        (await RqLooks.ReadAsync(session, target.Name, [queue], ct)).Queues[0].Report();
}
