using IncidentBot.Actions;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Peers;

namespace IncidentBot.Redis.Actions.Standby;

/// <summary>What the changes of a pair share. They are typed at its primary, so that one of them at a time holds the pair.</summary>
internal static class PairPlanning
{
    public static Task<PlanResult> PlanAsync(
        RedisTargets targets,
        PairReader reader,
        ActionCall call,
        Func<Pair, Task<PlanResult>> plan,
        CancellationToken ct) => RedisPlanning.PlanTargetAsync(targets, call, async target =>
        await reader.ReadAsync(target, ct) switch
        {
            null => new PlanResult.Refused($"{target.Name} has no standby in the settings.", $"Write its name under Targets:{target.Name}:Standby."),
            var pair when pair.Primary.Target != target => new PlanResult.Refused(
                $"{target.Name} is the standby of {pair.Primary.Name}: changes of the pair are asked for there.",
                $"Type /redis {call.Action.Verb} on {pair.Primary.Name}"),
            var pair => await plan(pair),
        });

    public static Task<VerifyResult> VerifyAsync(
        RedisTargets targets,
        PairReader reader,
        ActionCall call,
        Func<Pair, Task<VerifyResult>> verify,
        CancellationToken ct) => RedisPlanning.VerifyTargetAsync(targets, call, async target =>
        await reader.ReadAsync(target, ct) is { } pair ? await verify(pair) : new VerifyResult(false, $"{target.Name} has no standby in the settings"));

    /// <returns>Why it could not be carried out by our user; null where nothing is known against it.</returns>
    public static async Task<PlanResult?> LacksRightsAsync(PairSide side, CancellationToken ct, params string[][] commands)
    {
        var lacking = await side.Target.Node.AskAsync(async session => await CommandRights.LackingAsync(side.Target.Node, session, ct, commands) ?? "", ct);
        return lacking.Value is { Length: > 0 } why ? new PlanResult.Refused($"On {side.Name}, {why}.", CommandRights.Hint) : null;
    }

    /// <summary>A test write on the master of the pair, for verification.</summary>
    public static async Task<string?> WhyNoWriteAsync(PairSide master, CancellationToken ct)
    {
        var written = await master.Target.Node.AskAsync(async session => await CanaryWrite.TryAsync(session, ct) is { } refused ? refused.Message : "", ct);
        return (written.Trouble ?? written.Value) is { Length: > 0 } trouble ? $"{master.Name} is the master, but does not take a test write: {trouble}" : null;
    }
}
