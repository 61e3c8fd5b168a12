using IncidentBot.Readings;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Peers;

namespace IncidentBot.Redis.Actions.Cluster;

/// <summary>Whether a cluster serves: all slots, and each master that can be asked takes a write into its own.</summary>
internal sealed class ClusterChecks(ClusterReader reader)
{
    /// <returns>Null where no node answers as one of a cluster.</returns>
    public async Task<IReadOnlyList<ServingCheck>?> CheckAsync(RedisTarget target, CancellationToken ct)
    {
        var picture = await reader.ReadAsync(target, ct);
        if (picture.Views.Count == 0)
        {
            return null;
        }

        var serves = picture.Views.All(view => view.IsOk && view.SlotsOk == ClusterSlot.Count) && !picture.ViewsDiffer && picture.NotServed.Count == 0;
        var views = picture.Views.Where(view => view.Myself is { Slots.Count: > 0 }).ToDictionary(view => view.Node);
        RedisNode[] masters = [.. views.Keys];
        return
        [
            new("cluster", serves, ClusterFinding.Of(picture).Sentence) { Readings = Reading.Known(picture.Readings) },
            new(ServingCheck.Answers, true, $"{picture.Views.Count} of {picture.Asked.Count} nodes answer"),
            await ServingCheck.OfAllAsync(
                ServingCheck.Writes,
                masters,
                async (node, session) => ServingCheck.Written(await ClusterCanary.TryAsync(session, views[node], ct)),
                ct),
            await ServingCheck.OfAllAsync(ServingCheck.Room, masters, async (_, session) => ServingCheck.Fill(await RedisInfo.ReadAsync(session, ct)), ct),
        ];
    }
}
