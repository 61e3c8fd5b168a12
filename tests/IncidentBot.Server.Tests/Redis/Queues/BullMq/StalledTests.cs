namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>Against the check that BullMQ's own workers make.</summary>
public sealed class StalledTests(SeededQueues queues) : IClassFixture<SeededQueues>
{
    [Theory]
    [InlineData(BullMqPeer.V5, false)]
    [InlineData(BullMqPeer.V5, true)]
    [InlineData(BullMqPeer.V6, false)]
    [InlineData(BullMqPeer.V6, true)]
    public async Task Retrying_stalled_jobs_leaves_every_key_as_a_workers_check_would(string library, bool paused)
    {
        var theirs = await queues.CopyAsync(library);
        if (paused)
        {
            await theirs.RunAsync(BullMqPeer.Do("pause"));
        }

        var ours = await queues.CopyAsync(theirs);
        await using var bot = new QueueBot(ours);

        await theirs.RunAsync(BullMqPeer.Do("lookForStalled"));
        Assert.Equal("Put back 3 jobs.", await bot.DoAsync("queue.retry-stalled publishing"));

        Databases.AssertSame(InAnyOrder(await theirs.DumpAsync()), InAnyOrder(await ours.DumpAsync()));
        Assert.Equal("publishing has no stalled jobs: 1 job in active, all held by a worker.", await bot.NothingAsync("queue.retry-stalled publishing"));
        var ran = (await ours.RunAsync(BullMqPeer.Do("resume"), new { @do = "work", except = 1 }))[1]!.AsArray().Select(id => (string)id!).ToList();

        // The one that had stalled before is failed by the worker and not run.
        Assert.Equal(2, queues.Ids(library, "stalled").Intersect(ran).Count());
        Assert.Equal([(string)queues.Jobs(library)["busy"]!], await ours.ListAsync("active"));
    }

    [Fact]
    public async Task The_plan_warns_that_a_job_may_run_twice_and_prefers_workers()
    {
        await using var bot = new QueueBot(await queues.CopyAsync(BullMqPeer.V6));

        var plan = await bot.ReadyAsync("queue.retry-stalled publishing");

        Assert.Equal("Would put 3 jobs of publishing that no worker holds back in line, to run next.", plan.Summary);
        Assert.StartsWith("A job may run twice", plan.Notes[0], StringComparison.Ordinal);
        Assert.StartsWith("The first choice is to start workers", plan.Notes[1], StringComparison.Ordinal);
        Assert.StartsWith("1 job has stalled before", plan.Notes[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_whose_worker_has_its_lock_again_is_left_to_it()
    {
        var ours = await queues.CopyAsync(BullMqPeer.V6);
        await using var bot = new QueueBot(ours);
        var plan = await bot.ReadyAsync("queue.retry-stalled publishing");
        var session = await bot.Get<RedisTargets>().All.Single().HoldAsync(Support.TestRedis.Token);
        var work = new QueueWork(
            session,
            (await QueueReader.ReadAsync(session, new QueueKeys("bull", "publishing"), Support.TestRedis.Token))!,
            QueueLayout.V6);
        var id = queues.Ids(BullMqPeer.V6, "stalled")[0];
        await ours.AskAsync("SET", $"bull:publishing:{id}:lock", "back");

        var reply = await Scripts.MoveScripts.RetryStalled.RunAsync(work, [1, id, "no-such-job"], Support.TestRedis.Token);

        Assert.Equal([0, 1, 1], reply);
        Assert.Contains(id, await ours.ListAsync("active"));
        Assert.Equal(3, plan.Figures[0].Value);
    }

    [Fact]
    public async Task An_active_id_without_its_job_is_left_where_it_is()
    {
        var ours = await queues.CopyAsync(BullMqPeer.V6);
        var id = queues.Ids(BullMqPeer.V6, "stalled")[0];
        await ours.AskAsync("DEL", $"bull:publishing:{id}");
        await using var bot = new QueueBot(ours);

        Assert.Equal("Put back 2 jobs. 1 ids have no data any more and were left.", await bot.DoAsync("queue.retry-stalled publishing"));

        Assert.Contains(id, await ours.ListAsync("active"));
        Assert.Equal(0, (await ours.AskAsync("EXISTS", $"bull:publishing:{id}")).AsLong());
    }

    /// <summary>BullMQ moves them in the order of a set, we move the oldest to run first; both are right.</summary>
    private static SortedDictionary<string, string> InAnyOrder(SortedDictionary<string, string> dump) =>
        new(dump.ToDictionary(key => key.Key, key => key.Key.EndsWith(":wait", StringComparison.Ordinal)
            || key.Key.EndsWith(":paused", StringComparison.Ordinal)
            || key.Key.EndsWith(":events", StringComparison.Ordinal)
            ? string.Join('\n', key.Value.Split('\n').Order(StringComparer.Ordinal)) : key.Value), StringComparer.Ordinal);
}
