using IncidentBot.Actions;
using IncidentBot.Readings;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Peers;

namespace IncidentBot.Redis.Actions.Cluster;

/// <summary>Asks every node that may be asked: each has its own view, and the differences are the finding.</summary>
internal sealed class ClusterAction(RedisTargets targets, ClusterReader reader) : RedisRead(targets)
{
    private const int MastersShown = 20;

    public override ActionDefinition Definition { get; } =
        new(new ActionId("redis.cluster"), Risk.Observe, "Asks every node of a cluster: state, slots, who is missing, who has no replica");

    protected override async Task<ActionReport> ReadAsync(RedisTarget target, ActionCall call, CancellationToken ct)
    {
        var picture = await reader.ReadAsync(target, ct);
        if (picture.Views.Count == 0 && picture.Asked[0].Answer.Trouble is { } trouble)
        {
            if (trouble.Contains("cluster support disabled", StringComparison.Ordinal))
            {
                return new ActionReport($"{target.Name} is not a node of a cluster", Healthy: true);
            }

            if (picture.Asked[0].Answer.Class is { } refused && refused.IsNoOutage())
            {
                return new ActionReport($"{target.Name}  {refused.Text().Name}: {refused.Text().CauseAt(target.Endpoint)}", Healthy: true)
                {
                    FailureClass = refused.Text().Name,
                    Steps = [refused.Text().NextStep],
                    Evidence = [trouble],
                };
            }
        }

        var finding = ClusterFinding.Of(picture);
        var report = new ActionReport($"{target.Name}: {finding.Sentence}", finding.Healthy)
        {
            FailureClass = finding.Class?.Text().Name,
            Steps = [.. picture.Mends.Prepend(finding.Next).OfType<string>().Distinct()],
            Evidence = [.. Lines(target, picture)],
            Readings = Reading.Known(picture.Readings),
            Next = finding.Healthy ? [] : [new Suggestion("Ask again", $"/redis cluster on {target.Name}")],
        };
        return finding.IsUnread ? report with { Gravity = Gravity.Unread } : report;
    }

    private static IEnumerable<string> Lines(RedisTarget target, ClusterPicture picture)
    {
        if (picture.Latest is { } view)
        {
            yield return $"{picture.Views.Count} nodes answer; {view.Info.Number("cluster_slots_assigned")} slots assigned, "
                + $"{view.SlotsOk} ok, {view.Info.Number("cluster_slots_pfail")} suspected, "
                + $"{view.Info.Number("cluster_slots_fail")} failed";
            var masters = view.Members.Where(member => member.IsMaster && (member.Slots.Count > 0 || !member.Failed))
                .OrderByDescending(member => member.Failed || member.Suspected)
                .ThenBy(member => member.Slots.Count > 0 ? member.Slots[0].First : int.MaxValue)
                .ToList();
            foreach (var master in masters.Take(MastersShown))
            {
                yield return $"{master.Address}  master{State(master)}, {SlotRange.Words(master.Slots)}; {Replicas(view.ReplicasOf(master))}";
            }

            if (masters.Count > MastersShown)
            {
                yield return $"and {masters.Count - MastersShown} more masters";
            }

            foreach (var other in picture.ViewsDiffer ? picture.Views.Where(one => one.Owners != view.Owners) : [])
            {
                yield return $"{other.Node.Address}  sees it differently: {other.SlotsOk} slots ok, "
                    + $"epoch {other.Info.Number("cluster_current_epoch")} (others {view.Info.Number("cluster_current_epoch")})";
            }
        }

        foreach (var silent in picture.Silent)
        {
            yield return $"{silent.Node.Address}  {silent.Answer.Trouble}";
        }

        if (picture.Strangers.Count > 0)
        {
            yield return $"Not in the settings, so not asked: {string.Join(", ", picture.Strangers.Take(8))}. List them under Targets:{target.Name}:Nodes.";
        }
    }

    private static string State(ClusterMember member) => member.Failed ? " (failed)" : member.Suspected ? " (suspected)" : "";

    private static string Replicas(IReadOnlyList<ClusterMember> replicas) =>
        replicas.Count == 0 ? "no replica" : $"replica {string.Join(", ", replicas.Select(replica => $"{replica.Address}{State(replica)}"))}";
}
