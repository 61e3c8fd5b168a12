namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>The same queue twice: once BullMQ changes it, once we do; then every key is compared.</summary>
public sealed class PauseTests(SeededQueues queues) : IClassFixture<SeededQueues>
{
    [Theory]
    [InlineData(BullMqPeer.V5)]
    [InlineData(BullMqPeer.V6)]
    public async Task Pausing_leaves_every_key_as_bullmq_would(string library)
    {
        var theirs = await queues.CopyAsync(library);
        var ours = await queues.CopyAsync(library);
        await using var bot = new QueueBot(ours);

        await theirs.RunAsync(BullMqPeer.Do("pause"));
        Assert.Equal("Paused publishing.", await bot.DoAsync("queue.pause publishing"));

        Databases.AssertSame(await theirs.DumpAsync(), await ours.DumpAsync());
        Assert.Equal("publishing is paused already.", await bot.NothingAsync("queue.pause publishing"));
    }

    [Theory]
    [InlineData(BullMqPeer.V5)]
    [InlineData(BullMqPeer.V6)]
    public async Task Resuming_leaves_every_key_as_bullmq_would_and_the_jobs_run(string library)
    {
        var theirs = await queues.CopyAsync(library);
        await theirs.RunAsync(BullMqPeer.Do("pause"), new { @do = "add", jobs = new[] { new { name = "late", data = new { } } } });
        var ours = await queues.CopyAsync(theirs);
        await using var bot = new QueueBot(ours);

        await theirs.RunAsync(BullMqPeer.Do("resume"));
        Assert.Equal("Resumed publishing.", await bot.DoAsync("queue.resume publishing"));

        Databases.AssertSame(await theirs.DumpAsync(), await ours.DumpAsync());
        Assert.Equal("publishing is not paused.", await bot.NothingAsync("queue.resume publishing"));
        var ran = (await ours.RunAsync(new { @do = "work", except = 4 }))[0]!.AsArray();
        Assert.Equal(9, ran.Count);
    }

    [Theory]
    [InlineData(BullMqPeer.V5)]
    [InlineData(BullMqPeer.V6)]
    public async Task Resuming_a_queue_without_waiting_jobs_tells_the_workers_of_the_next_delayed_one(string library)
    {
        var theirs = await queues.CopyAsync(library);
        await theirs.AskAsync("DEL", "bull:publishing:wait", "bull:publishing:prioritized");
        await theirs.RunAsync(BullMqPeer.Do("pause"));
        var ours = await queues.CopyAsync(theirs);
        await using var bot = new QueueBot(ours);

        await theirs.RunAsync(BullMqPeer.Do("resume"));
        await bot.DoAsync("queue.resume publishing");

        Databases.AssertSame(await theirs.DumpAsync(), await ours.DumpAsync());
    }

    [Fact]
    public async Task Jobs_in_both_lists_of_v5_are_joined_where_bullmq_would_lose_them()
    {
        var theirs = await queues.CopyAsync(BullMqPeer.V5);
        await theirs.RunAsync(BullMqPeer.Do("pause"));
        await theirs.AskAsync("LPUSH", "bull:publishing:wait", "13");
        var ours = await queues.CopyAsync(theirs);
        var held = await ours.ListAsync("paused");
        await using var bot = new QueueBot(ours);

        await theirs.RunAsync(BullMqPeer.Do("resume"));
        await bot.DoAsync("queue.resume publishing");

        Assert.DoesNotContain("13", await theirs.ListAsync("wait"));
        var joined = await ours.ListAsync("wait");
        Assert.Equal(["13", .. held], joined);
    }

    [Fact]
    public async Task Long_lists_are_joined_in_order_and_in_parts()
    {
        var ours = await queues.CopyAsync(BullMqPeer.V5);
        await ours.RunAsync(BullMqPeer.Do("pause"));
        await ours.AskAsync("EVAL", "for i = 1, 1800 do redis.call('LPUSH', 'bull:publishing:paused', 'p' .. i) end for i = 1, "
            + "3 do redis.call('LPUSH', 'bull:publishing:wait', 'w' .. i) end", 0);
        var expected = (await ours.ListAsync("wait")).Concat(await ours.ListAsync("paused"));
        await using var bot = new QueueBot(ours);

        await bot.DoAsync("queue.resume publishing");

        Assert.Equal(expected, await ours.ListAsync("wait"));
        Assert.Equal(1, (await ours.AskAsync(
            "EVAL",
            "local n = 0 for _, e in ipairs(redis.call('XRANGE', KEYS[1], '-', '+')) do if e[2][2] == 'resumed' then n = n + 1 end end return n",
            1,
            "bull:publishing:events")).AsLong());
    }
}
