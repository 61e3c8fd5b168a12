using IncidentBot.Actions;

namespace IncidentBot.Redis.Actions;

/// <summary>A read of one Redis. Trouble of the target is its report: named by class, with cause and next step, never thrown.</summary>
internal abstract class RedisRead(RedisTargets targets) : IObserveAction
{
    public abstract ActionDefinition Definition { get; }

    public async Task<ActionReport> ReadAsync(ActionCall call, CancellationToken ct)
    {
        if (!targets.TryGet(call.Target, out var target, out var unknown))
        {
            return new ActionReport(unknown, Healthy: false);
        }

        try
        {
            return await ReadAsync(target, call, ct);
        }
        catch (RedisUnavailableException e)
        {
            return RedisTrouble.Report(target, e.Failure);
        }
        catch (RedisErrorException e)
        {
            return RedisTrouble.Report(target, e.Error);
        }
    }

    /// <exception cref="RedisUnavailableException">Becomes the report.</exception>
    /// <exception cref="RedisErrorException">Becomes the report.</exception>
    protected abstract Task<ActionReport> ReadAsync(RedisTarget target, ActionCall call, CancellationToken ct);
}
