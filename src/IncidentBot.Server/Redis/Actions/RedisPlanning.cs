using IncidentBot.Actions;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Actions;

/// <summary>What all changes of a Redis share: the session to use, and what an unreachable or refusing server means in each step.</summary>
internal static class RedisPlanning
{
    public static Task<PlanResult> PlanAsync(
        RedisTargets targets,
        ActionCall call,
        Func<RedisTarget, IRedisSession, Task<PlanResult>> plan,
        CancellationToken ct) =>
        PlanTargetAsync(targets, call, target => target.UseAsync(session => plan(target, session), ct));

    /// <summary>Where the plan is about more servers than the target, which may be dead.</summary>
    public static async Task<PlanResult> PlanTargetAsync(RedisTargets targets, ActionCall call, Func<RedisTarget, Task<PlanResult>> plan)
    {
        if (!targets.TryGet(call.Target, out var target, out var unknown))
        {
            return new PlanResult.Refused(unknown, "Name one of them after 'on'.");
        }

        try
        {
            return await plan(target);
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

    /// <summary>Where the change writes, which a replica refuses.</summary>
    public static async Task<PlanResult> OnMasterAsync(RedisTarget target, IRedisSession session, Func<RedisInfo, Task<PlanResult>> plan, CancellationToken ct)
    {
        var info = await RedisInfo.ReadAsync(session, ct);
        return info.Replication.IsReplica
            ? new PlanResult.Refused($"{target.Name} is a replica and refuses writes.", $"Do it on its master: /redis replication on {target.Name}")
            : await plan(info);
    }

    public static Task<ApplyResult> ApplyAsync(
        RedisTargets targets, ActionCall call, IProgress<RunProgress> progress,
        Func<IRedisSession, IProgress<RunProgress>, Task<ApplyResult>> apply, CancellationToken ct) =>
        ApplyTargetAsync(targets, call, progress, async (target, tracked) =>
        {
            IRedisSession session;
            bool own;
            try
            {
                (session, own) = await OpenAsync(target, ct);
            }
            catch (RedisUnavailableException e)
            {
                return new ApplyResult.Failed($"No connection to {target.Name}: {e.Failure.Headline}. Nothing was done.");
            }

            try
            {
                return await apply(session, tracked);
            }
            finally
            {
                if (own)
                {
                    await session.DisposeAsync();
                }
            }
        });

    /// <summary>Where the change is one of more servers than the target, which may be dead.</summary>
    public static async Task<ApplyResult> ApplyTargetAsync(
        RedisTargets targets, ActionCall call, IProgress<RunProgress> progress, Func<RedisTarget, IProgress<RunProgress>, Task<ApplyResult>> apply)
    {
        if (!targets.TryGet(call.Target, out var target, out var unknown))
        {
            return new ApplyResult.Failed(unknown);
        }

        var tracked = new LatestProgress(progress);
        try
        {
            return await apply(target, tracked);
        }
        catch (RedisUnavailableException e)
        {
            return e.MayHaveRun || tracked.HasBegun
                ? new ApplyResult.Unknown(
                    $"The connection was lost: {e.Failure.Headline}. Done until then: {tracked.Text}. The last step may have been done too.")
                : new ApplyResult.Failed($"No connection: {e.Failure.Headline}. Nothing was done.");
        }
        catch (RedisErrorException e)
        {
            return new ApplyResult.Failed(
                $"{target.Name} refused: {e.Error.Message.TrimEnd('.')}. Done until then: {tracked.Text}.{RedisTrouble.NoOutage(target, e.Error)}");
        }
    }

    public static Task<VerifyResult> VerifyAsync(RedisTargets targets, ActionCall call, Func<IRedisSession, Task<VerifyResult>> verify, CancellationToken ct) =>
        VerifyTargetAsync(targets, call, target => target.UseAsync(verify, ct));

    /// <summary>Where the postcondition is one of more servers than the target, which may be dead.</summary>
    public static async Task<VerifyResult> VerifyTargetAsync(RedisTargets targets, ActionCall call, Func<RedisTarget, Task<VerifyResult>> verify)
    {
        if (!targets.TryGet(call.Target, out var target, out var unknown))
        {
            return new VerifyResult(false, unknown);
        }

        try
        {
            return await verify(target);
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

    /// <summary>
    /// Long work gets a connection of its own; where the server lets nobody else in, it uses the held one. Whatever the reason: a full
    /// server says maxclients only without TLS, and a password may have been changed.
    /// </summary>
    private static async Task<(IRedisSession Session, bool Own)> OpenAsync(RedisTarget target, CancellationToken ct)
    {
        try
        {
            return (await target.OpenAsync(ct), true);
        }
        catch (RedisUnavailableException e) when (e.Failure.Class is not FailureClass.Hung && target.HeldNow is not null)
        {
            return (await target.HoldAsync(ct), false);
        }
    }

    /// <summary>Passes progress on and remembers it, for the report of a failure.</summary>
    private sealed class LatestProgress(IProgress<RunProgress> inner) : IProgress<RunProgress>
    {
        public string Text { get; private set; } = "nothing";

        public bool HasBegun { get; private set; }

        public void Report(RunProgress value)
        {
            (Text, HasBegun) = (value.Text, true);
            inner.Report(value);
        }
    }
}
