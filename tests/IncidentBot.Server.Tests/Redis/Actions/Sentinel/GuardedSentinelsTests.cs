using IncidentBot.Actions;
using IncidentBot.Redis.Sessions;
using IncidentBot.Support;

namespace IncidentBot.Redis.Actions.Sentinel;

/// <summary>
/// Sentinels and nodes that speak TLS under an authority of their own, each with passwords of its own: what is read is the same as from
/// open ones, and what does not fit in the settings is said with the setting to change.
/// </summary>
public sealed class GuardedSentinelsTests(GuardedSentinelsTests.Group group) : IClassFixture<GuardedSentinelsTests.Group>
{
    private const string NodePassword = "of-the-nodes-alone";
    private const string SentinelPassword = "of-the-sentinels-alone";

    private readonly SentinelGroup servers = group.Servers;

    [Fact]
    public async Task What_is_read_is_the_same_as_from_open_ones()
    {
        await using var rig = Rig();

        var report = await rig.ReadAsync("sentinels");

        Assert.True(report.Healthy, report.Text());
        Assert.Equal($"primary: All 3 sentinels name 127.0.0.1:{servers.Master.Port}, which is the master; quorum is there", report.Answer);
        Assert.All(servers.Sentinels, sentinel => Assert.Contains(
            $"127.0.0.1:{sentinel.Port}  names 127.0.0.1:{servers.Master.Port}; quorum of 2 is there; knows 2 other sentinels, 2 replicas",
            report.Evidence));
        Assert.All(servers.Replicas, replica => Assert.Contains(
            report.Evidence,
            line => line.StartsWith($"127.0.0.1:{replica.Port}  replica of 127.0.0.1:{servers.Master.Port}, ", StringComparison.Ordinal)));
        Safe(report, rig);
        Assert.StartsWith("primary is well: PONG in ", (await rig.ReadAsync("diagnose")).Answer, StringComparison.Ordinal);
        Assert.IsType<PlanResult.Ready>(await rig.PlanAsync("failover"));
    }

