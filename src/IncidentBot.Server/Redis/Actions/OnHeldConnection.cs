using IncidentBot.Actions;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Actions;

/// <summary>For short changes: the held connection needs no place among the clients, and is there while new ones are refused.</summary>
internal static class OnHeldConnection
{
    public static Task<ApplyResult> ApplyAsync(
        RedisTargets targets,
        ActionCall call,
        IProgress<RunProgress> progress,
        Func<RedisTarget, IRedisSession, IProgress<RunProgress>, Task<ApplyResult>> apply,
        CancellationToken ct) =>
        RedisPlanning.ApplyTargetAsync(targets, call, progress, async (target, tracked) => await apply(target, await target.HoldAsync(ct), tracked));

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
