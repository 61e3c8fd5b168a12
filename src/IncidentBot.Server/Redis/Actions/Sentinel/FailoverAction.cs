using IncidentBot.Actions;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Peers;
using IncidentBot.Redis.Sessions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Actions.Sentinel;

/// <summary>
/// <c>SENTINEL FAILOVER</c>, asked of one sentinel after all have been heard, and followed until all name the new master. It does not
/// wait for the replica to catch up: what only the old master has is lost when it becomes a replica.
/// </summary>
internal sealed class FailoverAction(RedisTargets targets, SentinelReader reader, TimeProvider time) : IChangeAction
{
    private const string OldMaster = "master";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);

    public ActionDefinition Definition { get; } = new(
        new ActionId("redis.failover"),
        Risk.Destructive,
        "Has the sentinels promote a replica, and follows it until all name it")
    {
        TimeLimit = TimeSpan.FromMinutes(3),
    };

    public Task<PlanResult> PlanAsync(ActionCall call, CancellationToken ct) => RedisPlanning.PlanTargetAsync(targets, call, async target =>
    {
        if (target.Peers.Sentinels.Count == 0)
        {
            return new PlanResult.Refused(
                $"{target.Name} has no sentinels in the settings.",
                $"List them under Targets:{target.Name}:Sentinels, or see /redis standby.");
        }

        var picture = await reader.ReadAsync(target, ct);
        return (PlanResult?)FailoverPlan.WhyNot(target, picture)
            ?? (PlanResult?)await WhoMayNotAsync(target, picture, ct)
            ?? new PlanResult.Ready(FailoverPlan.Of(target, picture));
    });

    public Task<ApplyResult> ApplyAsync(
        ActionCall call,
        ActionPlan plan,
        ExecutionPermit permit,
        IProgress<RunProgress> progress,
        CancellationToken ct) => RedisPlanning.ApplyTargetAsync(targets, call, progress, async (target, seen) =>
    {
        var old = NodeAddress.Parse(plan.Pins[OldMaster])!;
        if ((await reader.ReadAsync(target, ct)).Views.FirstOrDefault(view => view.Master == old) is not { Sentinel: var asked })
        {
            return new ApplyResult.Failed($"No sentinel names {old} any more. Nothing was done.");
        }

        (await asked.UseAsync(session => session.ExecuteAsync("SENTINEL", ["FAILOVER", target.Peers.MasterName], ct), ct)).OrThrow();
        seen.Report(new RunProgress($"{asked.Address} has begun the failover", null));
        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started) < Patience)
        {
            var picture = await reader.ReadAsync(target, ct);
            if (FailoverCheck.WhatIsMissing(picture, old) is not { } missing)
            {
                return new ApplyResult.Done($"{picture.Master} is the master now, after {time.GetElapsedTime(started).TotalSeconds:0.0} "
                    + $"s; {old} was. Applications that do not ask sentinels need its address.");
            }

            seen.Report(new RunProgress(missing, null));
            await Task.Delay(Pause, time, ct);
        }

        return new ApplyResult.Failed($"The sentinels have not finished within {Duration.Words(Patience)}. See /redis sentinels.");
    });

    /// <summary>Any sentinel that agrees may be the one that is asked.</summary>
    private static async Task<PlanResult.Refused?> WhoMayNotAsync(RedisTarget target, SentinelPicture picture, CancellationToken ct)
    {
        foreach (var sentinel in picture.Views.Where(view => view.Master == picture.Master).Select(view => view.Sentinel))
        {
            if ((await sentinel.AskAsync(
                async session => await CommandRights.LackingAsync(sentinel, session, ct, ["SENTINEL", "FAILOVER", target.Peers.MasterName]) ?? "",
                ct)).Value is { Length: > 0 } lacking)
            {
                return new PlanResult.Refused($"At the sentinel {sentinel.Address}, {lacking}.", CommandRights.Hint);
            }
        }

        return null;
    }

    public Task<VerifyResult> VerifyAsync(
        ActionCall call,
        ActionPlan plan,
        CancellationToken ct) => RedisPlanning.VerifyTargetAsync(targets, call, async target =>
    {
        var old = NodeAddress.Parse(plan.Pins[OldMaster])!;
        var picture = await reader.ReadAsync(target, ct);
        if (FailoverCheck.WhatIsMissing(picture, old) is { } missing)
        {
            return new VerifyResult(false, missing);
        }

        var master = picture.Server(picture.Master)!;
        var written = await master.Node!.AskAsync(async session => await CanaryWrite.TryAsync(session, ct) is { } refused ? refused.Message : "", ct);
        return (written.Trouble ?? written.Value) is { Length: > 0 } trouble
            ? new VerifyResult(false, $"{master.Address} is the master, but does not take a test write: {trouble}")
            : new VerifyResult(true, $"all {picture.Views.Count} sentinels that answer name {master.Address}; "
                + $"it is the master and took a test write; {FailoverCheck.Old(picture, old)}");
    });
}
