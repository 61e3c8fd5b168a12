using IncidentBot.Redis.Info;
using IncidentBot.Support;

namespace IncidentBot.Redis.Actions;

/// <summary>
/// What several servers were asked meanwhile, by their own count, which holds administrative commands too. They also talk to each
/// other: what replication, sentinels and a cluster's bus ask by themselves is let through, and none of it changes a role or a key.
/// </summary>
internal static class GroupDryRun
{
    private static readonly string[] Reads =
        [
            "auth", "ping", "info", "role", "client|setname", "client|list", "config|get", "cluster|info", "cluster|nodes",
            "dbsize", "command|info", "acl|dryrun", "latency|latest", "slowlog|get", "time",
        ];

    private static readonly string[] OfTheGroup = ["publish", "subscribe", "psync", "replconf"];

    private static readonly string[] OfTheTest = ["config|resetstat"];

    public static async Task AssertAsync(IEnumerable<RedisServer> servers, Func<Task> dryRun)
    {
        var all = servers.ToList();

        // What was written before still comes to the replicas, which count it as commands of their own.
        await Eventually.TrueAsync(() => AreInStepAsync(all), "every replica has what its master has");
        foreach (var server in all)
        {
            Assert.Null((await server.AskAsync("CONFIG", "RESETSTAT")).AsError);
        }

        await dryRun();

        var asked = new HashSet<string>();
        foreach (var server in all)
        {
            asked.UnionWith(RedisInfo.Parse((await server.AskAsync("INFO", "commandstats")).AsString()!)
                .Section("Commandstats").Keys
                .Select(name => name["cmdstat_".Length..]));
        }

        Assert.Contains("client|setname", asked);
        Assert.Empty(asked.Except([.. Reads, .. OfTheGroup, .. OfTheTest]));
        foreach (var name in asked.Intersect(Reads))
        {
            var known = (await all[0].AskAsync("COMMAND", "INFO", name)).AsItems()[0].AsItems();
            Assert.DoesNotContain("write", known[2].AsItems().Select(flag => flag.AsString()));
        }
    }

    private static async Task<bool> AreInStepAsync(List<RedisServer> servers)
    {
        var facts = new Dictionary<int, RedisInfo>();
        foreach (var server in servers)
        {
            facts[server.Port] = RedisInfo.Parse((await server.AskAsync("INFO", "replication")).AsString()!);
        }

        return facts.Values.Where(info => info.Text("role") == "slave").All(replica =>
            facts.GetValueOrDefault((int)(replica.Number("master_port") ?? 0)) is not { } master
            || master.Number("master_repl_offset") == replica.Number("slave_repl_offset"));
    }
}
