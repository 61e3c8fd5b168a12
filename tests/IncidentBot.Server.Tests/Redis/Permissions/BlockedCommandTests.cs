using System.Text.RegularExpressions;
using IncidentBot.Actions;
using IncidentBot.Redis.Actions;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Sessions;
using IncidentBot.Support;

namespace IncidentBot.Redis.Permissions;

/// <summary>Managed services rename commands away. What then cannot be seen is said, is no outage, and hides none.</summary>
public sealed partial class BlockedCommandTests(AskedCommands asked) : IClassFixture<AskedCommands>
{
    private static readonly string[] Outages =
        [.. Enum.GetValues<FailureClass>()
            .Where(failure => failure is not (FailureClass.NotAvailable or FailureClass.NoPermission))
            .Select(failure => failure.Text().Name)];

    public static TheoryData<string> Commands =>
    [
        "ACL", "BGSAVE", "CLIENT", "CLUSTER", "COMMAND", "CONFIG", "DBSIZE", "EVAL", "FUNCTION",
        "INFO", "LASTSAVE", "LATENCY", "MEMORY", "MONITOR", "PING", "ROLE",
        "SCAN", "SCRIPT", "SLOWLOG", "TIME", "TYPE", "XINFO", "XRANGE", "XREVRANGE",
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_read_says_what_it_could_not_see_and_calls_it_no_outage(string command)
    {
        await using var server = await asked.Seed.StartAsync([.. Examples.Arguments, "--rename-command", command, ""]);
        var urls = await Task.WhenAll(ActionRig.Users.Select(user => ActionRig.UrlAsync(server.Redis, user.Data))
            .Where(_ => command != "ACL")
            .Append(Task.FromResult(server.Redis.Url))
            .Distinct());
        foreach (var url in urls.Distinct())
        {
            await using var bot = new WholeCatalogue(url, null, "Targets:primary:AllowMonitor=true");

            var reports = await Task.WhenAll(Examples.Observing.Select(async action => (action, report: await bot.ReadAsync(Examples.Reading(action)))));

            foreach (var (action, report) in reports)
            {
                Assert.True(report.FailureClass is null or "NOT AVAILABLE", $"{action}: {report.Text()}");
                Assert.DoesNotContain("/incident open", report.Text(), StringComparison.Ordinal);
                Assert.False(
                    asked.Of(action).Contains(command) && !Mentions(report, command),
                    $"{action} does not say that it could not use {command}: {report.Text()}");
            }

            Assert.All(await bot.Verification.CheckAsync("primary", TestRedis.Token), check =>
                Assert.True(check.Passed || check.Evidence.EndsWith("this is no outage.", StringComparison.Ordinal), $"{check.Name}: {check.Evidence}"));
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_change_is_planned_or_says_what_is_not_available(string command)
    {
        await using var server = await asked.Seed.StartAsync([.. Examples.Arguments, "--rename-command", command, ""]);
        await using var bot = new WholeCatalogue(server.Redis.Url);

        foreach (var action in Examples.Changing.Where(action => action is not "queue.restore"))
        {
            var planned = await bot.PlanAsync(Examples.Reading(action).Replace("{client}", "1", StringComparison.Ordinal));

            if (planned is PlanResult.Refused refused)
            {
                Assert.Contains(command, refused.Rule, StringComparison.Ordinal);
                Assert.Contains("This is no outage.", refused.Rule, StringComparison.Ordinal);
                Assert.DoesNotContain(Outages, name => Regex.IsMatch(refused.Rule, $@"\b{Regex.Escape(name)} at "));
            }
        }
    }

    [Theory]
    [InlineData("MEMORY")]
    [InlineData("CLIENT")]
    [InlineData("CONFIG")]
    [InlineData("SCAN")]
    [InlineData("LATENCY")]
    [InlineData("PING")]
    public async Task A_blocked_command_does_not_hide_that_memory_is_full(string command)
    {
        await using var server = await RedisServer.StartAsync("--rename-command", command, "", "--maxmemory", "1");
        await using var bot = new WholeCatalogue(server.Url);

        var report = await bot.ReadAsync("redis.diagnose");

        Assert.Equal("OOM", report.FailureClass);
    }

    /// <summary>By the server, as managed services do, or by the ACL.</summary>
    [Theory]
    [InlineData(true, "LATENCY")]
    [InlineData(true, "SLOWLOG")]
    [InlineData(true, "MEMORY")]
    [InlineData(true, "CONFIG")]
    [InlineData(true, "CLIENT")]
    [InlineData(true, "CLUSTER")]
    [InlineData(true, "LATENCY", "SLOWLOG", "MEMORY", "CONFIG", "CLIENT", "CLUSTER")]
    [InlineData(false, "LATENCY")]
    [InlineData(false, "SLOWLOG")]
    [InlineData(false, "MEMORY")]
    [InlineData(false, "CONFIG")]
    [InlineData(false, "CLIENT")]
    [InlineData(false, "CLUSTER")]
    [InlineData(false, "LATENCY", "SLOWLOG", "MEMORY", "CONFIG", "CLIENT", "CLUSTER")]
    public async Task Refused_commands_do_not_hide_that_memory_is_nearly_full(bool byServer, params string[] commands)
    {
        await using var server = await RedisServer.StartAsync(
            ["--maxmemory", "32mb", .. byServer ? commands.SelectMany(command => new[] { "--rename-command", command, "" }) : []]);
        await server.AskAsync("EVAL", "for i = 1, 30 do redis.call('SET', 'page:' .. i, string.rep('x', 1000000)) end", 0);
        await server.AskAsync(
            "ACL",
            ["SETUSER", "narrow", "on", ">p", "~*", "+@all", .. byServer ? [] : commands.Select(command => (RedisArgument)$"-{command}")]);
        await using var bot = new WholeCatalogue(server.UrlWith("narrow:p"));

        var report = await bot.ReadAsync("redis.diagnose");

        Assert.Equal(("NEARLY FULL", false), (report.FailureClass, report.Healthy));
        Assert.Matches(@"^primary answers, but memory is nearly exhausted \(9\d %\)", report.Answer);
        Assert.Contains("/redis memory on primary", report.Next.Select(next => next.Command));
    }

    [Theory]
    [InlineData("CLIENT")]
    [InlineData("CONFIG")]
    [InlineData("MEMORY")]
    public async Task A_blocked_command_does_not_hide_that_nobody_gets_in(string command)
    {
        await using var server = await RedisServer.StartAsync("--rename-command", command, "", "--maxclients", "6");
        await using var bot = new WholeCatalogue(server.Url);
        await bot.Target.HoldAsync(TestRedis.Token);
        var crowd = await RedisTroubles.FillClientsAsync(server);

        Assert.Equal("MAX CLIENTS", (await bot.ReadAsync("redis.diagnose")).FailureClass);
        Assert.Equal("MAX CLIENTS", (await bot.ReadAsync("redis.clients")).FailureClass);
        Assert.NotEmpty(crowd);
    }

    [Theory]
    [InlineData("CONFIG")]
    [InlineData("ROLE")]
    public async Task A_blocked_command_does_not_hide_missing_replicas(string command)
    {
        await using var server = await RedisServer.StartAsync("--rename-command", command, "", "--min-replicas-to-write", "1");
        await using var bot = new WholeCatalogue(server.Url);

        Assert.Equal("NOREPLICAS", (await bot.ReadAsync("redis.diagnose")).FailureClass);
    }

    /// <summary>The command by its name, in the server's words or in ours, outside of what commands people are told to type.</summary>
    private static bool Mentions(ActionReport report, string command) =>
        report.NotSeen.Concat(report.Evidence).Append(report.Answer)
            .Any(line => Regex.IsMatch(Typed().Replace(line, ""), $@"\b{command}\b", RegexOptions.IgnoreCase));

    [GeneratedRegex("/(redis|queue|rq|incident) [^`]*")]
    private static partial Regex Typed();
}
