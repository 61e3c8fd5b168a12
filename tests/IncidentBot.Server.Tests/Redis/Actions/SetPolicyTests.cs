using IncidentBot.Redis.Actions.Caches;
using IncidentBot.Redis.Sessions;
using IncidentBot.Support;

namespace IncidentBot.Redis.Actions;

public sealed class SetPolicyTests
{
    [Theory]
    [InlineData("BullMQ (bull:email:*)", "HSET", "bull:email:meta", "version", "bullmq:5.81.5")]
    [InlineData("BullMQ ({jobs}:email:*)", "HSET", "{jobs}:email:meta", "version", "bullmq:6.7.0")]
    [InlineData("RQ (rq:queues)", "SADD", "rq:queues", "rq:queue:default")]
    [InlineData("RQ (rq:*)", "RPUSH", "rq:queue:default", "job")]
    [InlineData("Sidekiq (queues)", "SADD", "queues", "default")]
    [InlineData("Celery (_kombu.binding.*)", "SADD", "_kombu.binding.mail", "x")]
    public async Task Eviction_over_queues_is_refused_with_the_reason(string owner, string command, params string[] arguments)
    {
        await using var scene = await RedisScene.StartAsync();
        await RedisTroubles.FillAsync(scene.Server, ("sess:", 3000, 10));
        await scene.Server.AskAsync(command, [.. arguments.Select(argument => (RedisArgument)argument)]);

        var refused = await scene.RefusedAsync("set-policy allkeys-lru");

        Assert.Equal($"primary holds job queues, {owner}: eviction destroys them. It would take waiting jobs without a trace.", refused.Rule);
        Assert.Contains("/redis set-maxmemory", refused.Hint, StringComparison.Ordinal);
        Assert.Contains("locks of running jobs", (await scene.RefusedAsync("set-policy volatile-lru")).Rule, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_programs_meta_key_is_no_queue()
    {
        await using var scene = await RedisScene.StartAsync();
        await scene.Server.AskAllAsync(RedisCommand.Of("HSET", "page:meta", "version", "3"), RedisCommand.Of("SET", "text:meta", "x"));

        Assert.True((await scene.RunAsync("set-policy allkeys-lru")).Verified.Holds);
    }

    [Fact]
    public async Task Noeviction_is_allowed_over_queues_and_its_undo_is_refused()
    {
        await using var scene = await RedisScene.StartAsync("--maxmemory-policy", "allkeys-lru");
        await scene.Server.AskAsync("HSET", "bull:email:meta", "version", "bullmq:5.81.5");

        var ran = await scene.RunAsync("set-policy NOEVICTION");

        Assert.True(ran.Verified.Holds, ran.Verified.Answer);
        Assert.Equal("noeviction", await scene.SettingAsync("maxmemory-policy"));
        Assert.Contains(
            "eviction destroys them",
            Assert.IsType<IncidentBot.Actions.PlanResult.Refused>(await scene.PlanAsync(ran.Plan.Undo!)).Rule,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_looked_at_counts_as_a_queue()
    {
        await using var scene = await RedisScene.StartAsync();
        await scene.Server.AskAllAsync(RedisCommand.OfConnection("SELECT", 3), RedisCommand.Of("SET", "a", "b"));

        Assert.Contains("db3 holds 1 that cannot be looked at", (await scene.RefusedAsync("set-policy allkeys-lfu")).Rule, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Out_of_time_the_search_says_that_it_is_incomplete()
    {
        await using var server = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(server, ("sess:", 20_000, 10));
        await using var session =
            await new RedisSessions(RedisEndpoint.Parse(server.Url), new RedisTls(), TestRedis.Patient, TimeProvider.System).OpenAsync(TestRedis.Token);

        Assert.Equal(new QueueSearch(null, Complete: false), await new QueueKeys(TimeProvider.System).FindAsync(session, TimeSpan.Zero, TestRedis.Token));
    }
}
