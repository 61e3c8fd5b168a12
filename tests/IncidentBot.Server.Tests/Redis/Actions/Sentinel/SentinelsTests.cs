using IncidentBot.Support;

namespace IncidentBot.Redis.Actions.Sentinel;

/// <summary>Real sentinels, all well or each in trouble of its own, and what is said about them.</summary>
public sealed class SentinelsTests(SentinelsTests.Group group) : IClassFixture<SentinelsTests.Group>
{
    private readonly SentinelGroup servers = group.Servers;

    [Fact]
    public async Task All_agree_and_the_master_says_so_too()
    {
        await using var rig = Rig();

        var report = await rig.ReadAsync("sentinels");

        Assert.True(report.Healthy, report.Text());
        Assert.Equal($"primary: All 3 sentinels name 127.0.0.1:{servers.Master.Port}, which is the master; quorum is there", report.Answer);
        Assert.Equal((3, 1), (report.Readings.ValueOf("sentinels.answering"), report.Readings.ValueOf("sentinels.masters")));
        Assert.All(servers.Sentinels, sentinel => Assert.Contains(
            $"127.0.0.1:{sentinel.Port}  names 127.0.0.1:{servers.Master.Port}; quorum of 2 is there; knows 2 other sentinels, 2 replicas",
            report.Evidence));
        Assert.Contains(report.Evidence, line => line.StartsWith($"127.0.0.1:{servers.Master.Port}  master, offset ", StringComparison.Ordinal));
        Assert.All(servers.Replicas, replica => Assert.Contains(
            report.Evidence,
            line => line.StartsWith($"127.0.0.1:{replica.Port}  replica of 127.0.0.1:{servers.Master.Port}, ", StringComparison.Ordinal)));
        report.AssertReadable(rig);
    }

    [Fact]
    public async Task A_silent_sentinel_is_named_and_the_others_are_believed()
    {
        await using var rig = Rig($"Targets:primary:Sentinels:3=redis://127.0.0.1:{FreePort.Next()}");

        var report = await rig.ReadAsync("sentinels");

        Assert.False(report.Healthy);
        Assert.Equal($"primary: 3 of 4 sentinels name 127.0.0.1:{servers.Master.Port}, which is the master; 1 does not answer", report.Answer);
        Assert.Contains(report.Evidence, line => line.Contains("  REFUSED at TCP after ", StringComparison.Ordinal));
        report.AssertReadable(rig);
    }

    [Fact]
    public async Task A_name_that_no_sentinel_knows_is_a_matter_of_the_settings()
    {
        await using var rig = Rig("Targets:primary:MasterName=elsewhere");

        var report = await rig.ReadAsync("sentinels");

        Assert.False(report.Healthy);
        Assert.Equal("primary: No sentinel knows a master called \"elsewhere\"", report.Answer);
        Assert.Null(report.FailureClass);
        Assert.Contains("Compare MasterName in the settings with `sentinel monitor` in sentinel.conf.", report.Steps);
        report.AssertReadable(rig);
    }

