using IncidentBot.Actions;
using IncidentBot.EndToEnd;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;
using IncidentBot.Support;

namespace IncidentBot.Redis.Actions;

/// <summary>Every action that reads, on servers in every state: a report comes, names the class, and never throws.</summary>
public sealed class ReadActionTests
{
    private static readonly string[] Verbs = ["ping", "diagnose", "info", "clients", "memory", "persistence", "replication", "slowlog", "latency"];

    /// <summary>Slow on purpose, or with arguments of their own: a class of tests each.</summary>
    private static readonly string[] TestedApart = ["activity", "big-keys", "cluster", "idle-clients", "monitor", "prevention", "sentinels", "standby"];

    /// <summary>Which actions have to name the fault. The others read something that the fault does not touch, and are well.</summary>
    private static readonly Dictionary<string, Dictionary<string, string>> Named = new()
    {
        ["refused"] = Verbs.ToDictionary(verb => verb, _ => "REFUSED"),
        ["hung"] = Verbs.ToDictionary(verb => verb, _ => "HUNG"),
        ["misconf"] = new() { ["ping"] = "MISCONF", ["diagnose"] = "MISCONF", ["persistence"] = "MISCONF", ["latency"] = "MISCONF" },
        ["read-only"] = new() { ["diagnose"] = "READONLY", ["replication"] = "MASTERDOWN" },
        ["oom"] = new() { ["ping"] = "OOM", ["diagnose"] = "OOM", ["memory"] = "OOM" },
        ["max-clients"] = new() { ["ping"] = "MAX CLIENTS", ["diagnose"] = "MAX CLIENTS", ["clients"] = "MAX CLIENTS" },
        ["loading"] = new() { ["ping"] = "LOADING", ["diagnose"] = "LOADING", ["memory"] = "LOADING", ["persistence"] = "LOADING", ["latency"] = "LOADING" },
    };

    public static TheoryData<string, string> FaultsAndUsers => [.. BrokenRedis.Faults.SelectMany(fault => ActionRig.Users.Select(user => (fault, user.Data)))];

    [Fact]
    public async Task Every_reading_action_of_the_catalogue_is_tested_here()
    {
        await using var rig = new ActionRig("redis://127.0.0.1");

        Assert.Equal(Verbs.Concat(TestedApart).Order(), rig.Catalogue.All.OfType<IObserveAction>().Select(action => action.Definition.Id.Verb).Order());
    }

    [Theory]
    [MemberData(nameof(ActionRig.Users), MemberType = typeof(ActionRig))]
    public async Task A_healthy_server_is_well(string user)
    {
        await using var server = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(server, ("rl:", 500, 10), ("bull:email:", 50, 10));
        await using var rig = await ActionRig.ConnectedAsync(server, user);

        foreach (var (verb, report) in await ReadAllAsync(rig))
        {
            AssertNames(verb, report, null);
        }
    }

    [Theory]
    [MemberData(nameof(FaultsAndUsers))]
    public async Task A_broken_server_is_named_by_what_is_broken(string fault, string user)
    {
        await using var redis = await BrokenRedis.WithAsync(fault);
        await using var rig = await ActionRig.ConnectedAsync(redis.Server, user, fault == "hung" ? ActionRig.Hasty : []);
        await redis.Break();
        await Eventually.TrueAsync(() => fault != "refused" || rig.Target.HeldNow is null, "the bot has seen that the connection is lost");

        foreach (var (verb, report) in await ReadAllAsync(rig))
        {
            AssertNames(verb, report, Named[fault].GetValueOrDefault(verb));
        }
    }

    [Fact]
    public async Task A_loading_server_is_named_by_those_it_refuses_and_read_by_the_others()
    {
        await using var server = await RedisTroubles.LoadingAsync();
        await using var rig = await ActionRig.ConnectedAsync(server.Url);

        foreach (var (verb, report) in await ReadAllAsync(rig))
        {
            AssertNames(verb, report, Named["loading"].GetValueOrDefault(verb));
        }
    }

