using IncidentBot.Actions;
using IncidentBot.Support;

namespace IncidentBot.Redis.Actions.Cluster;

/// <summary>A cluster whose nodes speak TLS and want a password: what is read is the same as from an open one, with all of it and with one missing.</summary>
public sealed class GuardedClusterTests
{
    private const string Password = "of-the-nodes-alone";

    [Fact]
    public async Task What_is_read_is_the_same_as_from_an_open_one_and_what_does_not_fit_is_said()
    {
        var folder = Directory.CreateTempSubdirectory("incidentbot-guard-");
        var certificates = TestCertificates.Create(folder.FullName);
        await using (var cluster = await RedisCluster.StartGuardedAsync(new ServerGuard(certificates, Password)))
        await using (var sentinel = await SentinelServer.StartAsync("elsewhere", cluster.Masters[0].Port, 1, new ServerGuard(certificates, Password)))
        {
            await using var rig = new ActionRig(cluster.Url, cluster.Settings);
            var report = await rig.ReadAsync("cluster");
            Assert.Equal("primary: cluster_state is ok; all 16,384 slots are served by 3 masters, each with a replica", report.Answer);
            Assert.Equal(4, report.Evidence.Count);
            Safe(report, rig);

            await NotFittingAsync(cluster, sentinel);
            await OneMissingAsync(cluster, rig);
        }

        folder.Delete(recursive: true);
    }

    private static async Task NotFittingAsync(RedisCluster cluster, SentinelServer sentinel)
    {
        foreach (var (url, step) in new[]
        {
            (cluster.Nodes.ElementAt(5).UrlWith(":of-yesterday"), "Compare user and password in Targets:primary:Nodes:5 with those of that server"),
            (cluster.Nodes.ElementAt(5).Url.Replace("rediss:", "redis:", StringComparison.Ordinal), "Begin Targets:primary:Nodes:5 with rediss://"),
            (sentinel.UrlWith($":{Password}"), "Put Targets:primary:Nodes:5 under Sentinels: it is one."),
        })
        {
            await using var astray = new ActionRig(
                cluster.Url,
                [
                    .. cluster.Settings.Where(setting => !setting.StartsWith("Targets:primary:Nodes:5", StringComparison.Ordinal)),
                    $"Targets:primary:Nodes:5={url}",
                ]);

            var report = await astray.ReadAsync("cluster");

            Assert.Equal(
                ("primary: cluster_state is ok; all 16,384 slots are served by 3 masters; 1 of 6 nodes cannot be read by the bot", Gravity.Unread),
                (report.Answer, report.Gravity));
            Assert.StartsWith(step, Assert.Single(report.Steps), StringComparison.Ordinal);
            Safe(report, astray);
        }

        await using var locked = new ActionRig(cluster.Masters[0].UrlWith(":of-yesterday"), cluster.Settings);
        var none = await locked.ReadAsync("cluster");
        Assert.Equal(("primary: None of 6 nodes can be read", "WRONGPASS", Gravity.Unread), (none.Answer, none.FailureClass, none.Gravity));
        Safe(none, locked);
    }

    private static async Task OneMissingAsync(RedisCluster cluster, ActionRig rig)
    {
        var lost = cluster.Replicas[1];
        await lost.KillAsync();
        await cluster.EverywhereAsync("NODES", known => known.Split('\n').Any(line =>
            line.Contains($":{lost.Port}@", StringComparison.Ordinal) && line.Contains("slave,fail,", StringComparison.Ordinal)), lost);

        var report = await rig.ReadAsync("cluster");

        Assert.Equal(
            $"primary: cluster_state is ok; all 16,384 slots are served by 3 masters, but 127.0.0.1:{cluster.Masters[1].Port} has no replica: "
                + "the next loss there is an outage",
            report.Answer);
        Assert.DoesNotContain("Not in the settings", report.Text(), StringComparison.Ordinal);
        Assert.Contains(report.Evidence, line => line.StartsWith($"127.0.0.1:{lost.Port}  REFUSED at TCP", StringComparison.Ordinal));
        Safe(report, rig);
    }

    private static void Safe(ActionReport report, ActionRig rig)
    {
        report.AssertReadable(rig);
        Assert.DoesNotContain("-alone", report.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("of-yesterday", report.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("/incident open", report.Text(), StringComparison.Ordinal);
    }
}
