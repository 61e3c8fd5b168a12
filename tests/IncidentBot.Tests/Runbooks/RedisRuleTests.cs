using IncidentBot.Runbooks;

namespace IncidentBot.Tests.Runbooks;

public sealed class RedisRuleTests
{
    [Theory]
    [InlineData("redis-cli -h [HOST] -p [PORT] ping", StepClass.Native, "/redis ping")]
    [InlineData("redis-cli -u $URL INFO stats", StepClass.Native, "/redis info stats")]
    [InlineData("redis-cli -u $URL INFO memory", StepClass.Native, "/redis memory")]
    [InlineData("redis-cli --tls --cacert ca.pem -n 3 INFO", StepClass.Native, "/redis diagnose")]
    [InlineData("redis-cli INFO clients | grep connected", StepClass.Native, "/redis clients")]
    [InlineData("redis-cli dbsize", StepClass.Native, "/redis info keyspace")]
    [InlineData("redis-cli SLOWLOG GET 10", StepClass.Native, "/redis slowlog")]
    [InlineData("redis-cli LATENCY DOCTOR", StepClass.Native, "/redis latency")]
    [InlineData("redis-cli MONITOR", StepClass.Guarded, "/redis activity")]
    [InlineData("redis-cli --bigkeys -i 0.1", StepClass.Guarded, "/redis big-keys")]
    [InlineData("redis-cli --latency-history", StepClass.Guarded, "/redis latency")]
    [InlineData("redis-cli --stat", StepClass.Guarded, "/redis activity")]
    [InlineData("redis-cli KEYS 'bull:*:id'", StepClass.Guarded, "/queue list")]
    [InlineData("redis-cli KEYS 'rq:queue:*'", StepClass.Guarded, "/rq list")]
    [InlineData("redis-cli KEYS 'bull:*'", StepClass.Guarded, "/redis memory")]
    [InlineData("redis-cli CONFIG GET maxclients", StepClass.Guarded, "/redis clients")]
    [InlineData("redis-cli CLIENT LIST | grep \"idle=\"", StepClass.Guarded, "/redis idle-clients")]
    [InlineData("redis-cli CLIENT KILL ID <client_id>", StepClass.Guarded, "/redis kill-client <client_id>")]
    [InlineData("redis-cli CLIENT KILL ADDR <ip:port>", StepClass.Guarded, "/redis kill-client <ip:port>")]
    [InlineData("redis-cli CLIENT KILL TYPE normal", StepClass.Refused, "")]
    [InlineData("telnet $(echo $URL | sed 's/x//') 6379", StepClass.Guarded, "/redis ping")]
    [InlineData("nc -zv redis.internal 6379", StepClass.Guarded, "/redis ping")]
    [InlineData("redis-cli", StepClass.Guarded, "/redis diagnose")]
    [InlineData("echo 'INFO server' | redis-cli -h x", StepClass.Native, "/redis info server")]
    [InlineData("redis-cli -a s3cret FLUSHALL", StepClass.Refused, "")]
    [InlineData("redis-cli -n 1 flushdb async", StepClass.Refused, "")]
    [InlineData("redis-cli SHUTDOWN NOSAVE", StepClass.Refused, "")]
    [InlineData("redis-cli DEBUG SLEEP 1", StepClass.Refused, "")]
    [InlineData("redis-cli SAVE", StepClass.Guarded, "/redis bgsave")]
    [InlineData("redis-cli SCRIPT KILL", StepClass.Native, "/redis kill-script")]
    [InlineData("redis-cli BGSAVE", StepClass.Native, "/redis bgsave")]
    [InlineData("redis-cli CONFIG SET maxmemory-policy allkeys-lru", StepClass.Refused, "")]
    [InlineData("redis-cli CONFIG SET maxmemory 2gb", StepClass.Guarded, "/redis set-maxmemory 2gb")]
    [InlineData("redis-cli CONFIG SET maxclients 20000", StepClass.Guarded, "/redis set-maxclients 20000")]
    [InlineData("redis-cli CONFIG SET maxmemory-policy noeviction", StepClass.Native, "/redis set-policy noeviction")]
    [InlineData("redis-cli -p 26379 SENTINEL get-master-addr-by-name mymaster", StepClass.Guarded, "/redis sentinels")]
    [InlineData("redis-cli -p 26379 SENTINEL failover mymaster", StepClass.Guarded, "/redis failover")]
    [InlineData("redis-cli SENTINEL SET mymaster quorum 2", StepClass.Manual, "")]
    [InlineData("redis-cli CLUSTER NODES", StepClass.Guarded, "/redis cluster")]
    [InlineData("redis-cli -c --cluster check 127.0.0.1:7000", StepClass.Guarded, "/redis cluster")]
    [InlineData("redis-cli CLUSTER FAILOVER FORCE", StepClass.Guarded, "/redis cluster-failover <node>")]
    [InlineData("redis-cli CLUSTER FAILOVER TAKEOVER", StepClass.Refused, "")]
    [InlineData("redis-cli REPLICAOF NO ONE", StepClass.Guarded, "/redis promote-standby")]
    [InlineData("redis-cli REPLICAOF 10.0.0.1 6379", StepClass.Manual, "/redis standby")]
    [InlineData("redis-cli SMEMBERS bull:a:stalled", StepClass.Guarded, "/queue status a")]
    [InlineData("redis-cli LLEN bull:Mail-Out:wait", StepClass.Guarded, "/queue status Mail-Out")]
    [InlineData("redis-cli LLEN bull:$QUEUE:wait", StepClass.Guarded, "/queue status <queue>")]
    [InlineData("redis-cli LRANGE bull:a:active 0 -1", StepClass.Guarded, "/queue status a")]
    [InlineData("redis-cli ZRANGE bull:a:failed 0 10", StepClass.Native, "/queue jobs a failed")]
    [InlineData("redis-cli RPOPLPUSH bull:a:active bull:a:wait", StepClass.Guarded, "/queue retry-stalled a")]
    [InlineData("redis-cli HDEL bull:a:meta paused", StepClass.Guarded, "/queue resume a")]
    [InlineData("redis-cli LPUSH bull:a:wait 7", StepClass.Manual, "done with the queue's own means")]
    [InlineData("redis-cli LLEN rq:queue:high", StepClass.Guarded, "/rq status high")]
    [InlineData("redis-cli ZCARD rq:failed:high", StepClass.Guarded, "/rq failed high")]
    [InlineData("redis-cli SMEMBERS rq:workers", StepClass.Native, "/rq workers")]
    [InlineData("redis-cli DEL rq:suspended", StepClass.Native, "/rq resume")]
    [InlineData("redis-cli LLEN queue:default", StepClass.Manual, "read by a person")]
    [InlineData("redis-cli LTRIM bull:a:completed 0 100", StepClass.Guarded, "/queue clean a completed keep=101")]
    [InlineData("redis-cli DEL bull:a:wait", StepClass.Refused, "")]
    [InlineData("redis-cli DEL some-key", StepClass.Manual, "")]
    [InlineData("redis-cli NOSUCH thing", StepClass.Unknown, "")]
    [InlineData("redis-cli $COMMAND", StepClass.Unknown, "")]
    [InlineData("redis-check-aof --fix appendonly.aof", StepClass.Guarded, "/host aof-fix <aof>")]
    [InlineData("redis-benchmark -n 1000", StepClass.Refused, "")]
    public void A_redis_command_becomes(string command, StepClass expected, string becomes)
    {
        var verdict = RunbookRig.Command(command);
        Assert.True(verdict.Class == expected, $"{command}: {verdict}");
        Assert.StartsWith(becomes, verdict.Becomes);
        Assert.Equal(expected is StepClass.Native or StepClass.Guarded, verdict.Action is not null);
    }

