namespace IncidentBot.Redis.Queues.BullMq;

public sealed class PromoteTests(SeededQueues queues) : IClassFixture<SeededQueues>
{
    [Theory]
    [InlineData(BullMqPeer.V5, false)]
    [InlineData(BullMqPeer.V5, true)]
    [InlineData(BullMqPeer.V6, false)]
    [InlineData(BullMqPeer.V6, true)]
    public async Task Promoting_what_is_overdue_leaves_every_key_as_bullmq_would(string library, bool paused)
    {
        var theirs = await queues.CopyAsync(library);
        if (paused)
        {
            await theirs.RunAsync(BullMqPeer.Do("pause"));
        }

        var ours = await queues.CopyAsync(theirs);
        await using var bot = new QueueBot(ours);
        var due = queues.Ids(library, "due");

        await theirs.RunAsync(new { @do = "promote", ids = due });
        Assert.Equal("Promoted 3 jobs.", await bot.DoAsync("queue.promote publishing overdue"));

        Databases.AssertSame(await theirs.DumpAsync(), await ours.DumpAsync());
        Assert.Equal("publishing has no overdue jobs: 4 jobs delayed, none due.", await bot.NothingAsync("queue.promote publishing"));
        var ran = (await ours.RunAsync(BullMqPeer.Do("resume"), new { @do = "work", except = 4 }))[1]!.AsArray().Select(id => (string)id!).ToList();
        Assert.Empty(due.Except(ran));
    }

    [Theory]
    [InlineData(BullMqPeer.V5)]
    [InlineData(BullMqPeer.V6)]
    public async Task One_job_can_be_promoted_before_its_time(string library)
    {
        var theirs = await queues.CopyAsync(library);
        var ours = await queues.CopyAsync(library);
        var later = (await ours.SetAsync("delayed"))[^1];
        await using var bot = new QueueBot(ours);

        await theirs.RunAsync(new { @do = "promote", ids = new[] { later } });
        Assert.Equal("Promoted 1 job.", await bot.DoAsync($"queue.promote publishing {later}"));

        Databases.AssertSame(await theirs.DumpAsync(), await ours.DumpAsync());
        Assert.Equal($"publishing has no delayed job {later}.", await bot.NothingAsync($"queue.promote publishing {later}"));
    }

    [Fact]
    public async Task An_id_without_its_job_gets_no_data_by_being_promoted()
    {
        var ours = await queues.CopyAsync(BullMqPeer.V6);
        var id = queues.Ids(BullMqPeer.V6, "due")[0];
        await ours.AskAsync("DEL", $"bull:publishing:{id}");
        await using var bot = new QueueBot(ours);

        Assert.Equal("Promoted 2 jobs. 1 ids have no data any more and were left.", await bot.DoAsync("queue.promote publishing overdue"));

        Assert.Equal(0, (await ours.AskAsync("EXISTS", $"bull:publishing:{id}")).AsLong());
        Assert.StartsWith("The data of job", (await bot.RefusedAsync($"queue.promote publishing {id}")).Rule, StringComparison.Ordinal);
    }
}
