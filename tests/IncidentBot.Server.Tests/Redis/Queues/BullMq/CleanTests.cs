using IncidentBot.Actions;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>
/// The same queue twice: once through queue.clean() of BullMQ, once through ours; then every key is compared, and what we
/// removed is brought back.
/// </summary>
public sealed class CleanTests(SeededQueues queues) : IClassFixture<SeededQueues>
{
    private const long EightDays = 8 * 86_400_000L;
    private const long SevenDays = 7 * 86_400_000L;

    [Theory]
    [InlineData(BullMqPeer.V5)]
    [InlineData(BullMqPeer.V6)]
    public async Task Cleaning_by_age_leaves_every_key_as_bullmq_would_and_can_be_undone(string library)
    {
        var theirs = await queues.CopyAsync(library);
        await AgeAsync(theirs, "completed", "1", "3", "6");
        var ours = await queues.CopyAsync(theirs);
        var before = await ours.DumpAsync();
        await using var bot = new QueueBot(ours);

        await theirs.RunAsync(new { @do = "clean", grace = SevenDays, limit = 0, state = "completed" });
        var summary = await bot.DoAsync("queue.clean publishing completed 7d");

        Assert.StartsWith("Removed 3 jobs. Snapshot: ", summary, StringComparison.Ordinal);
        Databases.AssertSame(await theirs.DumpAsync(), await ours.DumpAsync());
        Assert.StartsWith(
            "publishing has no completed jobs that ended more than 7 d ago",
            await bot.NothingAsync("queue.clean publishing completed 7d"),
            StringComparison.Ordinal);

        var snapshot = summary.Split(' ')[^1];
        Assert.Equal("Brought back 3 jobs.", await bot.DoAsync($"queue.restore {snapshot}"));
        var restored = await ours.DumpAsync();
        before.Remove("bull:publishing:de:D1");
        before.Remove("bull:publishing:events");
        restored.Remove("bull:publishing:events");
        Databases.AssertSame(before, restored);
        Assert.Equal("All 3 jobs of the snapshot exist already.", await bot.NothingAsync($"queue.restore {snapshot}"));
    }

    [Theory]
    [InlineData(BullMqPeer.V5)]
    [InlineData(BullMqPeer.V6)]
    public async Task Cleaning_by_count_leaves_every_key_as_bullmq_would_and_the_rest_runs(string library)
    {
        var theirs = await queues.CopyAsync(library);
        var ours = await queues.CopyAsync(theirs);
        await using var bot = new QueueBot(ours);

        await theirs.RunAsync(new { @do = "clean", grace = 0, limit = 4, state = "completed" });
        await bot.DoAsync("queue.clean publishing completed keep=2");

        Databases.AssertSame(await theirs.DumpAsync(), await ours.DumpAsync());
        var ran = (await ours.RunAsync(new { @do = "work", except = 4 }))[0]!.AsArray();
        Assert.Equal(8, ran.Count);
    }

    [Theory]
    [InlineData(BullMqPeer.V5)]
    [InlineData(BullMqPeer.V6)]
    public async Task Cleaning_failed_jobs_leaves_every_key_as_bullmq_would(string library)
    {
        var theirs = await queues.CopyAsync(library);
        await AgeAsync(theirs, "failed", "order-42", "8", "9", "13");
        var ours = await queues.CopyAsync(theirs);
        await using var bot = new QueueBot(ours);

        await theirs.RunAsync(new { @do = "clean", grace = SevenDays, limit = 0, state = "failed" });
        await bot.DoAsync("queue.clean publishing failed 7d");

        Databases.AssertSame(await theirs.DumpAsync(), await ours.DumpAsync());
    }

    [Theory]
    [InlineData(BullMqPeer.V5)]
    [InlineData(BullMqPeer.V6)]
    public async Task A_failed_child_that_its_parent_waits_for_stays_and_so_does_the_parent(string library)
    {
        var ours = await queues.CopyAsync(library);
        var waiting = await ours.SetAsync("waiting-children");
        await using var bot = new QueueBot(ours);

        var summary = await bot.DoAsync("queue.clean publishing failed keep=0");

        Assert.StartsWith("Removed 10 jobs. Kept 1 job that a parent waits for.", summary, StringComparison.Ordinal);
        var child = Assert.Single(await ours.SetAsync("failed"));
        Assert.Equal(1, (await ours.AskAsync("EXISTS", $"bull:publishing:{child}")).AsLong());
        Assert.Equal(waiting, await ours.SetAsync("waiting-children"));
    }

    [Fact]
    public async Task The_snapshot_is_for_the_bots_account_only_and_the_plan_says_where_it_goes()
    {
        var ours = await queues.CopyAsync(BullMqPeer.V6);
        await using var bot = new QueueBot(ours);

        var plan = await bot.ReadyAsync("queue.clean publishing completed keep=0");
        await bot.DoAsync("queue.clean publishing completed keep=0");

        Assert.Equal(Risk.Destructive, bot.Actions.Single(action => action.Definition.Id.Value == "queue.clean").Definition.Risk);
        Assert.StartsWith("Would remove 6 jobs of publishing: all completed but the newest 0, about ", plan.Summary, StringComparison.Ordinal);
        Assert.StartsWith($"Each job goes to the snapshot {bot.SnapshotFolder}/<run>.jsonl first", plan.Notes[0], StringComparison.Ordinal);
        var file = Assert.Single(Directory.GetFiles(bot.SnapshotFolder));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.Equal(7, (await File.ReadAllLinesAsync(file)).Length);
    }

