using IncidentBot.Actions;
using IncidentBot.Redis.Peers;
using IncidentBot.Words;

namespace IncidentBot.Redis.Actions.Cluster;

/// <summary>Whether a takeover is over: every node that answers sees the new owner, and all slots served.</summary>
internal static class ClusterFailoverCheck
{
    /// <returns>Null when it is over.</returns>
    public static string? WhatIsMissing(ClusterPicture picture, ActionPlan plan)
    {
        if (picture.Views.FirstOrDefault(view => view.Myself?.Id == plan.Pins["replica"]) is not { Myself: { } taker } view)
        {
            return "the node that takes over does not answer";
        }

        if (!taker.IsMaster || taker.Slots.Count == 0)
        {
            return $"{taker.Address} is still a replica";
        }

        if (picture.Views.FirstOrDefault(other => other.Owners != view.Owners) is { } behind)
        {
            return $"{behind.Node.Address} does not know yet who owns which slots";
        }

        return picture.Views.FirstOrDefault(other => !other.IsOk || other.SlotsOk != ClusterSlot.Count) is { } bad
            ? $"{bad.Node.Address} says cluster_state:{bad.Info.Text("cluster_state")}, "
                + $"{Figures.Count(bad.SlotsOk)} of {Figures.Count(ClusterSlot.Count)} slots ok"
            : null;
    }
}
