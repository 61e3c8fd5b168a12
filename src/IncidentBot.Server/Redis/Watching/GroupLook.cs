using IncidentBot.Redis.Actions.Cluster;
using IncidentBot.Redis.Actions.Sentinel;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Peers;

namespace IncidentBot.Redis.Watching;

/// <summary>How the cluster or the sentinels do, once a minute: each of them is asked over a connection of its own.</summary>
internal sealed class GroupLook(SentinelReader sentinels, ClusterReader clusters)
{
    private const string Minute = "minute";

    public async Task ReadAsync(RedisTarget target, RedisInfo info, Looked looked, CancellationToken ct)
    {
        if (looked.Grown(Minute, looked.At.UtcTicks / TimeSpan.TicksPerMinute) == 0)
        {
            return;
        }

        if (target.Peers.Sentinels.Count > 0)
        {
            var finding = SentinelFinding.Of(await sentinels.ReadAsync(target, ct));
            Say(RedisMeasures.SentinelTrouble, finding.IsUnread, finding.Healthy, finding.Sentence, looked);
        }

        if (info.Flag("cluster_enabled") == true)
        {
            var finding = ClusterFinding.Of(await clusters.ReadAsync(target, ct));
            Say(RedisMeasures.ClusterTrouble, finding.IsUnread, finding.Healthy, finding.Sentence, looked);
        }
    }

    private static void Say(string measure, bool isUnread, bool isWell, string sentence, Looked looked)
    {
        if (isUnread)
        {
            looked.Miss(sentence);
            return;
        }

        looked.Set(measure, !isWell);
    }
}