    [Theory]
    [InlineData("-@all")]
    [InlineData("+ping")]
    [InlineData("+ping +info +dbsize +latency|latest")]
    public async Task A_missing_permission_is_named_and_is_never_an_outage(string rights)
    {
        await using var server = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(server, ("rl:", 500, 10));
        await using var rig = await ActionRig.ConnectedAsync(await ActionRig.UrlAsync(server, ActionRig.NamedUser, rights));
        string[] allowed = rights switch
        {
            "-@all" => [],
            "+ping" => [],

            // A diagnosis has what it needs, and says what more it would have asked.
            _ => ["ping", "info", "persistence", "replication", "latency"],
        };

        foreach (var (verb, report) in await ReadAllAsync(rig))
        {
            Assert.True(report.Healthy || verb == "latency", $"{verb}: {report.Text()}");
            Assert.True(report.FailureClass is null or "NOPERM", $"{verb}: {report.Text()}");

            // Not where the server counts its error replies, ours among them.
            var said = report with { Evidence = [.. report.Evidence.Where(line => !line.StartsWith("Error replies since start", StringComparison.Ordinal))] };
            Assert.Equal((verb, !allowed.Contains(verb)), (verb, said.Text().Contains("NOPERM", StringComparison.Ordinal)));
            Assert.DoesNotContain("/incident open", report.Text(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("memory", "OOM", "primary: 2")]
    [InlineData("clients", "MAX CLIENTS", "primary: 5 of 5 clients")]
    public async Task A_missing_permission_does_not_hide_an_outage(string verb, string named, string answer)
    {
        await using var server = await RedisServer.StartAsync("--maxclients", "5");
        await RedisTroubles.FillAsync(server, ("rl:", 20_000, 10));
        await using var rig = await ActionRig.ConnectedAsync(await ActionRig.UrlAsync(server, ActionRig.NamedUser, "+ping +info"));
        await server.AskAsync("CONFIG", "SET", "maxmemory", "1mb");
        var crowd = await RedisTroubles.FillClientsAsync(server);

        var report = await rig.ReadAsync(verb);

        Assert.False(report.Healthy);
        Assert.NotEmpty(crowd);
        Assert.Equal(named, report.FailureClass);
        Assert.StartsWith(answer, report.Answer, StringComparison.Ordinal);
        Assert.Contains("NOPERM", report.Text(), StringComparison.Ordinal);
    }

    /// <summary>So that of all reads the diagnosis speaks, which has the advice.</summary>
    [Fact]
    public async Task Memory_that_is_nearly_full_is_a_risk_and_no_outage()
    {
        await using var server = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(server, ("rl:", 20_000, 10));
        await using var rig = await ActionRig.ConnectedAsync(server);
        await ClearCacheVerifyTests.NearlyFullAsync(server);

        var (diagnose, memory) = (await rig.ReadAsync("diagnose"), await rig.ReadAsync("memory"));

        Assert.Equal((false, Gravity.Risk, "NEARLY FULL"), (memory.Healthy, memory.Gravity, memory.FailureClass));
        Assert.Equal((false, Gravity.Risk, "NEARLY FULL"), (diagnose.Healthy, diagnose.Gravity, diagnose.FailureClass));
        Assert.Equal(["/redis clear-cache rl:* on primary", "/redis memory on primary"], diagnose.Next.Select(one => one.Command));
    }

    [Fact]
    public async Task A_crowd_that_leaves_a_few_places_is_a_risk_and_no_outage()
    {
        await using var server = await RedisServer.StartAsync("--maxclients", "40");
        await using var rig = await ActionRig.ConnectedAsync(server);

        // With the bot's own, of which there are one or two, between 36 and 38.
        for (var client = 0; client < 35; client++)
        {
            var connection = await server.ConnectAsync();
            await connection.SendAsync(RespWriter.Encode(RedisCommand.Of("PING")), TestRedis.Token);
            Assert.Null((await connection.ReadAsync(TestRedis.Token)).AsError);
        }

        var clients = await rig.ReadAsync("clients");

        Assert.Equal((false, Gravity.Risk, "FEW PLACES LEFT"), (clients.Healthy, clients.Gravity, clients.FailureClass));
    }

    [Theory]
    [InlineData("server", "primary INFO server: Redis 7.")]
    [InlineData("stats", "primary INFO stats: ")]
    [InlineData("replication", "primary INFO replication: master, 0 replicas")]
    [InlineData("keyspace", "primary INFO keyspace: 100 keys in db0")]
    [InlineData("memory", "primary INFO memory: ")]
    [InlineData("clients", "primary INFO clients: ")]
    public async Task A_section_of_INFO_says_first_what_people_look_for_in_it(string section, string answer)
    {
        await using var server = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(server, ("rl:", 100, 10));
        await using var rig = await ActionRig.ConnectedAsync(server);

        var report = await rig.ReadAsync($"info {section}");

        Assert.StartsWith(answer, report.Answer, StringComparison.Ordinal);
        Assert.DoesNotContain("fields", report.Answer, StringComparison.Ordinal);
        Assert.DoesNotContain("not reported", report.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_password_is_ever_in_a_report()
    {
        const string Rotated = "rotated-staple";
        await using var server =
            await RedisServer.StartAsync("--requirepass", ActionRig.Password, "--masterauth", ActionRig.Password, "--slowlog-log-slower-than", "0");
        await using var rig = await ActionRig.ConnectedAsync(server.UrlWith($":{ActionRig.Password}"), ActionRig.Hasty);
        await using var wrong = new ActionRig(server.UrlWith($":{Rotated}"));
        var unknown = server.UrlWith($"somebody:{Rotated}");
        await using var nobody = new ActionRig(unknown);

        var reports = new List<ActionReport>();
        foreach (var asked in new[] { rig, wrong, nobody })
        {
            reports.AddRange((await ReadAllAsync(asked)).Select(read => read.Report));
        }

        Assert.Equal(Verbs.Length * 2, reports.Count(report => report.FailureClass == "WRONGPASS"));
        await server.AskAllAsync(RedisCommand.OfConnection("AUTH", ActionRig.Password), RedisCommand.Of("CONFIG", "SET", "requirepass", Rotated));
        reports.AddRange((await ReadAllAsync(rig)).Select(read => read.Report));
        server.Pause();
        reports.AddRange((await ReadAllAsync(rig)).Select(read => read.Report));
        server.Resume();
        await server.KillAsync();
        reports.AddRange((await ReadAllAsync(rig)).Select(read => read.Report));

        Assert.All(reports, report => Assert.DoesNotContain(ActionRig.Password, report.Text(), StringComparison.Ordinal));
        Assert.All(reports, report => Assert.DoesNotContain(Rotated, report.Text(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_connection_that_died_without_a_word_costs_one_read_and_not_the_next()
    {
        await using var server = await RedisServer.StartAsync();
        await using var relay = new Relay(server.Port);
        await using var rig = await ActionRig.ConnectedAsync(relay.Url, "Redis:CommandTimeout=00:00:00.4", "Redis:KeepAlive=00:05:00");
        relay.ForgetOpenConnections();

        Assert.Equal("HUNG", (await rig.ReadAsync("clients")).FailureClass);
        await Eventually.TrueAsync(async () => (await rig.ReadAsync("clients")).FailureClass is null, "the next read has a new connection");
    }

    [Fact]
    public async Task An_unknown_target_is_a_report_that_lists_those_there_are()
    {
        await using var rig = new ActionRig("redis://127.0.0.1");

        foreach (var action in rig.Catalogue.All.OfType<IObserveAction>())
        {
            var report = await action.ReadAsync(new ActionCall(action.Definition.Id, "elsewhere", new Dictionary<string, string>()), TestRedis.Token);
            Assert.False(report.Healthy);
            Assert.Equal("No Redis target is called \"elsewhere\". There is: primary.", report.Answer);
        }
    }

    private static async Task<IReadOnlyList<(string Verb, ActionReport Report)>> ReadAllAsync(ActionRig rig)
    {
        var reports = new List<(string, ActionReport)>();
        foreach (var verb in Verbs)
        {
            var report = await rig.ReadAsync(verb);
            report.AssertReadable(rig, raw: verb == "info");
            reports.Add((verb, report));
        }

        return reports;
    }

    private static void AssertNames(string verb, ActionReport report, string? named)
    {
        Assert.True(report.FailureClass == named, $"{verb} names {report.FailureClass ?? "nothing"} and not {named ?? "nothing"}: {report.Text()}");

        // Round trips on a machine that many tests share say nothing about the server.
        Assert.True(report.Healthy == (named is null) || verb == "latency", $"{verb} is {(report.Healthy ? "well" : "not well")}: {report.Text()}");
    }
}
