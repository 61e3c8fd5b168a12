using IncidentBot.Actions;
using IncidentBot.Redis.Info;
using IncidentBot.Support;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>Ways to lose a job or to run it twice that were seen with real workers; each must stay harmless, or said.</summary>
public sealed class HazardTests(SeededQueues queues) : IClassFixture<SeededQueues>
{
    public static TheoryData<string, string> Moves => new()
    {
        { "queue.retry-failed publishing all", "failed" },
        { "queue.retry-stalled publishing", "stalled" },
        { "queue.promote publishing overdue", "due" },
    };

    [Fact]
    public async Task A_retry_by_BullMQ_6_on_a_paused_queue_of_5_loses_the_job()
    {
        var theirs = await queues.CopyAsync(BullMqPeer.V5);
        await theirs.RunAsync(BullMqPeer.Do("pause"));

        await (theirs with { Library = BullMqPeer.V6 }).RunAsync(BullMqPeer.Do("retryFailed"));
        await theirs.RunAsync(BullMqPeer.Do("resume"));

        // What the next test keeps from happening: order-42 is nowhere, though its hash is there.
        Assert.DoesNotContain("order-42", await PlacesAsync(theirs));
        Assert.Equal(1, (await theirs.AskAsync("EXISTS", "bull:publishing:order-42")).AsLong());
    }

    [Theory]
    [MemberData(nameof(Moves))]
    public async Task What_is_moved_on_a_paused_queue_of_5_runs_after_BullMQs_own_resume(string move, string kind)
    {
        var ours = await queues.CopyAsync(BullMqPeer.V5);
        await ours.RunAsync(BullMqPeer.Do("pause"));
        var before = await PlacesAsync(ours);
        await using var bot = new QueueBot(ours);

        await bot.DoAsync(move);
        Assert.Equal(before, await PlacesAsync(ours));
        Assert.Empty(await ours.ListAsync("wait"));
        var ran = await ResumeAndRunAsync(ours, kind);

        // A worker fails one that had stalled before, and a parent whose child failed it, without running it.
        Assert.Empty(queues.Ids(BullMqPeer.V5, kind).Except(ran).Except(await ours.SetAsync("failed")));
        Assert.True(queues.Ids(BullMqPeer.V5, kind).Intersect(ran).Count() >= 2, "the moved jobs ran");
    }

    [Fact]
    public async Task All_moves_on_one_paused_queue_of_5_and_our_own_resume_lose_nothing()
    {
        var ours = await queues.CopyAsync(BullMqPeer.V5);
        await ours.RunAsync(BullMqPeer.Do("pause"));
        var before = await PlacesAsync(ours);
        await using var bot = new QueueBot(ours);

        foreach (var move in Moves)
        {
            await bot.DoAsync(move.Data.Item1);
        }

        await bot.DoAsync("queue.resume publishing");
        Assert.Equal(before, await PlacesAsync(ours));
        var ran = (await ours.RunAsync(new { @do = "work", except = 1, heal = true }))[0]!.AsArray().Select(id => (string)id!).ToHashSet();

        Assert.Empty(queues.Ids(BullMqPeer.V5, "due").Except(ran));
        Assert.Contains("order-42", ran);
    }

    [Theory]
    [InlineData(BullMqPeer.V5, true)]
    [InlineData(BullMqPeer.V5, false)]
    [InlineData(BullMqPeer.V6, true)]
    [InlineData(BullMqPeer.V6, false)]
    public async Task A_worker_that_was_only_asleep_runs_a_job_twice_and_one_completion_counts(string library, bool sleeperEndsFirst)
    {
        await using var server = await RedisServer.StartAsync();
        var peer = new BullMqPeer(library, server, 0);
        await using var sleeper = await BullMqWorker.StartAsync(peer, "sleeper", lockDuration: 300);
        var id = (string)(await peer.RunAsync(new { @do = "add", jobs = new[] { new { name = "charge", data = new { } } } }))[0]![0]!;
        await Eventually.TrueAsync(async () => await RanAsync(peer, id) == 1, "the first worker has the job");
        sleeper.Stop();
        await Eventually.TrueAsync(async () => (await peer.AskAsync("EXISTS", $"bull:publishing:{id}:lock")).AsLong() == 0, "its lock has run out");
        await using var other = await BullMqWorker.StartAsync(peer, "other");
        await using var bot = new QueueBot(peer);

        var plan = await bot.ReadyAsync("queue.retry-stalled publishing");
        Assert.StartsWith("A job may run twice: a worker that is alive but lost its lock", plan.Notes[0], StringComparison.Ordinal);
        Assert.Equal("Put back 1 job.", Assert.IsType<ApplyResult.Done>(await bot.ApplyAsync("queue.retry-stalled publishing", plan)).Summary);
        await Eventually.TrueAsync(async () => await RanAsync(peer, id) == 2, "the second worker has it too");

        foreach (var worker in sleeperEndsFirst ? new[] { sleeper, other } : [other, sleeper])
        {
            await worker.LetGoAsync();
            if (worker == sleeper)
            {
                // It believes that it has completed the job; BullMQ does not take it, because the lock is another's or gone.
                sleeper.Continue();
                await sleeper.HearsAsync("moveToFinished");
            }
            else
            {
                await Eventually.TrueAsync(async () => (await peer.SetAsync("completed")).Contains(id), "the second worker has completed it");
            }
        }

        Assert.Equal("{\"by\":\"other\"}", (await peer.AskAsync("HGET", $"bull:publishing:{id}", "returnvalue")).AsString());
        Assert.Equal(1, await CompletionsAsync(peer, id));
        await ConsistentAsync(peer);
        Assert.True((await bot.ReadAsync("queue.status publishing")).Healthy);
    }

