using IncidentBot.Redis.Sessions;
using IncidentBot.Support;

namespace IncidentBot.Redis.Queues.BullMq;

public sealed class QueueReadTests(SeededQueues queues) : IClassFixture<SeededQueues>
{
    private const string Since = @"( \(the first for [0-9a-z ]+\))?";
    private const string LeftAlone = $"no workers are connected; 5 jobs wait{Since}, 4 are left in active, 3 are overdue{Since}";

    [Theory]
    [InlineData(BullMqPeer.V5, "bullmq:5.81.5")]
    [InlineData(BullMqPeer.V6, "bullmq:6.7.0")]
    public async Task The_list_has_a_line_for_each_queue(string library, string version)
    {
        await using var bot = new QueueBot(await LeftAloneAsync(library));

        var report = await bot.ReadAsync("queue.list");

        Assert.Matches($"^publishing on primary: {LeftAlone}$", report.Answer);
        Assert.Equal("/queue status publishing on primary", Assert.Single(report.Troubled).Read.ToString());
        Assert.Equal([$"publishing  no workers  5 waiting, 4 active, 7 delayed, 11 failed  ({version})"], report.Evidence);
        Assert.Equal("/queue status publishing on primary", Assert.Single(report.Next).Command);
    }

    [Theory]
    [InlineData(BullMqPeer.V5)]
    [InlineData(BullMqPeer.V6)]
    public async Task The_status_gives_the_answer_first_and_then_all_states(string library)
    {
        await using var bot = new QueueBot(await LeftAloneAsync(library));

        var report = await bot.ReadAsync("queue.status publishing");

        Assert.False(report.Healthy);
        Assert.Matches($"^publishing on primary: {LeftAlone}$", report.Answer);
        Assert.Equal("3 wait, 0 paused, 2 prioritized, 4 active, 7 delayed, 2 waiting-children, 6 completed, 11 failed", report.Evidence[0]);
        Assert.Equal("0 workers connected; not paused", report.Evidence[1]);
        Assert.Contains(report.Evidence, line => line.StartsWith("Active without a lock: 4 jobs, the oldest for ", StringComparison.Ordinal));
        Assert.Contains(report.Evidence, line => line.StartsWith("Delayed and due: 3 jobs, the first since ", StringComparison.Ordinal));
        Assert.Contains(report.Next, next => next.Command == "/queue retry-stalled publishing on primary");
    }

