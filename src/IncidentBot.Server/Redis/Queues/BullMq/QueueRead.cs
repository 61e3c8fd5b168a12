using IncidentBot.Actions;
using IncidentBot.Redis.Actions;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>A read of one queue. A name that no queue has is an answer of its own, never zero jobs.</summary>
internal abstract class QueueRead(RedisTargets targets, QueueNames names, QueueOptions options) : RedisRead(targets)
{
    protected sealed override async Task<ActionReport> ReadAsync(RedisTarget target, ActionCall call, CancellationToken ct)
    {
        var session = await target.HoldAsync(ct);
        var keys = new QueueKeys(options.PrefixOf(target.Name), call["queue"]);
        try
        {
            return await ReadAsync(target, session, keys, call, ct);
        }
        catch (RedisErrorException e) when (OtherNode.Of(e.Error) is { } other)
        {
            return other.Report(keys.Queue, call, Targets);
        }
    }

    private async Task<ActionReport> ReadAsync(RedisTarget target, IRedisSession session, QueueKeys keys, ActionCall call, CancellationToken ct) =>
        await QueueReader.ReadAsync(session, keys, ct) is { } state
            ? await ReadAsync(session, state, call, ct)
            : new ActionReport($"{target.Name} has no queue '{keys.Queue}'", Healthy: false)
            {
                Evidence = [await names.HintAsync(session, keys.Prefix, keys.Queue, ct)],
                Next = [new Suggestion("List the queues", $"/queue list on {target.Name}")],
            };

    protected abstract Task<ActionReport> ReadAsync(IRedisSession session, QueueState state, ActionCall call, CancellationToken ct);
}