    [Theory]
    [InlineData(BullMqPeer.V5)]
    [InlineData(BullMqPeer.V6)]
    public async Task A_waiting_workers_connection_is_not_closed_and_work_goes_on_where_somebody_else_closes_it(string library)
    {
        await using var server = await RedisServer.StartAsync();
        var peer = new BullMqPeer(library, server, 0);
        await using var worker = await BullMqWorker.StartAsync(peer, "waiting");
        await worker.LetGoAsync();
        await using var bot = new QueueBot(peer);
        var waiting = await WaitingAsync(peer);

        // Its other connection is an ordinary one and may go: its library opens another.
        await bot.DoAsync("redis.kill-idle 1s");
        Assert.Equal(waiting.Id, (await WaitingAsync(peer)).Id);
        Assert.EndsWith("is a worker that waits for jobs.", (await bot.RefusedAsync($"redis.kill-client {waiting.Id}")).Rule, StringComparison.Ordinal);
        await CompletesAsync(peer);

        Assert.Equal(1, (await peer.AskAsync("CLIENT", "KILL", "ID", waiting.Id)).AsLong());
        await CompletesAsync(peer);
        Assert.NotEqual(waiting.Id, (await WaitingAsync(peer)).Id);
        await ConsistentAsync(peer);
    }

    private static async Task<HashSet<string>> ResumeAndRunAsync(BullMqPeer peer, string kind) =>
        [.. (await peer.RunAsync(BullMqPeer.Do("resume"), new { @do = "work", except = kind == "stalled" ? 1 : 4, heal = true }))[1]!
            .AsArray()
            .Select(id => (string)id!)];

    /// <summary>Every id that is in some place of the queue.</summary>
    private static async Task<SortedSet<string>> PlacesAsync(BullMqPeer peer)
    {
        var all = new List<string>();
        foreach (var list in new[] { "wait", "paused", "active" })
        {
            all.AddRange(await peer.ListAsync(list));
        }

        foreach (var set in new[] { "delayed", "prioritized", "waiting-children", "completed", "failed" })
        {
            all.AddRange(await peer.SetAsync(set));
        }

        Assert.Equal(all.Distinct(), all);
        return [.. all];
    }

    /// <summary>Each id is in one place, has its job, and no lock is left of a job that has ended.</summary>
    private static async Task ConsistentAsync(BullMqPeer peer)
    {
        foreach (var id in await PlacesAsync(peer))
        {
            Assert.Equal(1, (await peer.AskAsync("HEXISTS", $"bull:publishing:{id}", "name")).AsLong());
        }

        Assert.Empty((await peer.AskAsync("KEYS", "bull:publishing:*:lock")).AsItems());
    }

    private static async Task<long> RanAsync(BullMqPeer peer, string id) => (await peer.AskAsync("HGET", "ran", id)).AsLong() ?? 0;

    private static async Task<int> CompletionsAsync(BullMqPeer peer, string id) =>
        (await peer.AskAsync("XRANGE", "bull:publishing:events", "-", "+"))
            .AsItems()
            .Select(entry => entry.AsItems()[1].AsItems().Select(word => word.AsString()).ToList())
            .Count(words => words[words.IndexOf("event") + 1] == "completed" && words[words.IndexOf("jobId") + 1] == id);

    private static async Task<ClientEntry> WaitingAsync(BullMqPeer peer)
    {
        ClientEntry? found = null;
        await Eventually.TrueAsync(
            async () =>
            {
                found = ClientList.Parse((await peer.AskAsync("CLIENT", "LIST")).AsString()!).Clients
                    .FirstOrDefault(client => client.Command == "bzpopmin" && client.Idle >= TimeSpan.FromSeconds(1));
                return found is not null;
            },
            "the worker has waited for a second");
        return found!;
    }

    private static async Task CompletesAsync(BullMqPeer peer)
    {
        var id = (string)(await peer.RunAsync(new { @do = "add", jobs = new[] { new { name = "next", data = new { } } } }))[0]![0]!;
        await Eventually.TrueAsync(async () => (await peer.SetAsync("completed")).Contains(id), "the worker has done another job");
    }
}
