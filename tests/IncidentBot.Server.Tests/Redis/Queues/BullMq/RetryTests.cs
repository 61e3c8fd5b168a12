using IncidentBot.Actions;
using IncidentBot.Redis.Queues.BullMq.Scripts;
using IncidentBot.Support;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>The same queue twice: once through job.retry() of BullMQ, once through ours; then every key is compared.</summary>
public sealed class RetryTests(SeededQueues queues) : IClassFixture<SeededQueues>
{
    [Theory]
    [InlineData(BullMqPeer.V5, false)]
    [InlineData(BullMqPeer.V5, true)]
    [InlineData(BullMqPeer.V6, false)]
    [InlineData(BullMqPeer.V6, true)]
    public async Task Retrying_failed_jobs_leaves_every_key_as_bullmq_would(string library, bool paused)
    {
        var theirs = await queues.CopyAsync(library);
        if (paused)
        {
            await theirs.RunAsync(BullMqPeer.Do("pause"));
        }

        var ours = await queues.CopyAsync(theirs);
        await using var bot = new QueueBot(ours);

        await theirs.RunAsync(BullMqPeer.Do("retryFailed"));
        Assert.Equal("Retried 11 jobs.", await bot.DoAsync("queue.retry-failed publishing all"));

        Databases.AssertSame(await theirs.DumpAsync(), await ours.DumpAsync());
        Assert.Equal("publishing has no failed jobs.", await bot.NothingAsync("queue.retry-failed publishing"));

        // A parent whose child failed it runs again only to fail again, so what theirs does is the measure.
        var (theirRuns, ourRuns) = (await RunAllAsync(theirs), await RunAllAsync(ours));
        Assert.True(theirRuns.Intersect(queues.Ids(library, "failed")).Count() >= 10, "the failed jobs ran");
        Assert.Equal(theirRuns, ourRuns);
        Assert.Equal(await theirs.SetAsync("failed"), await ours.SetAsync("failed"));
    }

    private static async Task<SortedSet<string>> RunAllAsync(BullMqPeer peer) =>
        [.. (await peer.RunAsync(BullMqPeer.Do("resume"), new { @do = "work", except = 4, heal = true }))[1]!.AsArray().Select(id => (string)id!)];

    [Theory]
    [InlineData(BullMqPeer.V5)]
    [InlineData(BullMqPeer.V6)]
    public async Task One_failed_job_is_retried_alone_and_a_second_time_does_nothing(string library)
    {
        var ours = await queues.CopyAsync(library);
        await using var bot = new QueueBot(ours);
        var plan = await bot.ReadyAsync("queue.retry-failed publishing order-42");
        Assert.Equal("Would put job order-42 of publishing from failed back in line.", plan.Summary);

        Assert.Equal("Retried 1 job.", await bot.DoAsync("queue.retry-failed publishing order-42"));
        var after = await ours.DumpAsync();

        Assert.Equal(10, (await ours.SetAsync("failed")).Length);
        Assert.Equal("publishing has no failed job order-42.", await bot.NothingAsync("queue.retry-failed publishing order-42"));
        await bot.ApplyAsync("queue.retry-failed publishing order-42", plan);
        Databases.AssertSame(after, await ours.DumpAsync());
    }

    [Fact]
    public async Task A_priority_is_kept_in_v6_and_goes_to_the_ordinary_line_in_v5_as_each_does_itself()
    {
        foreach (var (library, waiting) in new[] { (BullMqPeer.V6, 12), (BullMqPeer.V5, 14) })
        {
            var ours = await queues.CopyAsync(library);
            await using var bot = new QueueBot(ours);

            await bot.DoAsync("queue.retry-failed publishing all");

            Assert.Equal(waiting, (await ours.ListAsync("wait")).Length);
        }
    }

