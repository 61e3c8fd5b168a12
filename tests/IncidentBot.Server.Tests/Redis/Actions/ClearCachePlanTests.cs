using System.Globalization;
using System.Text.RegularExpressions;
using IncidentBot.Actions;
using IncidentBot.Redis.Actions.Caches;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;
using IncidentBot.Support;
using IncidentBot.Words;

namespace IncidentBot.Redis.Actions;

public sealed class ClearCachePlanTests
{
    // Values from 0 to 399 bytes; what a key weighs is the server's own figure.
    private const string Fill = "for i = 1, 20000 do redis.call('set', 'rl:' .. i, string.rep('x', i % 400)) end";

    private const string Weigh = "local sum = 0 for i = 1, 20000 do sum = sum + redis.call('memory', 'usage', 'rl:' .. i) end return sum";

    [Theory]
    [MemberData(nameof(ActionRig.Users), MemberType = typeof(ActionRig))]
    public async Task It_counts_exactly_and_weighs_nearly(string user)
    {
        await using var server = await RedisServer.StartAsync();
        await server.AskAsync("EVAL", Fill, 0);
        await RedisTroubles.FillAsync(server, ("bull:email:", 500, 300), ("sess:", 500, 300), ("rlx:", 500, 300));
        var weight = (await server.AskAsync("EVAL", Weigh, 0)).AsLong()!.Value;
        await using var rig = await ActionRig.ConnectedAsync(server, user);

        var plan = await rig.ReadyAsync("clear-cache rl:*");

        Assert.Equal(20_000, Figure(plan, "keys"));
        Assert.InRange(Figure(plan, "bytes"), weight * 0.75, weight * 1.25);
        Assert.StartsWith("Would unlink about 20,000 keys, ", plan.Summary, StringComparison.Ordinal);
        Assert.EndsWith(" matching rl:* on primary.", plan.Summary, StringComparison.Ordinal);
        Assert.Equal("master", plan.Pins["role"]);
        Assert.Contains("rate limits restart from zero", plan.CannotBeUndone, StringComparison.Ordinal);
        Assert.Contains(plan.Notes, note => note.StartsWith("All keys were counted", StringComparison.Ordinal));
        Assert.Contains(plan.Notes, note => note.StartsWith("Not touched: ", StringComparison.Ordinal)
            && note.Contains("bull:*", StringComparison.Ordinal)
            && note.Contains("cb:*", StringComparison.Ordinal));
        Assert.Empty((await rig.ReadyAsync("clear-cache rl:*")).DriftFrom(plan));
    }