    [Theory]
    [InlineData("redis-cli EVAL \"for _, k in ipairs(redis.call('keys', 'rl:*')) do redis.call('del', k) end\" 0", "rl:*")]
    [InlineData("redis-cli EVAL \"for _, k in ipairs(redis.call('KEYS', ARGV[1])) do redis.call('UNLINK', k) end\" 0 'cache:*'", "cache:*")]
    [InlineData("redis-cli EVAL \"return redis.call('del', unpack(redis.call('keys', KEYS[1])))\" 1 tmp:*", "tmp:*")]
    [InlineData("redis-cli KEYS 'cb:*' | xargs redis-cli DEL", "cb:*")]
    [InlineData("redis-cli --scan --pattern 'cb:*' | xargs -n 100 redis-cli -h x unlink", "cb:*")]
    [InlineData("redis-cli DEL $(redis-cli KEYS 'cb:*')", "cb:*")]
    public void Keys_and_del_becomes_scan_and_unlink(string command, string pattern)
    {
        var verdict = RunbookRig.Command(command);
        Assert.Equal((StepClass.Guarded, $"/redis clear-cache {pattern}"), (verdict.Class, verdict.Becomes));
    }

    [Theory]
    [InlineData("redis-cli KEYS 'bull:*' | xargs redis-cli DEL")]
    [InlineData("redis-cli KEYS '*' | xargs redis-cli DEL")]
    [InlineData("redis-cli EVAL \"return redis.call('del', unpack(redis.call('keys', 'app:queue:dead:*')))\" 0")]
    [InlineData("redis-cli --scan | xargs redis-cli UNLINK")]
    [InlineData("redis-cli EVAL \"return redis.call('del', unpack(redis.call('keys', 'rq:*')))\" 0")]
    [InlineData("redis-cli EVAL \"redis.call('FLUSHALL')\" 0")]
    public void What_reaches_queues_is_refused(string command) => Assert.Equal(StepClass.Refused, RunbookRig.Command(command).Class);