    [Fact]
    public async Task Nothing_is_removed_that_the_snapshot_has_no_room_for()
    {
        var ours = await queues.CopyAsync(BullMqPeer.V6);
        await using var planning = new QueueBot(ours);
        var plan = await planning.ReadyAsync("queue.clean publishing completed keep=0");
        await using var bot = new QueueBot(ours, "Queues:SnapshotMaxBytes=400");
        var before = await ours.DumpAsync();

        var refused = await bot.RefusedAsync("queue.clean publishing completed keep=0");
        var failed = Assert.IsType<ApplyResult.Failed>(await bot.ApplyAsync("queue.clean publishing completed keep=0", plan));

        Assert.StartsWith("The snapshot would be about ", refused.Rule, StringComparison.Ordinal);
        Assert.StartsWith("Stopped after 0 jobs, because the snapshot cannot be written: ", failed.Reason, StringComparison.Ordinal);
        Databases.AssertSame(before, await ours.DumpAsync());
    }

    [Fact]
    public async Task Many_jobs_go_in_batches_and_what_was_removed_before_a_stop_can_be_restored()
    {
        var ours = await queues.CopyAsync(BullMqPeer.V6);
        await ours.AskAsync("EVAL", "redis.call('DEL', 'bull:publishing:completed') for i = 1, 1000 do redis.call('HSET', "
            + "'bull:publishing:m' .. i, 'name', 'x', 'opts', '{}') redis.call('ZADD', 'bull:publishing:completed', i, 'm' .. i) end", 0);
        await using var bot = new QueueBot(ours);
        var plan = await bot.ReadyAsync("queue.clean publishing completed 1d");
        using var stop = new CancellationTokenSource();
        var seen = new StoppingProgress(stop);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bot.ApplyAsync("queue.clean publishing completed 1d", plan, seen, stop.Token));
        Assert.Equal(["50 jobs removed"], seen.Texts);
        Assert.False((await bot.VerifyAsync("queue.clean publishing completed 1d", plan)).Holds);

        var name = Path.GetFileNameWithoutExtension(Assert.Single(Directory.GetFiles(bot.SnapshotFolder)));
        await ours.AskAsync("HSET", "bull:publishing:m7", "name", "came back by itself");
        Assert.Equal("Brought back 49 jobs. 1 existed and stayed as they are.", await bot.DoAsync($"queue.restore {name}"));
        Assert.Equal("came back by itself", (await ours.AskAsync("HGET", "bull:publishing:m7", "name")).AsString());
        Assert.Equal(999, (await ours.SetAsync("completed")).Length);
    }

    [Fact]
    public async Task A_job_that_ran_again_after_the_snapshot_stays()
    {
        var ours = await queues.CopyAsync(BullMqPeer.V6);
        await using var bot = new QueueBot(ours);
        var session = await bot.Get<RedisTargets>().All.Single().HoldAsync(Support.TestRedis.Token);
        var work = new QueueWork(
            session,
            (await QueueReader.ReadAsync(session, new QueueKeys("bull", "publishing"), Support.TestRedis.Token))!,
            QueueLayout.V6);

        var reply = await Scripts.CleanScripts.Remove.RunAsync(work, ["completed", "1", "12345", "no-such-job", "1"], Support.TestRedis.Token);

        Assert.Equal([0, 0, 2], reply);
        Assert.Contains("1", await ours.SetAsync("completed"));
    }

    [Theory]
    [InlineData("7", false)]
    [InlineData("7d", true)]
    [InlineData("90m", true)]
    [InlineData("keep=1000", true)]
    [InlineData("keep=", false)]
    [InlineData("-1d", false)]
    [InlineData("99999999999d", false)]
    public void What_to_remove_is_an_age_or_a_number_to_keep(string text, bool good) => Assert.Equal(good, CleanScope.Fault(text) is null);

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("a/b")]
    [InlineData(".hidden")]
    [InlineData("")]
    public void A_snapshots_name_is_no_way_out_of_its_folder(string name) => Assert.NotNull(Snapshot.NameFault(name));

    [Fact]
    public async Task A_snapshot_that_does_not_exist_or_is_of_another_queue_is_refused()
    {
        await using var bot = new QueueBot(await queues.CopyAsync(BullMqPeer.V6));
        await File.WriteAllTextAsync(
            Path.Combine(bot.SnapshotFolder, "other.jsonl"),
            """{"Target":"replica","Prefix":"bull","Queue":"publishing","Set":"completed","Version":"bullmq:6.7.0","At":"2026-11-22T00:00:00Z"}""");

        Assert.StartsWith("There is no snapshot nothing in ", (await bot.RefusedAsync("queue.restore nothing")).Rule, StringComparison.Ordinal);
        Assert.Equal("The snapshot is of bull:publishing on replica.", (await bot.RefusedAsync("queue.restore other")).Rule);
    }

    private static async Task AgeAsync(BullMqPeer peer, string set, params string[] ids)
    {
        foreach (var id in ids)
        {
            var ended = (await peer.AskAsync("ZSCORE", $"bull:publishing:{set}", id)).AsLong();
            await peer.AskAsync("ZADD", $"bull:publishing:{set}", "XX", ended!.Value - EightDays, id);
        }
    }
}
