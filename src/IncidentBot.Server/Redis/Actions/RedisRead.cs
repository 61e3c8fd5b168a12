using IncidentBot.Actions;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Actions;

/// <summary>A read of one Redis. Trouble of the target is its report: named by class, with cause and next step, never thrown.</summary>
internal abstract class RedisRead(RedisTargets targets) : IObserveAction
{
    public abstract ActionDefinition Definition { get; }

    protected RedisTargets Targets => targets;

    public async Task<ActionReport> ReadAsync(ActionCall call, CancellationToken ct)
    {
        if (!targets.TryGet(call.Target, out var target, out var unknown))
        {
            return new ActionReport(unknown, Healthy: false);
        }

        return await ReadOrTroubleAsync(target, call, ct);
    }

    /// <exception cref="RedisUnavailableException">Becomes the report.</exception>
    /// <exception cref="RedisErrorException">Becomes the report.</exception>
    /// <exception cref="InvalidDataException">Becomes the report.</exception>
    protected abstract Task<ActionReport> ReadAsync(RedisTarget target, ActionCall call, CancellationToken ct);

    /// <summary>
    /// A part that can be missing: where we lack the permission, or the server the command, or it answers it in a way of its own, the rest is
    /// still worth reading.
    /// </summary>
    /// <exception cref="RedisUnavailableException">No reply.</exception>
    /// <exception cref="RedisErrorException">Any other refusal.</exception>
    protected static async Task<(T? Value, string? Refusal)> TryAsync<T>(
        RedisTarget target,
        string what,
        Func<IRedisSession, Task<T>> read,
        CancellationToken ct)
        where T : class
    {
        try
        {
            return (await target.UseAsync(read, ct), null);
        }
        catch (RedisErrorException e) when (e.Class.IsNoOutage())
        {
            return (null, $"{what} is refused: {e.Error.Message}");
        }
        catch (InvalidDataException e)
        {
            return (null, $"{what} is not readable: {e.Message}");
        }
    }

    private async Task<ActionReport> ReadOrTroubleAsync(RedisTarget target, ActionCall call, CancellationToken ct, bool isAgain = false)
    {
        try
        {
            return await ReadAsync(target, call, ct);
        }
        catch (RedisUnavailableException e) when (e.IsRemembered && !isAgain)
        {
            // What people are told is looked at now: the server may be back since a moment ago.
            await target.RefusalAgesAsync(ct);
        }
        catch (RedisUnavailableException e)
        {
            return RedisTrouble.Report(target, e.Failure);
        }
        catch (RedisErrorException e)
        {
            return RedisTrouble.Report(target, e.Error);
        }
        catch (InvalidDataException e)
        {
            return RedisTrouble.Report(target, e);
        }

        return await ReadOrTroubleAsync(target, call, ct, isAgain: true);
    }
}
