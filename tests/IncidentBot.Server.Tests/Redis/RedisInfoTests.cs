using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;
using IncidentBot.Support;

namespace IncidentBot.Redis;

public sealed class RedisInfoTests
{
    [Fact]
    public async Task A_real_master_with_a_replica_is_read_whole()
    {
        await using var master = await RedisServer.StartAsync("--maxmemory", "64mb");
        await using var replica = await RedisServer.StartAsync("--replicaof", "127.0.0.1", $"{master.Port}");
        await master.AskAllAsync(RedisCommand.Of("SET", "a", 1), RedisCommand.Of("SET", "b", 1, "EX", 100), RedisCommand.Of("INCR", "a", "b"));
        await Eventually.TrueAsync(async () => (await ReadAsync(replica)).Replication.MasterLinkUp == true, "the replica follows");
        await Eventually.TrueAsync(async () => (await ReadAsync(master)).Replication.Replicas is [{ State: "online" }], "the master sees it");

        var info = await ReadAsync(master);

        Assert.Matches(@"^\d+\.\d+\.\d+$", info.Server.Version);
        Assert.Equal("standalone", info.Server.Mode);
        Assert.Equal(40, info.Server.RunId?.Length);
        Assert.InRange(info.Server.Uptime!.Value.TotalMinutes, 0, 10);
        Assert.NotNull(info.Server.ProcessId);
        Assert.InRange(info.Clients.Connected!.Value, 1, 10);
        Assert.Equal(0, info.Clients.Blocked);
        Assert.NotNull(info.Clients.MaxClients);
        Assert.Equal(64 * 1024 * 1024, info.Memory.Max);
        Assert.Equal("noeviction", info.Memory.Policy);
        Assert.InRange(info.Memory.Fill!.Value, 0.001, 0.5);
        Assert.True(info.Memory.TotalSystem > info.Memory.Used);
        Assert.Equal(("master", false, 1), (info.Replication.Role, info.Replication.IsReplica, info.Replication.ConnectedReplicas));
        Assert.Equal(replica.Port, info.Replication.Replicas[0].Port);
        Assert.Equal([new DatabaseFacts(0, 2, 1)], info.Keyspace);
        Assert.Equal(1, info.Errors["ERR"]);
        Assert.False(info.Persistence.Loading);
        Assert.False(info.Persistence.SnapshotFailed);
        Assert.Contains("cmdstat_set", info.Section("commandstats").Keys);

        var follower = (await ReadAsync(replica)).Replication;
        Assert.Equal((true, "127.0.0.1", master.Port, true), (follower.IsReplica, follower.MasterHost, follower.MasterPort, follower.ReplicaReadOnly));
    }

    [Fact]
    public void What_is_missing_is_null_and_what_is_unknown_is_ignored()
    {
        var info = RedisInfo.Parse("# Server\r\nredis_version:2.8.0\r\nnonsense\r\n:x\r\nfuture_field:a:b\r\nused_memory:many\r\n"
            + "maxmemory:0\r\n\r\n# Keyspace\r\ndbx:keys=1\r\ndb0:keys=5\r\n");

        Assert.Equal(new Version(2, 8, 0), info.Server.ParsedVersion);
        Assert.Null(info.Memory.Used);
        Assert.Null(info.Memory.Max);
        Assert.Null(info.Memory.Fill);
        Assert.Null(info.Clients.Connected);
        Assert.Null(info.Persistence.Loading);
        Assert.Empty(info.Errors);
        Assert.Equal("a:b", info.Text("future_field"));
        Assert.Equal([new DatabaseFacts(0, 5, 0)], info.Keyspace);
        Assert.Empty(info.Section("nothing"));
    }

    [Fact]
    public void Any_text_can_be_read()
    {
        var texts = Gen.OneOf(
            ArbMap.Default.ArbFor<string>().Generator.Select(text => text ?? ""),
            Gen.Elements(
                "used_memory:", "# X", "\r\n", "9223372036854775808", "-1", "db0:keys=", "slave0:ip=", ",", "uptime_in_seconds:",
                "99999999999", "errorstat_A:count=1", "nan", "inf", "mem_fragmentation_ratio:")
                .ArrayOf().Select(string.Concat));

        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var info = RedisInfo.Parse(text);
            return $"{info.Server}{info.Clients}{info.Memory}{info.Persistence}{info.Stats}{info.Replication}{info.Errors}{info.Keyspace.Count}".Length > 0;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task A_refused_info_is_an_error_with_its_class()
    {
        await using var server = await RedisServer.StartAsync();
        await server.AskAsync("ACL", "SETUSER", "narrow", "on", ">p", "~*", "+ping");
        await using var session = await SessionAsync(server.UrlWith("narrow:p"));

        var refused = await Assert.ThrowsAsync<RedisErrorException>(() => RedisInfo.ReadAsync(session, TestRedis.Token));

        Assert.Equal(FailureClass.NoPermission, refused.Class);
    }

    private static async Task<RedisInfo> ReadAsync(RedisServer server)
    {
        await using var session = await SessionAsync(server.Url);
        return await RedisInfo.ReadAsync(session, TestRedis.Token);
    }

    private static async Task<IRedisSession> SessionAsync(string url) =>
        await new RedisSessions(RedisEndpoint.Parse(url), new RedisTls(), TestRedis.Patient, TimeProvider.System).OpenRespAsync(TestRedis.Token);
}
