using IncidentBot.Actions;
using IncidentBot.Redis.Peers;
using IncidentBot.Redis.Sessions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Actions.Cluster;

/// <summary>
/// https://redis.io/docs/latest/commands/cluster-failover/, sent to the replica that takes over. Never TAKEOVER: without the votes of a
/// majority two nodes could own the same slots.
/// </summary>
internal sealed class ClusterFailoverAction(RedisTargets targets, ClusterReader reader, TimeProvider time) : IChangeAction
{
    private const string Force = "force";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    // A vote is repeated after a while, and news of it spreads by gossip.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    public ActionDefinition Definition { get; } = new(
        new ActionId("redis.cluster-failover"),
        Risk.Destructive,
        "Has a replica of a cluster take over the slots of its master")
    {
        Parameters =
        [
            new Parameter("node", "the replica that takes over, as /redis cluster shows it", "127.0.0.1:7003")
            {
                Required = true,
                Check = value => NodeAddress.Parse(value) is null ? "is no host:port." : null,
            },
            new Parameter("mode", "force where its master has failed; safe, unless named, waits for the master", "force") { Choices = ["safe", Force] },
        ],
        TimeLimit = TimeSpan.FromMinutes(1),
    };

    public Task<PlanResult> PlanAsync(ActionCall call, CancellationToken ct) => RedisPlanning.PlanTargetAsync(targets, call, async target =>
    {
        var picture = await reader.ReadAsync(target, ct);
        if (Find(picture, call) is not { } view)
        {
            var address = NodeAddress.Parse(call["node"])!;
            return new PlanResult.Refused(
                picture.Silent.FirstOrDefault(asked => asked.Node.Address == address) is { } silent
                    ? $"{address} {silent.Answer.Trouble}."
                    : $"{address} is no node of the cluster of {target.Name} that could be asked.",
                $"See /redis cluster on {target.Name}; nodes have to be under Targets:{target.Name}:Nodes.");
        }

        if ((await view.Node.AskAsync(
            async session => await CommandRights.LackingAsync(view.Node, session, ct, ["CLUSTER", "FAILOVER"]) ?? "",
            ct)).Value is { Length: > 0 } lacking)
        {
            return new PlanResult.Refused($"On {view.Node.Address}, {lacking}.", CommandRights.Hint);
        }

        var forced = call.Find("mode") == Force;
        return view.Myself is { MasterId: { } masterId } && view.Find(masterId) is { } master
            ? ClusterFailoverPlan.Of(target, await SidesAsync(picture, view, view.Myself, master, ct), forced)
            : new PlanResult.Refused($"{call["node"]} is a "
                + $"master{(view.Myself?.Slots.Count > 0 ? $" and serves {SlotRange.Words(view.Myself.Slots)}" : "")}: "
                + "only a replica takes over.", $"See /redis cluster on {target.Name}");
    });

    public Task<ApplyResult> ApplyAsync(
        ActionCall call,
        ActionPlan plan,
        ExecutionPermit permit,
        IProgress<RunProgress> progress,
        CancellationToken ct) => RedisPlanning.ApplyTargetAsync(targets, call, progress, async (target, seen) =>
    {
        if (Find(await reader.ReadAsync(target, ct), call) is not { } view)
        {
            return new ApplyResult.Failed($"{call["node"]} does not answer any more. Nothing was done.");
        }

        RedisArgument[] words = call.Find("mode") == Force ? ["FAILOVER", "FORCE"] : ["FAILOVER"];
        (await view.Node.UseAsync(session => session.ExecuteAsync("CLUSTER", words, ct), ct)).OrThrow();
        seen.Report(new RunProgress($"{call["node"]} has asked for the slots", null));
        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started) < Patience)
        {
            if (ClusterFailoverCheck.WhatIsMissing(await reader.ReadAsync(target, ct), plan) is not { } missing)
            {
                return new ApplyResult.Done($"{call["node"]} took over {plan.Pins["slots"]} after {time.GetElapsedTime(started).TotalSeconds:0.0} s.");
            }

            seen.Report(new RunProgress(missing, null));
            await Task.Delay(Pause, time, ct);
        }

        return new ApplyResult.Failed($"It is not over after {Duration.Words(Patience)}: "
            + $"{ClusterFailoverCheck.WhatIsMissing(await reader.ReadAsync(target, ct), plan)}. See /redis cluster.");
    });

    public Task<VerifyResult> VerifyAsync(
        ActionCall call,
        ActionPlan plan,
        CancellationToken ct) => RedisPlanning.VerifyTargetAsync(targets, call, async target =>
    {
        var picture = await reader.ReadAsync(target, ct);
        if (ClusterFailoverCheck.WhatIsMissing(picture, plan) is { } missing)
        {
            return new VerifyResult(false, missing);
        }

        var master = picture.Views.First(view => view.Myself?.Id == plan.Pins["replica"]);
        var written = await master.Node.AskAsync(async session => (await ClusterCanary.TryAsync(session, master, ct))?.Message ?? "", ct);
        return (written.Trouble ?? written.Value) is { Length: > 0 } trouble
            ? new VerifyResult(false, $"{master.Node.Address} owns the slots, but does not take a test write: {trouble}")
            : new VerifyResult(true, $"cluster_state is ok on all {picture.Views.Count} nodes that answer, "
                + $"{Figures.Count(ClusterSlot.Count)} slots are ok, {master.Node.Address} took a test write into its slots");
    });

    private static ClusterView? Find(ClusterPicture picture, ActionCall call)
    {
        var address = NodeAddress.Parse(call["node"])!;
        return picture.Views.FirstOrDefault(view => view.Node.Address == address || view.Myself?.Address == address);
    }

    private static async Task<TakeoverSides> SidesAsync(
        ClusterPicture picture,
        ClusterView view,
        ClusterMember replica,
        ClusterMember master,
        CancellationToken ct)
    {
        var role = await view.Node.UseAsync(session => NodeRole.ReadAsync(session, ct), ct);
        var siblings = view.ReplicasOf(master).Where(member => member.Id != replica.Id);
        return new TakeoverSides(view, replica, master, role, await RoleAsync(master), [.. (await Task.WhenAll(siblings.Select(
            async member => (member, role: await RoleAsync(member))))).Where(pair => pair.role is not null).Select(pair => (pair.member, pair.role!))]);

        async Task<NodeRole?> RoleAsync(ClusterMember member) => picture.Views.FirstOrDefault(other => other.Myself?.Id == member.Id) is { } other
            ? (await other.Node.AskAsync(session => NodeRole.ReadAsync(session, ct), ct)).Value
            : null;
    }
}
