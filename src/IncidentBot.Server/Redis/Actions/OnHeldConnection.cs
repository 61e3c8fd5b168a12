using IncidentBot.Actions;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Actions;

/// <summary>For short changes: the held connection needs no place among the clients, and is there while new ones are refused.</summary>
internal static class OnHeldConnection
{
    public static async Task<ApplyResult> ApplyAsync(
        RedisTargets targets,
        ActionCall call,
        Func<RedisTarget, IRedisSession, Task<ApplyResult>> apply,
        CancellationToken ct)
    {
        if (!targets.TryGet(call.Target, out var target, out var unknown))
        {
            return new ApplyResult.Failed(unknown);
        }

        try
        {
            return await apply(target, await target.HoldAsync(ct));
        }
        catch (RedisUnavailableException e)
        {
            return new ApplyResult.Failed($"The connection was lost: {e.Failure.Headline}. The last command may have been carried out.");
        }
        catch (RedisErrorException e)
        {
            return new ApplyResult.Failed(RedisTrouble.Refusal(target, e.Error));
        }
    }

    /// <summary>As <see cref="RedisPlanning.VerifyAsync"/>, where the check also needs a new connection.</summary>
    public static Task<VerifyResult> VerifyAsync(
        RedisTargets targets,
        ActionCall call,
        Func<RedisTarget, IRedisSession, Task<VerifyResult>> verify,
        CancellationToken ct) =>
        RedisPlanning.VerifyAsync(targets, call, session => targets.TryGet(call.Target, out var target, out var unknown)
            ? verify(target, session)
            : Task.FromResult(new VerifyResult(false, unknown)), ct);
}