    [Fact]
    public async Task One_that_watches_another_master_under_the_same_name_splits_opinion()
    {
        await using var other = await RedisServer.StartAsync();
        await using var astray = await SentinelServer.StartAsync(SentinelGroup.Name, other.Port, 1);
        await using var rig = Rig($"Targets:primary:Sentinels:3={astray.Url}");

        var report = await rig.ReadAsync("sentinels");

        Assert.Equal("SPLIT", report.FailureClass);
        Assert.Equal($"primary: The sentinels disagree: 3 name 127.0.0.1:{servers.Master.Port}, 1 names 127.0.0.1:{other.Port}", report.Answer);
        Assert.Contains($"127.0.0.1:{other.Port}  not in the settings, so not asked", report.Evidence);

        await using var knowing = Rig($"Targets:primary:Sentinels:3={astray.Url}", $"Targets:primary:Nodes:2={other.Url}");
        var both = await knowing.ReadAsync("sentinels");

        Assert.Equal("SPLIT", both.FailureClass);
        Assert.StartsWith("primary: 2 servers say that they are the master: 127.0.0.1:", both.Answer, StringComparison.Ordinal);
        both.AssertReadable(knowing);

        var refused = Assert.IsType<IncidentBot.Actions.PlanResult.Refused>(await knowing.PlanAsync("failover"));
        Assert.StartsWith("2 servers say that they are the master", refused.Rule, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sentinel_that_stands_alone_has_no_quorum()
    {
        await using var alone = await SentinelServer.StartAsync(SentinelGroup.Name + "-alone", servers.Master.Port, 2);
        await using var rig = Rig(
            $"Targets:primary:Sentinels:0={alone.Url}",
            "Targets:primary:Sentinels:1=",
            "Targets:primary:Sentinels:2=",
            $"Targets:primary:MasterName={SentinelGroup.Name}-alone");
        await Eventually.TrueAsync(async () => (await rig.ReadAsync("sentinels")).FailureClass == "NOQUORUM", "it has counted");

        var report = await rig.ReadAsync("sentinels");

        Assert.StartsWith(
            $"primary: They name 127.0.0.1:{servers.Master.Port}, but cannot fail over: NOQUORUM 1 usable Sentinels",
            report.Answer,
            StringComparison.Ordinal);
        report.AssertReadable(rig);
        var refused = Assert.IsType<IncidentBot.Actions.PlanResult.Refused>(await rig.PlanAsync("failover"));
        Assert.StartsWith("There is no quorum: NOQUORUM", refused.Rule, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_announced_address_gets_no_password_unless_the_settings_name_it_or_trust_it()
    {
        string[] alone = [.. servers.Settings.Where(setting => !setting.Contains(":Nodes:", StringComparison.Ordinal))];
        await using var careful = new ActionRig(servers.Master.Url, alone);
        await using var trusting = new ActionRig(servers.Master.Url, [.. alone, "Targets:primary:TrustAnnounced=true"]);
        var replica = servers.Replicas[0];

        await replica.AskAsync("CONFIG", "RESETSTAT");
        var report = await careful.ReadAsync("sentinels");

        Assert.Contains($"127.0.0.1:{replica.Port}  not in the settings, so not asked", report.Evidence);
        Assert.DoesNotContain("cmdstat_role", (await replica.AskAsync("INFO", "commandstats")).AsString(), StringComparison.Ordinal);
        Assert.Contains("Targets:primary:Nodes", report.Text(), StringComparison.Ordinal);
        var refused = Assert.IsType<IncidentBot.Actions.PlanResult.Refused>(await careful.PlanAsync("failover"));
        Assert.Contains("might win and is not in the settings", refused.Rule, StringComparison.Ordinal);

        Assert.Contains(
            (await trusting.ReadAsync("sentinels")).Evidence,
            line => line.StartsWith($"127.0.0.1:{replica.Port}  replica of ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_host_name_in_the_settings_is_found_by_its_address()
    {
        await using var rig = new ActionRig(servers.Master.Url, [.. servers.Settings.Select(
            setting => setting.Contains(":Nodes:", StringComparison.Ordinal) ? setting.Replace("127.0.0.1", "localhost", StringComparison.Ordinal) : setting)]);

        Assert.DoesNotContain("not in the settings", (await rig.ReadAsync("sentinels")).Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redis_that_is_no_sentinel_is_said_to_refuse()
    {
        await using var rig = Rig($"Targets:primary:Sentinels:2={servers.Replicas[0].Url}");

        Assert.Contains(
            (await rig.ReadAsync("sentinels")).Evidence,
            line => line.StartsWith($"127.0.0.1:{servers.Replicas[0].Port}  refuses: ERR unknown command 'SENTINEL'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_user_without_the_permission_for_the_role_is_no_outage()
    {
        foreach (var server in servers.Servers)
        {
            await server.AskAsync("ACL", "SETUSER", "narrow", "reset", "on", $">{ActionRig.Password}", "+ping", "+client|setname");
        }

        await using var rig = new ActionRig(servers.Master.UrlWith($"narrow:{ActionRig.Password}"), servers.Settings);
        var report = await rig.ReadAsync("sentinels");

        Assert.True(report.Healthy, report.Text());
        Assert.Contains(report.Evidence, line => line.StartsWith($"127.0.0.1:{servers.Master.Port}  refuses: NOPERM ", StringComparison.Ordinal));
        report.AssertReadable(rig);
    }

    [Fact]
    public async Task What_our_user_may_not_do_at_a_sentinel_is_named_before_anything_is_done()
    {
        foreach (var sentinel in servers.Sentinels)
        {
            await sentinel.SendAsync("ACL", "SETUSER", "reader", "reset", "on", $">{ActionRig.Password}", "&*", "+@all", "-sentinel|failover");
        }

        await using var rig =
            Rig([.. servers.Sentinels.Select((sentinel, i) => $"Targets:primary:Sentinels:{i}=redis://reader:{ActionRig.Password}@127.0.0.1:{sentinel.Port}")]);
        var refused = Assert.IsType<IncidentBot.Actions.PlanResult.Refused>(await rig.PlanAsync("failover"));

        Assert.EndsWith("user reader may not run SENTINEL FAILOVER (ACL SETUSER reader +sentinel|failover).", refused.Rule, StringComparison.Ordinal);
        Assert.Contains("no outage", refused.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_sentinels_it_says_where_to_write_them()
    {
        await using var rig = new ActionRig(servers.Master.Url);

        var report = await rig.ReadAsync("sentinels");

        Assert.True(report.Healthy);
        Assert.Equal("primary has no sentinels in the settings", report.Answer);
        Assert.Contains("Targets:primary:Sentinels", report.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reading_and_planning_change_nothing()
    {
        await using var rig = Rig();
        var epoch = (await servers.Sentinels[0].AskAsync("MASTER", SentinelGroup.Name)).ToString();

        await GroupDryRun.AssertAsync(servers.Servers, async () =>
        {
            await rig.ReadAsync("sentinels");
            await rig.ReadyAsync("failover");
        });

        Assert.Equal(Epoch(epoch), Epoch((await servers.Sentinels[0].AskAsync("MASTER", SentinelGroup.Name)).ToString()));
        Assert.All(servers.Sentinels, sentinel => Assert.True(
            sentinel.AskAsync("GET-MASTER-ADDR-BY-NAME", SentinelGroup.Name).Result.ToString().Contains($"{servers.Master.Port}", StringComparison.Ordinal)));

        static string Epoch(string fields) => fields.Split("config-epoch, ")[1].Split(',')[0];
    }

    /// <summary>An empty value takes a setting away.</summary>
    private ActionRig Rig(params string[] settings) => new(
        servers.Master.Url,
        [.. servers.Settings.Concat(settings)
            .GroupBy(setting => setting.Split('=')[0], StringComparer.Ordinal)
            .Select(same => same.Last())
            .Where(setting => !setting.EndsWith('='))]);

    public sealed class Group : IAsyncLifetime
    {
        internal SentinelGroup Servers { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Servers = await SentinelGroup.StartAsync();

        public ValueTask DisposeAsync() => Servers.DisposeAsync();
    }
}