    [Fact]
    public async Task Ids_without_their_job_are_left_and_counted()
    {
        var ours = await queues.CopyAsync(BullMqPeer.V6);
        await ours.AskAsync("DEL", "bull:publishing:order-42");
        await using var bot = new QueueBot(ours);

        Assert.Equal("Retried 10 jobs. 1 ids have no data any more and were left.", await bot.DoAsync("queue.retry-failed publishing all"));

        Assert.Equal(["order-42"], await ours.SetAsync("failed"));
        Assert.Equal(0, (await ours.AskAsync("EXISTS", "bull:publishing:order-42")).AsLong());
        Assert.StartsWith(
            "The data of job order-42 is gone",
            (await bot.RefusedAsync("queue.retry-failed publishing order-42")).Rule,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retrying_on_a_paused_queue_of_v5_loses_no_job_when_bullmq_resumes_it()
    {
        var ours = await queues.CopyAsync(BullMqPeer.V5);
        await ours.RunAsync(BullMqPeer.Do("pause"));
        await using var bot = new QueueBot(ours);
        var held = (await ours.ListAsync("paused")).Length;

        await bot.DoAsync("queue.retry-failed publishing all");
        await ours.RunAsync(BullMqPeer.Do("resume"));

        Assert.Equal(held + 11, (await ours.ListAsync("wait")).Length);
    }

    [Fact]
    public async Task Jobs_that_fail_after_the_plan_are_not_retried_with_it()
    {
        var ours = await queues.CopyAsync(BullMqPeer.V6);
        await using var bot = new QueueBot(ours);
        var plan = await bot.ReadyAsync("queue.retry-failed publishing all");
        await ours.AskAsync("ZADD", "bull:publishing:failed", "4000000000000", "1");

        await bot.ApplyAsync("queue.retry-failed publishing all", plan);

        Assert.Equal(["1"], await ours.SetAsync("failed"));
        Assert.True((await bot.VerifyAsync("queue.retry-failed publishing all", plan)).Holds);
    }

    [Fact]
    public async Task Many_jobs_go_in_batches_and_can_be_stopped_between_them()
    {
        var ours = await WithManyFailedAsync();
        await using var bot = new QueueBot(ours);
        var plan = await bot.ReadyAsync("queue.retry-failed publishing all");
        using var stop = new CancellationTokenSource();
        var seen = new StoppingProgress(stop);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bot.ApplyAsync("queue.retry-failed publishing all", plan, seen, stop.Token));

        Assert.Equal(["250 jobs retried"], seen.Texts);
        Assert.Equal(750, (await ours.SetAsync("failed")).Length);
        Assert.False((await bot.VerifyAsync("queue.retry-failed publishing all", plan)).Holds);
        Assert.Equal("Retried 750 jobs.", await bot.DoAsync("queue.retry-failed publishing all"));
    }

    [Fact]
    public async Task Stopped_while_a_batch_is_on_its_way_it_counts_that_batch_too()
    {
        var ours = await WithManyFailedAsync();
        await using var bot = new QueueBot(ours);
        var plan = await bot.ReadyAsync("queue.retry-failed publishing all");
        using var stop = new CancellationTokenSource();
        Assert.True(bot.Get<RedisTargets>().TryGet(QueueBot.Target, out var target, out _));
        var session = await target.HoldAsync(TestRedis.Token);
        var state = await QueueReader.ReadAsync(session, new QueueKeys("bull", "publishing"), TestRedis.Token);
        var work = new QueueWork(new StoppedOnTheWay(session, stop), state!, QueueLayout.V6);
        var seen = new StoppingProgress(stop);
        var run = new QueueRun(bot.Call("queue.retry-failed publishing all"), plan, new RunId(Guid.NewGuid()), seen);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => SetMove.RunAsync(work, MoveScripts.RetryFailed, "failed", long.MaxValue, run, "jobs retried", stop.Token));

        Assert.Equal(["250 jobs retried"], seen.Texts);
        Assert.Equal(750, (await ours.SetAsync("failed")).Length);
    }

    private async Task<BullMqPeer> WithManyFailedAsync()
    {
        var ours = await queues.CopyAsync(BullMqPeer.V6);
        await ours.AskAsync("DEL", "bull:publishing:failed");
        await ours.AskAsync("EVAL", "for i = 1, 1000 do redis.call('HSET', 'bull:publishing:m' .. i, 'name', 'x', 'opts', "
            + "'{}') redis.call('ZADD', 'bull:publishing:failed', i, 'm' .. i) end", 0);
        return ours;
    }
}
