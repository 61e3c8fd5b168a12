using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Probe;

namespace IncidentBot.Redis;

/// <summary>States that a test cannot bring a real server into, from the words of INFO.</summary>
public sealed class DiagnosisRulesTests
{
    [Theory]
    [InlineData(null, "used_memory:50\nmaxmemory:100\nmaxmemory_policy:noeviction")]
    [InlineData(null, "used_memory:500\nmaxmemory:0\nmaxmemory_policy:noeviction")]
    [InlineData("OutOfMemory", "used_memory:100\nmaxmemory:100\nmaxmemory_policy:noeviction")]
    [InlineData(null, "used_memory:995\nmaxmemory:1000\nmaxmemory_policy:noeviction")]
    [InlineData("OutOfMemory", "used_memory:995\nmaxmemory:1000\nmaxmemory_policy:noeviction\n# Errorstats\nerrorstat_OOM:count=3")]
    [InlineData(null, "used_memory:1005\nmaxmemory:1000\nmem_not_counted_for_evict:200\nmaxmemory_policy:noeviction")]
    [InlineData(null, "used_memory:100\nmaxmemory:100\nmaxmemory_policy:allkeys-lru")]
    [InlineData("OutOfMemory", "used_memory:100\nmaxmemory:100\nmaxmemory_policy:volatile-lru\n# Keyspace\ndb0:keys=5,expires=0,avg_ttl=0")]
    [InlineData(null, "used_memory:100\nmaxmemory:100\nmaxmemory_policy:volatile-lru\n# Keyspace\ndb0:keys=5,expires=4,avg_ttl=0")]
    [InlineData("Misconf", "role:master\naof_enabled:1\naof_last_write_status:err")]
    [InlineData("Loading", "loading:1\nused_memory:100\nmaxmemory:100\nmaxmemory_policy:noeviction")]
    [InlineData("ReadOnly", "role:slave\nmaster_link_status:up\n# Errorstats\nerrorstat_READONLY:count=3")]
    [InlineData("ReadOnly", "role:slave\nmaster_link_status:down")]
    [InlineData("ReadOnly", "role:slave\nmaster_link_status:up\nmaster_replid2:5f3e")]
    [InlineData(null, "role:slave\nmaster_link_status:up\nmaster_replid2:0000")]
    [InlineData("NoReplicas", "role:master\nmin_slaves_good_slaves:0")]
    [InlineData(null, "role:master\nmin_slaves_good_slaves:1")]
    [InlineData(null, "")]
    public void Info_shows_what_ping_does_not(string? expected, string info)
    {
        var reads = new DiagnosisReads("primary", new ProbeReport(RedisEndpoint.Parse("redis://host"), [], null)) { Info = RedisInfo.Parse(info) };

        Assert.Equal(expected, DiagnosisRules.Class(reads)?.ToString());
    }

    [Fact]
    public void A_full_append_only_disk_is_told_from_a_failed_snapshot()
    {
        var reads = new DiagnosisReads("primary", new ProbeReport(RedisEndpoint.Parse("redis://host"), [], null))
        {
            Info = RedisInfo.Parse("role:master\naof_enabled:1\naof_last_write_status:err"),
        };

        Assert.Equal("primary refuses writes: the last write to the append-only file failed.", DiagnosisWords.Put(reads, DiagnosisRules.Class(reads)).Sentence);
    }

    [Fact]
    public void What_is_wrong_besides_is_said_too()
    {
        var reads = new DiagnosisReads("primary", new ProbeReport(RedisEndpoint.Parse("redis://host"), [], null))
        {
            Info = RedisInfo.Parse("role:master\nused_memory:90\nmaxmemory:100\nmaxmemory_policy:allkeys-lru\nevicted_keys:7\n"
                + "connected_clients:95\nmaxclients:100\nslave0:ip=10.0.0.2,port=6379,state=online,offset=1,lag=9"),
        };

        var diagnosis = DiagnosisWords.Put(reads, null);

        Assert.Equal("primary is well, but its replica 10.0.0.2:6379 is 0 B behind and was last heard of 9 s ago.", diagnosis.Sentence);
        Assert.Equal(
            [
                "It also serves, but 95 of 100 places for clients are taken.",
                "Memory is at 90 % of maxmemory.",
                "7 keys were evicted (allkeys-lru): where a queue lives here, also its data.",
            ],
            diagnosis.Warnings);
    }

    [Fact]
    public void A_limit_that_is_nearly_reached_is_the_answer_where_nothing_is_evicted()
    {
        var reads = new DiagnosisReads("primary", new ProbeReport(RedisEndpoint.Parse("redis://host"), [], null))
        {
            Info = RedisInfo.Parse("role:master\nused_memory:90\nmaxmemory:100\nmaxmemory_policy:noeviction"),
        };

        var diagnosis = DiagnosisWords.Put(reads, null);

        Assert.StartsWith("primary answers, but memory is nearly exhausted (90 %)", diagnosis.Sentence, StringComparison.Ordinal);
        Assert.Empty(diagnosis.Warnings);
    }

    [Fact]
    public void Where_memory_is_nearly_full_what_to_do_comes_before_what_not_to_do()
    {
        var reads = new DiagnosisReads("primary", new ProbeReport(RedisEndpoint.Parse("redis://host"), [], null))
        {
            Info = RedisInfo.Parse(
                $"role:master\nused_memory:{297L << 20}\nmaxmemory:{300L << 20}\nmaxmemory_policy:noeviction\ntotal_system_memory:{512L << 20}"),
            Keys = new KeyspaceSample(1, 1, 1, true, TimeSpan.Zero, [new PrefixUse("rl:*", 1, 200L << 20, 1)]),
        };

        Assert.Equal(
            ["If rl:* is a cache, clearing it frees about 200 MB", "Do not turn eviction on: it destroys queues"],
            DiagnosisWords.Put(reads, null).NextSteps);
    }

    [Fact]
    public void More_memory_is_suggested_above_what_is_in_use_and_only_where_the_host_has_it()
    {
        Assert.Contains("Its owner can raise maxmemory, to 600 MB for example: the host has 8 GB", Steps(8L << 30));
        Assert.DoesNotContain(Steps(1L << 30), step => step.Contains("raise maxmemory", StringComparison.Ordinal));
    }

    private static IReadOnlyList<string> Steps(long system)
    {
        var reads = new DiagnosisReads("primary", new ProbeReport(RedisEndpoint.Parse("redis://host"), [], null))
        {
            Info = RedisInfo.Parse($"used_memory:{400L << 20}\nmaxmemory:{300L << 20}\nmaxmemory_policy:noeviction\ntotal_system_memory:{system}"),
            Keys = new KeyspaceSample(1, 1, 1, true, TimeSpan.Zero, [new PrefixUse("rl:*", 1, 1, 1)]),
        };
        return DiagnosisWords.Put(reads, DiagnosisRules.Class(reads)).NextSteps;
    }
}