    [Theory]
    [InlineData(BullMqPeer.V5)]
    [InlineData(BullMqPeer.V6)]
    public async Task A_paused_queue_says_how_many_jobs_it_holds(string library)
    {
        var peer = await queues.CopyAsync(library);
        await peer.RunAsync(BullMqPeer.Do("pause"));
        await using var bot = new QueueBot(peer);

        var report = await bot.ReadAsync("queue.status publishing");

        Assert.Equal("publishing on primary: paused: 5 jobs held until somebody resumes it", report.Answer);
        Assert.DoesNotContain(report.Evidence, line => line.StartsWith("Read only", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Progress_is_counted_from_the_last_look()
    {
        var peer = await queues.CopyAsync(BullMqPeer.V6);
        await using var bot = new QueueBot(peer);
        await bot.ReadAsync("queue.status publishing");
        await peer.RunAsync(new { @do = "work", heal = true, except = 4 });

        var report = await bot.ReadAsync("queue.status publishing");

        Assert.Contains(report.Evidence, line => line.Contains("since the last look: 8 completed, 0 failed, ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("publishin", "Close to it: publishing.")]
    [InlineData("emails", "There is: publishing.")]
    public async Task A_queue_that_does_not_exist_is_not_taken_for_an_empty_one(string name, string hint)
    {
        await using var bot = new QueueBot(await queues.CopyAsync(BullMqPeer.V6));

        var report = await bot.ReadAsync($"queue.status {name}");

        Assert.Equal($"primary has no queue '{name}'", report.Answer);
        Assert.Equal((false, hint), (report.Healthy, report.Evidence[0]));
    }

    [Fact]
    public async Task Another_prefix_is_looked_under_when_the_settings_say_so()
    {
        await using var bot = new QueueBot(await queues.CopyAsync(BullMqPeer.V6), "Targets:primary:QueuePrefix=jobs[1]");

        var report = await bot.ReadAsync("queue.list");

        Assert.Equal("primary: no BullMQ queue with the prefix jobs[1]", report.Answer);
    }

    [Theory]
    [InlineData(BullMqPeer.V5)]
    [InlineData(BullMqPeer.V6)]
    public async Task Jobs_are_shown_without_what_is_in_them(string library)
    {
        await using var bot = new QueueBot(await queues.CopyAsync(library));

        var report = await bot.ReadAsync("queue.jobs publishing failed 50 oldest");

        Assert.Equal("publishing on primary: 11 jobs failed", report.Answer);

        // Where a line is folded for a phone depends on how long ago it was.
        var lines = string.Join('\n', report.Evidence).Replace("\n    ", " ", StringComparison.Ordinal).Split('\n');
        Assert.Contains(lines, line => line.StartsWith("order-42  custom, added ", StringComparison.Ordinal)
            && line.Contains(", attempt 1; boom order-42 at ", StringComparison.Ordinal));
        Assert.Contains(
            lines,
            line => line.Contains("attempt 2 of 2", StringComparison.Ordinal) && line.EndsWith("; data {fail, secret, n} 38 B", StringComparison.Ordinal));
        Assert.Equal(queues.Ids(library, "failed"), report.Evidence.Where(line => !line.StartsWith(' ')).Select(line => line.Split(' ')[0]));
    }

    [Theory]
    [InlineData("wait", 3)]
    [InlineData("active", 4)]
    [InlineData("delayed", 7)]
    [InlineData("prioritized", 2)]
    [InlineData("waiting-children", 2)]
    [InlineData("completed", 6)]
    public async Task Every_state_can_be_looked_into(string state, int jobs)
    {
        await using var bot = new QueueBot(await queues.CopyAsync(BullMqPeer.V6));

        var newest = await bot.ReadAsync($"queue.jobs publishing {state}");
        var oldest = await bot.ReadAsync($"queue.jobs publishing {state} 50 oldest");

        Assert.Equal(jobs, newest.Evidence.Count);
        Assert.Equal(oldest.Evidence.Select(line => line.Split(' ')[0]).Reverse(), newest.Evidence.Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public async Task An_id_without_its_job_is_named_and_not_hidden()
    {
        var peer = await queues.CopyAsync(BullMqPeer.V6);
        await peer.AskAsync("DEL", "bull:publishing:order-42");
        await using var bot = new QueueBot(peer);

        var report = await bot.ReadAsync("queue.jobs publishing failed 50");

        Assert.Contains("order-42  its data is gone: the id alone is left", report.Evidence);
    }

    [Fact]
    public async Task A_worker_is_seen_by_the_name_of_its_connection()
    {
        await using var server = await RedisServer.StartAsync();
        var peer = new BullMqPeer(BullMqPeer.V6, server, 0);
        await peer.RunAsync(new { @do = "add", jobs = Array.Empty<object>() }, BullMqPeer.Do("counts"));
        await using var worker = await server.ConnectAsync();
        await worker.SendAsync(
            Wire.RespWriter.Encode([RedisCommand.OfConnection("CLIENT", "SETNAME", new QueueKeys("bull", BullMqPeer.Queue).WorkerName)]),
            TestRedis.Token);
        await worker.ReadAsync(TestRedis.Token);
        await using var bot = new QueueBot(peer);

        var report = await bot.ReadAsync("queue.status publishing");

        Assert.Equal((true, "publishing on primary: healthy: 0 jobs waiting, 0 jobs active, 1 worker"), (report.Healthy, report.Answer));
    }

    /// <summary>Where the one job that a worker holds has lost it as well: a lock would prove a worker.</summary>
    private async Task<BullMqPeer> LeftAloneAsync(string library)
    {
        var peer = await queues.CopyAsync(library);
        await peer.AskAsync("DEL", $"bull:{BullMqPeer.Queue}:{(string)queues.Jobs(library)["busy"]!}:lock");
        return peer;
    }
}