    [Fact]
    public async Task Where_nobody_wrote_what_comes_afterwards_nothing_is_left_open()
    {
        await using var server = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(server, ("rl:", 5, 10));
        await using var rig = await ActionRig.ConnectedAsync(server, ActionRig.DefaultUser, "Targets:primary:Caches:0:Afterwards=");

        var plan = await rig.ReadyAsync("clear-cache rl:*");

        Assert.Equal("the keys are gone for good.", plan.CannotBeUndone);
        Assert.DoesNotContain(plan.Notes, note => note.StartsWith("Afterwards", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_hundred_thousand_keys_are_counted_to_the_end()
    {
        await using var server = await RedisServer.StartAsync("--enable-debug-command", "yes");
        await server.AskAllAsync(RedisCommand.Of("DEBUG", "POPULATE", 200_000, "rl", 20));
        await using var rig = await ActionRig.ConnectedAsync(server);

        var plan = await rig.ReadyAsync("clear-cache rl:*");

        Assert.Equal(200_000, Figure(plan, "keys"));
        Assert.Contains(plan.Notes, note => note.StartsWith("All keys were counted", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("sess:*")]
    [InlineData("bull:*")]
    [InlineData("rq:*")]
    [InlineData("*")]
    [InlineData("rl:")]
    [InlineData("RL:*")]
    [InlineData("rl:1*")]
    public async Task What_is_not_listed_is_refused_and_the_list_is_shown(string pattern)
    {
        await using var server = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(server, ("sess:", 10, 10), ("bull:", 10, 10), ("rq:", 10, 10), ("rl:", 10, 10));
        await using var rig = await ActionRig.ConnectedAsync(server);

        var refused = Assert.IsType<PlanResult.Refused>(await rig.PlanAsync($"clear-cache {pattern}"));

        Assert.Equal($"{pattern} is not a cache that may be cleared on primary.", refused.Rule);
        Assert.StartsWith("Allowed there: rl:*, cb:*.", refused.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_without_a_list_allows_nothing_and_says_where_to_add_it()
    {
        await using var server = await RedisServer.StartAsync();
        await using var rig = new ActionRig(server.Url, $"Targets:other:Url={server.Url}");

        var refused = Assert.IsType<PlanResult.Refused>(await rig.PlanAsync("clear-cache rl:* on other"));

        Assert.Equal("None is configured. Add it under Targets:other:Caches.", refused.Hint);
    }

    [Fact]
    public async Task A_replica_is_refused_and_its_master_is_asked_for()
    {
        await using var replica = await RedisTroubles.ReplicaWithoutMasterAsync(serveStale: true);
        await using var rig = await ActionRig.ConnectedAsync(replica);

        var refused = Assert.IsType<PlanResult.Refused>(await rig.PlanAsync("clear-cache rl:*"));

        Assert.Equal("primary is a replica and refuses writes.", refused.Rule);
        Reports.AssertKnownCommands(rig, refused.Hint);
    }

    [Fact]
    public async Task No_matching_key_is_nothing_to_do()
    {
        await using var server = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(server, ("sess:", 10, 10));
        await using var rig = await ActionRig.ConnectedAsync(server);

        Assert.Equal("No key on primary matches rl:*.", Assert.IsType<PlanResult.Nothing>(await rig.PlanAsync("clear-cache rl:*")).Why);
    }

    [Fact]
    public async Task None_seen_in_time_is_not_said_to_be_none()
    {
        await using var server = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(server, ("sess:", 3000, 10));
        await using var rig = await ActionRig.ConnectedAsync(server);
        var hurried = new ClearCacheAction(
            rig.Get<RedisTargets>(),
            rig.Get<ClearableCaches>(),
            new CacheScan(new LeapingTime()),
            rig.Get<CacheSweep>(),
            TimeProvider.System);

        var nothing = Assert.IsType<PlanResult.Nothing>(await hurried.PlanAsync(rig.Call("clear-cache rl:*"), TestRedis.Token));

        Assert.Equal("No key matching rl:* was seen on primary in 6 s; not all keys were looked at.", nothing.Why);
    }

    [Fact]
    public async Task A_count_cut_short_is_extrapolated_and_says_so()
    {
        await using var server = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(server, ("rl:", 10_000, 10), ("sess:", 10_000, 10));
        await using var rig = await ActionRig.ConnectedAsync(server);

        var size = await new CacheScan(new LeapingTime()).MeasureAsync(await rig.Target.HoldAsync(TestRedis.Token), "rl:*", TestRedis.Token);

        Assert.False(size.Complete);
        Assert.InRange(size.Keys, 7_000, 13_000);
    }

    [Theory]
    [MemberData(nameof(ActionRig.Users), MemberType = typeof(ActionRig))]
    public async Task A_server_out_of_memory_can_be_planned_for(string user)
    {
        await using var server = await RedisTroubles.OutOfMemoryAsync(("rl:", 20_000, 100));
        await using var rig = await ActionRig.ConnectedAsync(server, user);

        var plan = await rig.ReadyAsync("clear-cache rl:*");

        Assert.Equal(20_000, Figure(plan, "keys"));
        Assert.Contains(plan.Notes, note => note.Contains("of 1 MB used", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_says_which_bytes_are_which_and_comes_near_with_what_is_left_afterwards()
    {
        await using var server = await RedisServer.StartAsync("--maxmemory", "100mb");
        await RedisTroubles.FillAsync(server, ("rl:", 40_000, 1000), ("sess:", 10_000, 1000));
        await using var rig = await ActionRig.ConnectedAsync(server);

        var plan = await rig.ReadyAsync("clear-cache rl:*");

        Assert.Contains(
            plan.Notes,
            note => note.EndsWith(
                $"; {Figures.Bytes(Figure(plan, "bytes"))} is what these keys take by themselves, from a sample of 500.",
                StringComparison.Ordinal));
        var memory = Assert.Single(plan.Notes, note => note.StartsWith("Memory now: ", StringComparison.Ordinal));
        Assert.Contains("; that is all that Redis takes, other keys and the buffers of its clients included.", memory, StringComparison.Ordinal);
        var said = Regex.Match(memory, @" Expected afterwards: about ([0-9.]+) MB of 100 MB \([0-9]+ %\), an estimate\.$");
        Assert.True(said.Success, memory);
        await rig.ApplyAsync("clear-cache rl:*", plan);
        await rig.VerifyAsync("clear-cache rl:*", plan);
        var used = RedisInfo.Parse((await server.AskAsync("INFO", "memory")).AsString()!).Memory.Used!.Value / (1024.0 * 1024);
        Assert.InRange(double.Parse(said.Groups[1].Value, CultureInfo.InvariantCulture), used - 5, used + 5);
    }

    [Theory]
    [InlineData("+ping +info")]
    [InlineData("+ping +info +dbsize +scan")]
    [InlineData("+ping")]
    public async Task A_missing_permission_is_the_reason_of_the_refusal(string rights)
    {
        await using var server = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(server, ("rl:", 10, 10));
        await using var rig = await ActionRig.ConnectedAsync(await ActionRig.UrlAsync(server, ActionRig.NamedUser, rights));

        var refused = Assert.IsType<PlanResult.Refused>(await rig.PlanAsync("clear-cache rl:*"));

        Assert.StartsWith("primary refuses: NOPERM ", refused.Rule, StringComparison.Ordinal);
        Assert.Contains("ACL SETUSER", refused.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("refused", "REFUSED")]
    [InlineData("hung", "HUNG")]
    public async Task A_server_that_cannot_be_read_is_refused_by_its_class(string fault, string named)
    {
        await using var server = await RedisServer.StartAsync();
        await using var rig = new ActionRig(server.Url, ActionRig.Hasty);
        if (fault == "hung")
        {
            server.Pause();
        }
        else
        {
            await server.KillAsync();
        }

        var refused = Assert.IsType<PlanResult.Refused>(await rig.PlanAsync("clear-cache rl:*"));

        Assert.StartsWith($"primary cannot be read: {named} at ", refused.Rule, StringComparison.Ordinal);
        Reports.AssertKnownCommands(rig, refused.Hint);
    }

    [Fact]
    public async Task A_restarted_server_voids_the_approval()
    {
        await using var server = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(server, ("rl:", 100, 10));
        await using var rig = new ActionRig(server.Url);
        var approved = await rig.ReadyAsync("clear-cache rl:*");
        await server.KillAsync();
        await server.RestartAsync();
        await RedisTroubles.FillAsync(server, ("rl:", 100, 10));

        ActionPlan? fresh = null;
        await Eventually.TrueAsync(
            async () => (fresh = (await rig.PlanAsync("clear-cache rl:*") as PlanResult.Ready)?.Plan) is not null,
            "the bot is connected again");

        Assert.StartsWith("server is ", Assert.Single(fresh!.DriftFrom(approved)), StringComparison.Ordinal);
    }

    private static double Figure(ActionPlan plan, string name) => plan.Figures.Single(figure => figure.Name == name).Value;

    /// <summary>Every look at the clock is an hour after the one before: any budget is used up at once.</summary>
    private sealed class LeapingTime : TimeProvider
    {
        private long hours;

        public override long GetTimestamp() => Interlocked.Increment(ref hours) * TimestampFrequency * 3600;
    }
}
