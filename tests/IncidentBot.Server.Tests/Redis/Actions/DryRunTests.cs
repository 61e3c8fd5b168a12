using IncidentBot.Actions;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;
using IncidentBot.Support;

namespace IncidentBot.Redis.Actions;

/// <summary>A read or a plan writes nothing, whatever the action: shown by the server itself, not by our code.</summary>
public sealed class DryRunTests
{
    /// <summary>What a dry run may ask. Each is looked up on the server too. EVAL is not here: the server cannot say what it would do.</summary>
    private static readonly HashSet<string> ReadOnly =
    [
        "auth", "select", "ping", "echo", "info", "client|setname", "client|id", "client|list", "config|get", "cluster|info", "cluster|nodes",
        "cluster|slots", "dbsize", "scan", "memory|usage", "slowlog|get", "latency|latest", "exists",
        "hget", "type", "ttl", "pttl", "time", "command|info", "acl|getuser",
        "acl|dryrun", "lastsave",
    ];

    /// <summary>What to type for each action. A new action needs a line here.</summary>
    internal static readonly Dictionary<string, string> Examples = new()
    {
        ["redis.ping"] = "ping",
        ["redis.diagnose"] = "diagnose",
        ["redis.info"] = "info stats",
        ["redis.clients"] = "clients",
        ["redis.memory"] = "memory",
        ["redis.persistence"] = "persistence",
        ["redis.replication"] = "replication",
        ["redis.slowlog"] = "slowlog",
        ["redis.latency"] = "latency",
        ["redis.clear-cache"] = "clear-cache rl:*",
        ["redis.kill-client"] = "kill-client {client}",
        ["redis.kill-idle"] = "kill-idle 1s",
        ["redis.idle-clients"] = "idle-clients 1s",
        ["redis.set-maxmemory"] = "set-maxmemory 1gb",
        ["redis.set-maxclients"] = "set-maxclients 9000",
        ["redis.set-policy"] = "set-policy noeviction",
        ["redis.bgsave"] = "bgsave",
        ["redis.kill-script"] = "kill-script",
        ["redis.big-keys"] = "big-keys 5",
        ["redis.activity"] = "activity 1",
        ["redis.prevention"] = "prevention",
        ["redis.sentinels"] = "sentinels",
        ["redis.cluster"] = "cluster",
        ["redis.standby"] = "standby",
    };

    /// <summary>Refused on a server that stands alone: their own tests plan them with a group of servers, and watch each of those.</summary>
    private static readonly HashSet<string> NeedAGroup =
    [
        "redis.failover",
        "redis.cluster-failover",
        "redis.promote-standby",
        "redis.rejoin",
        "redis.return-to-primary",
    ];

    public static TheoryData<string, string> ActionsAndUsers
    {
        get
        {
            // The services only; nothing is connected.
            // MONITOR is refused unless a target allows it; MonitorTests are about when one does.
            var actions = new ActionRig("redis://127.0.0.1").Catalogue.All
                .Select(action => action.Definition.Id.Value)
                .Where(id => id != "redis.monitor" && !NeedAGroup.Contains(id));
            return [.. actions.SelectMany(action => ActionRig.Users.Select(user => (action, user.Data)))];
        }
    }

    [Theory]
    [MemberData(nameof(ActionsAndUsers))]
    public async Task It_asks_only_what_changes_nothing(string action, string user)
    {
        Assert.True(Examples.TryGetValue(action, out var typed), $"{action} is new: say in Examples what to type, so that its dry run is tested.");
        await using var server = await RedisServer.StartAsync();
        await using var client = await server.ConnectAsync();
        typed = typed.Replace("{client}", await IdAsync(client), StringComparison.Ordinal);
        await RedisTroubles.FillAsync(server, ("rl:", 2000, 500), ("bull:email:", 100, 10));
        await ClearCacheVerifyTests.NearlyFullAsync(server);
        var url = await ActionRig.UrlAsync(server, user);
        await using var watch = await CommandWatch.StartAsync(server);
        var before = await watch.ChangesAsync();
        await using var rig = await ActionRig.ConnectedAsync(url);

        await DryRunAsync(rig, typed);

        var lines = await watch.LinesAsync();
        var names = await watch.NamesAsync();
        Assert.NotEmpty(lines);
        Assert.Contains("ping", names);
        Assert.Empty(names.Except(ReadOnly));
        Assert.All(lines, line => Assert.Contains(line.Split('"')[1].ToLowerInvariant(), names.Select(name => name.Split('|')[0])));
        foreach (var name in names)
        {
            Assert.DoesNotContain("write", await watch.FlagsAsync(name));
        }

        Assert.DoesNotContain(lines, line => line.Contains(CanaryWrite.Prefix, StringComparison.Ordinal));
        Assert.Equal(before, await watch.ChangesAsync());
    }

    [Theory]
    [MemberData(nameof(ActionRig.Users), MemberType = typeof(ActionRig))]
    public async Task A_verification_makes_a_test_write_that_the_watch_sees(string user)
    {
        await using var server = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(server, ("rl:", 2000, 10));
        var url = await ActionRig.UrlAsync(server, user);
        await using var watch = await CommandWatch.StartAsync(server);
        await using var rig = await ActionRig.ConnectedAsync(url);

        var plan = await rig.ReadyAsync("clear-cache rl:*");
        Assert.DoesNotContain("set", await watch.NamesAsync());
        await watch.LinesAsync();

        await rig.VerifyAsync("clear-cache rl:*", plan);
        Assert.Contains(await watch.LinesAsync(), line => line.StartsWith($"\"SET\" \"{CanaryWrite.Prefix}", StringComparison.Ordinal));

        await rig.Verification.CheckAsync("primary", TestRedis.Token);
        Assert.Contains(await watch.LinesAsync(), line => line.StartsWith($"\"SET\" \"{CanaryWrite.Prefix}", StringComparison.Ordinal));
        Assert.Equal(["del", "set"], (await watch.NamesAsync()).Where(name => name is "set" or "del").Order());
        Assert.Contains("write", await watch.FlagsAsync("set"));
    }

    private static async Task DryRunAsync(ActionRig rig, string typed)
    {
        if (rig.Catalogue.Find(rig.Call(typed).Action.Value) is IObserveAction)
        {
            await rig.ReadAsync(typed);
        }
        else
        {
            // A refusal would prove nothing; that there is nothing to do was read, too.
            Assert.IsNotType<PlanResult.Refused>(await rig.PlanAsync(typed));
        }
    }

    private static async Task<string> IdAsync(RespConnection connection)
    {
        await connection.SendAsync(RespWriter.Encode(RedisCommand.Of("CLIENT", "ID")), TestRedis.Token);
        return (await connection.ReadAsync(TestRedis.Token)).AsString()!;
    }
}