    /// <summary>What is written instead of the user and the scheme of each sentinel, and what is then said.</summary>
    [Theory]
    [InlineData("rediss://watcher:of-the-nodes-alone@", "WRONGPASS", "Compare user and password in Targets:primary:Sentinels:0 with those of that server")]
    [InlineData("rediss://:of-the-nodes-alone@", "WRONGPASS", "Compare user and password in Targets:primary:Sentinels:0 with those of that server")]
    [InlineData("rediss://", "NOAUTH", "Put user and password into Targets:primary:Sentinels:0")]
    [InlineData("redis://watcher:night-shift-owl@", "TLS EXPECTED", "Begin Targets:primary:Sentinels:0 with rediss://")]
    public async Task What_does_not_fit_the_sentinels_is_said_with_the_setting_to_change(string before, string failure, string step)
    {
        await using var rig = Rig([.. servers.Sentinels.Select((sentinel, i) => $"Targets:primary:Sentinels:{i}={before}127.0.0.1:{sentinel.Port}")]);

        var report = await rig.ReadAsync("sentinels");

        Assert.Equal(("primary: None of 3 sentinels can be read", failure, Gravity.Unread), (report.Answer, report.FailureClass, report.Gravity));
        Assert.StartsWith(step, report.Steps[0], StringComparison.Ordinal);
        Safe(report, rig);
        Assert.StartsWith(step, Assert.IsType<PlanResult.Refused>(await rig.PlanAsync("failover")).Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_sentinel_with_another_password_is_not_silent_and_the_others_are_believed()
    {
        await using var rig = Rig($"Targets:primary:Sentinels:1=rediss://watcher:of-yesterday@127.0.0.1:{servers.Sentinels[1].Port}");

        var report = await rig.ReadAsync("sentinels");

        Assert.Equal($"primary: 2 of 3 sentinels name 127.0.0.1:{servers.Master.Port}, which is the master; 1 cannot be read", report.Answer);
        Assert.Equal(Gravity.Unread, report.Gravity);
        Assert.StartsWith("Compare user and password in Targets:primary:Sentinels:1 ", Assert.Single(report.Steps), StringComparison.Ordinal);
        Safe(report, rig);
    }

    [Fact]
    public async Task Another_authority_is_said_with_the_file_to_change()
    {
        await using var rig = Rig($"Targets:primary:TlsCaFile={group.Other.CaFile}");

        var report = await rig.ReadAsync("sentinels");

        Assert.Equal(("primary: None of 3 sentinels can be read", "TLS CERTIFICATE"), (report.Answer, report.FailureClass));
        Assert.StartsWith(
            "Compare the certificate of that server with Targets:primary:TlsCaFile (one file for all authorities)", report.Steps[0], StringComparison.Ordinal);
        Safe(report, rig);
        foreach (var typed in new[] { "ping", "diagnose", "memory" })
        {
            var target = await rig.ReadAsync(typed);
            Assert.Equal(("TLS CERTIFICATE", Gravity.Unread), (target.FailureClass, target.Gravity));
            Assert.Contains("TlsCaFile", target.Text(), StringComparison.Ordinal);
            Safe(target, rig);
        }
    }

    [Fact]
    public async Task A_sentinel_of_another_authority_is_read_once_both_are_in_the_file()
    {
        await using var other = await SentinelServer.StartAsync(SentinelGroup.Name, servers.Master.Port, 1, new ServerGuard(group.Other, "elsewhere"));
        var setting = $"Targets:primary:Sentinels:3={other.UrlWith(":elsewhere")}";
        await using var before = Rig(setting);
        var report = await before.ReadAsync("sentinels");
        Assert.EndsWith("; 1 cannot be read", report.Answer, StringComparison.Ordinal);
        Assert.Contains(report.Evidence, line => line.StartsWith($"127.0.0.1:{other.Port}  TLS CERTIFICATE at TLS", StringComparison.Ordinal));

        var both = Path.Combine(group.Folder, "both.pem");
        await File.WriteAllTextAsync(
            both,
            await File.ReadAllTextAsync(group.Own.CaFile, TestRedis.Token) + "\n" + await File.ReadAllTextAsync(group.Other.CaFile, TestRedis.Token),
            TestRedis.Token);
        await using var mended = Rig(setting, $"Targets:primary:TlsCaFile={both}");
        Assert.Contains((await mended.ReadAsync("sentinels")).Evidence, line => line.StartsWith($"127.0.0.1:{other.Port}  names ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_expired_certificate_is_called_that()
    {
        var folder = Directory.CreateDirectory(Path.Combine(group.Folder, "expired"));
        var expired = TestCertificates.Create(folder.FullName, days: -10);
        await using var old = await SentinelServer.StartAsync(SentinelGroup.Name, servers.Master.Port, 1, new ServerGuard(expired, "elsewhere"));
        await using var rig = Rig(
            $"Targets:primary:Sentinels:0={old.UrlWith(":elsewhere")}", "Targets:primary:Sentinels:1=", "Targets:primary:Sentinels:2=",
            $"Targets:primary:TlsCaFile={expired.CaFile}");

        var report = await rig.ReadAsync("sentinels");

        Assert.Equal("TLS CERTIFICATE", report.FailureClass);
        Assert.Contains(report.Evidence, line => line.Contains("expired", StringComparison.OrdinalIgnoreCase));
        Assert.Contains("renew it where it has expired", report.Steps[0], StringComparison.Ordinal);
        Safe(report, rig);
    }

    [Fact]
    public async Task A_node_among_the_sentinels_and_a_sentinel_as_the_target_are_told_apart()
    {
        await using var node = Rig($"Targets:primary:Sentinels:2={servers.Replicas[0].UrlWith(":" + NodePassword)}");
        var report = await node.ReadAsync("sentinels");
        Assert.EndsWith("; 1 cannot be read", report.Answer, StringComparison.Ordinal);
        Assert.Equal("Put Targets:primary:Sentinels:2 under Nodes: it is a Redis and no sentinel, whose usual port is 26379.", Assert.Single(report.Steps));
        Safe(report, node);

        await using var sentinel = new ActionRig(servers.Sentinels[0].UrlWith(SentinelGroup.SentinelUser), servers.Settings);
        var diagnosis = await sentinel.ReadAsync("diagnose");
        Assert.Equal(("A SENTINEL", Gravity.Unread), (diagnosis.FailureClass, diagnosis.Gravity));
        Safe(diagnosis, sentinel);
        var cluster = await sentinel.ReadAsync("cluster");
        Assert.Contains("Put Targets:primary:Url under Sentinels: it is one.", cluster.Steps);
        Safe(cluster, sentinel);
    }

    [Fact]
    public async Task Nodes_with_another_password_are_not_taken_for_dead()
    {
        await using var rig = new ActionRig(servers.Master.UrlWith(":of-yesterday"), servers.Settings);

        var report = await rig.ReadAsync("sentinels");

        Assert.StartsWith(
            $"primary: They name 127.0.0.1:{servers.Master.Port}, which cannot be read: WRONGPASS at AUTH", report.Answer, StringComparison.Ordinal);
        Assert.Equal(Gravity.Unread, report.Gravity);
        Assert.StartsWith("Compare user and password in Targets:primary:Url ", report.Steps[0], StringComparison.Ordinal);
        Safe(report, rig);
        var refused = Assert.IsType<PlanResult.Refused>(await rig.PlanAsync("failover"));
        Assert.EndsWith("nothing could be verified there.", refused.Rule, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tls_asked_of_open_sentinels_is_said_with_the_setting_to_change()
    {
        await using var open = await RedisServer.StartAsync();
        await using var sentinel = await SentinelServer.StartAsync(SentinelGroup.Name, open.Port, 1);
        await using var tls = new ActionRig(open.Url, Of($"rediss://127.0.0.1:{sentinel.Port}"));
        await using var password = new ActionRig(open.Url, Of($"redis://:{NodePassword}@127.0.0.1:{sentinel.Port}"));

        var report = await tls.ReadAsync("sentinels");
        Assert.Equal(("primary: None of 1 sentinel can be read", "NO TLS THERE"), (report.Answer, report.FailureClass));
        Assert.StartsWith("Begin Targets:primary:Sentinels:0 with redis://", report.Steps[0], StringComparison.Ordinal);
        Safe(report, tls);

        report = await password.ReadAsync("sentinels");
        Assert.Equal(("primary: None of 1 sentinel can be read", "PASSWORD NOT EXPECTED"), (report.Answer, report.FailureClass));
        Assert.StartsWith("Take the password out of Targets:primary:Sentinels:0", report.Steps[0], StringComparison.Ordinal);
        Safe(report, password);

        static string[] Of(string url) =>
            [$"Targets:primary:Sentinels:0={url}", $"Targets:primary:MasterName={SentinelGroup.Name}", "Redis:ReadTimeout=00:00:01"];
    }

    [Fact]
    public async Task A_failover_is_read_through_asked_for_and_survived_by_a_change()
    {
        await using var own = await SentinelGroup.StartGuardedAsync(new ServerGuard(group.Own, NodePassword), new ServerGuard(group.Own, SentinelPassword));
        await using var rig = new ActionRig(own.Url, own.Settings);
        await RedisTroubles.FillAsync(own.Master, ("rl:", 5000, 10));
        var clear = await rig.ReadyAsync("clear-cache rl:*");
        var failover = await rig.ReadyAsync("failover");
        ApplyResult? over = null;
        var progress = new SeenProgress(async () =>
        {
            // Read all the while, by somebody else.
            var running = rig.ApplyAsync("failover", failover);
            do
            {
                Safe(await rig.ReadAsync("sentinels"), rig);
                Safe(await rig.ReadAsync("diagnose"), rig);
            }
            while (!running.IsCompleted);
            over = await running;
        });

        var cleared = await rig.ApplyAsync("clear-cache rl:*", clear, progress);

        Assert.IsType<ApplyResult.Done>(over);
        Assert.True((await rig.VerifyAsync("failover", failover)).Holds);
        Assert.True(cleared is ApplyResult.Failed or ApplyResult.Unknown, $"{cleared}");
        Assert.Contains("Done until then: ", $"{cleared}", StringComparison.Ordinal);
        Assert.DoesNotContain(NodePassword, $"{cleared}{over}", StringComparison.Ordinal);
        await own.KnowEachOtherAsync();
        var report = await rig.ReadAsync("sentinels");
        Assert.True(report.Healthy, report.Text());
        Assert.Contains(report.Evidence, line => line == $"The URL of primary leads to 127.0.0.1:{own.Master.Port}, which is not the master that they name.");
    }

    /// <summary>It can be read, tells no secret, and is no reason to declare an incident of Redis.</summary>
    private static void Safe(ActionReport report, ActionRig rig)
    {
        report.AssertReadable(rig);
        Assert.DoesNotContain("-alone", report.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("night-shift-owl", report.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("of-yesterday", report.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("/incident open", report.Text(), StringComparison.Ordinal);
    }

    private ActionRig Rig(params string[] settings) => new(
        servers.Url,
        [.. servers.Settings.Concat(settings)
            .GroupBy(setting => setting.Split('=')[0], StringComparer.Ordinal)
            .Select(same => same.Last())
            .Where(setting => !setting.EndsWith('='))]);

    public sealed class Group : IAsyncLifetime
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("incidentbot-guard-");

        internal SentinelGroup Servers { get; private set; } = null!;

        internal TestCertificates Own { get; private set; } = null!;

        internal TestCertificates Other { get; private set; } = null!;

        internal string Folder => folder.FullName;

        public async ValueTask InitializeAsync()
        {
            Own = TestCertificates.Create(folder.CreateSubdirectory("own").FullName);
            Other = TestCertificates.Create(folder.CreateSubdirectory("other").FullName);
            Servers = await SentinelGroup.StartGuardedAsync(new ServerGuard(Own, NodePassword), new ServerGuard(Own, SentinelPassword));
        }

        public async ValueTask DisposeAsync()
        {
            await Servers.DisposeAsync();
            folder.Delete(recursive: true);
        }
    }
}