    [Theory]
    [InlineData("await queue.obliterate({ force: true });", StepClass.Refused, "not done")]
    [InlineData("await emailQueue.drain();", StepClass.Refused, "not done")]
    [InlineData("const c = await queue.getJobCounts(); await queue.drain();", StepClass.Refused, "not done")]
    [InlineData("await queue.retryJobs({ count: 100 });", StepClass.Manual, "queue.retry-failed")]
    [InlineData("for (const job of await queue.getFailed()) await job.remove();", StepClass.Manual, "knows the jobs")]
    [InlineData("await queue.pause();", StepClass.Guarded, "/queue pause <queue>")]
    [InlineData("await queue.clean(86400000, 1000, 'completed');", StepClass.Guarded, "/queue clean <queue>")]
    [InlineData("console.log(await queue.getJobCounts());", StepClass.Guarded, "/queue status <queue>")]
    public void A_program_that_calls_the_api_of_bullmq_is_the_action_that_it_means(string body, StepClass expected, string becomes)
    {
        var program = $"const {{ Queue }} = require('bullmq');\nconst queue = new Queue('mail');\n{body}";
        var step = Assert.Single(RunbookRig.Fence(program, "js"));
        Assert.True(step.Class == expected && step.Becomes.Contains(becomes, StringComparison.Ordinal), $"{body}: {step}");
    }

    [Fact]
    public void Cleaning_finished_jobs_by_script_says_what_is_wrong()
    {
        var verdict = RunbookRig.Command("redis-cli EVAL \"local keys = redis.call('keys', 'bull:*:completed') for _, "
            + "k in ipairs(keys) do local jobs = redis.call('lrange', k, 0, -1) redis.call('del', jobs[1]) end\" 0");
        Assert.Equal((StepClass.Guarded, "/queue clean <queue> completed <older-than>"), (verdict.Class, verdict.Becomes));
        Assert.Contains("WRONGTYPE", verdict.Why);
    }

    [Theory]
    [InlineData("redis-cli ZRANGEBYSCORE bull:a:delayed 0 $(date +%s%3N)", "4096")]
    [InlineData("redis-cli SMEMBERS bull:a:stalled", "candidates")]
    [InlineData("redis-cli LLEN bull:a:wait", "misspelt")]
    [InlineData("redis-cli INFO stats | grep ops", "progress")]
    [InlineData("redis-cli CONFIG SET maxmemory-policy volatile-lru", "locks")]
    public void What_is_wrong_is_said(string command, string reason) => Assert.Contains(reason, RunbookRig.Command(command).Why);

    [Fact]
    public void An_action_that_does_not_exist_is_never_promised()
    {
        var bare = new RunbookChecker(new IncidentBot.Actions.ActionCatalogue([]), new IncidentBot.Actions.TargetCatalogue([]));
        var report = bare.Check(new RunbookText("```bash\nredis-cli ping\nredis-cli --bigkeys\n```\n"));
        Assert.All(report.Steps, step => Assert.Equal((StepClass.Manual, null), (step.Class, step.Action)));
    }
}
