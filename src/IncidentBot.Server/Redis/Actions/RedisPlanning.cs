using IncidentBot.Actions;

namespace IncidentBot.Redis.Actions;

/// <summary>What all changes of a Redis share: the session to use, and what an unreachable or refusing server means in each step.</summary>
internal static class RedisPlanning
{
    public static async Task<PlanResult> PlanAsync(RedisTargets targets, ActionCall call, Func<RedisTarget, IRedisSession, Task<PlanResult>> plan, CancellationToken ct)
    {
        if (!targets.TryGet(call.Target, out var target, out var unknown))
        {
            return new PlanResult.Refused(unknown, "Name one of them after 'on'.");
        }

        try
        {
            return await plan(target, await target.HoldAsync(ct));
        }
        catch (RedisUnavailableException e)
        {
            return new PlanResult.Refused($"{target.Name} cannot be read: {e.Failure.Headline}.", e.Failure.Class.Text().NextStep);
        }
        catch (RedisErrorException e)
        {
            return new PlanResult.Refused(RedisTrouble.Refusal(target, e.Error), e.Class.Text().NextStep);
        }
    }

    public static async Task<ApplyResult> ApplyAsync(RedisTargets targets, ActionCall call, Func<IRedisSession, Task<ApplyResult>> apply, CancellationToken ct)
    {
        if (!targets.TryGet(call.Target, out var target, out var unknown))
        {
            return new ApplyResult.Failed(unknown);
        }

        try
        {
            var (session, own) = await OpenAsync(target, ct);
            try
            {
                return await apply(session);
            }
            finally
            {
                if (own)
                {
                    await session.DisposeAsync();
                }
            }
        }
        catch (RedisUnavailableException e)
        {
            return new ApplyResult.Failed($"The connection was lost: {e.Failure.Headline}. What was done until then stays done.");
        }
        catch (RedisErrorException e)
        {
            return new ApplyResult.Failed($"{target.Name} refused: {e.Error.Message}");
        }
    }

    public static async Task<VerifyResult> VerifyAsync(RedisTargets targets, ActionCall call, Func<IRedisSession, Task<VerifyResult>> verify, CancellationToken ct)
    {
        if (!targets.TryGet(call.Target, out var target, out var unknown))
        {
            return new VerifyResult(false, unknown);
        }

        try
        {
            return await verify(await target.HoldAsync(ct));
        }
        catch (RedisUnavailableException e)
        {
            return new VerifyResult(false, $"{target.Name} cannot be read: {e.Failure.Headline}");
        }
        catch (RedisErrorException e)
        {
            return new VerifyResult(false, RedisTrouble.Refusal(target, e.Error));
        }
    }

    /// <summary>Long work gets a connection of its own; where the server lets nobody else in, it uses the held one.</summary>
    private static async Task<(IRedisSession Session, bool Own)> OpenAsync(RedisTarget target, CancellationToken ct)
    {
        try
        {
            return (await target.OpenAsync(ct), true);
        }
        catch (RedisUnavailableException e) when (e.Failure.Class is FailureClass.MaxClients)
        {
            return (await target.HoldAsync(ct), false);
        }
    }
}
