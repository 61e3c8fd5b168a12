using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Info;

namespace IncidentBot.Redis.Actions.Standby;

/// <summary>Reads both halves of a pair at once, over fresh connections: an old one may still lead to a server that lets nobody else in.</summary>
internal sealed class PairReader(RedisTargets targets, SeenOffsets seen)
{
    /// <returns>Null where the target has no standby and is none.</returns>
    public async Task<Pair?> ReadAsync(RedisTarget target, CancellationToken ct)
    {
        if (targets.PairOf(target) is not { } pair)
        {
            return null;
        }

        var sides = await Task.WhenAll(SideAsync(pair.Primary, ct), SideAsync(pair.Standby, ct));
        return new Pair(sides[0], sides[1]);
    }

    private async Task<PairSide> SideAsync(RedisTarget target, CancellationToken ct)
    {
        var answer = await target.Node.AskAsync(session => RedisInfo.ReadAsync(session, ct), ct);
        if (answer is { Value: null, Class: not FailureClass.Hung } && target.HeldNow is { } held)
        {
            // Full, or a rotated password: still readable for whoever is in.
            var inside = await Peers.NodeAnswer<RedisInfo>.OfAsync(() => RedisInfo.ReadAsync(held, ct));
            answer = inside.Value is null ? answer : inside;
        }

        if (answer.Value is { } info)
        {
            seen.Note(target.Name, info.Replication);
        }

        return new PairSide(target, answer.Value, answer.Trouble, answer.Class) { IsLate = answer.IsLate };
    }
}
