using System.Text.RegularExpressions;
using IncidentBot.Support;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>What the list and the status say of queues in every kind of trouble, side by side on one server, and of those that are well.</summary>
public sealed class QueueVerdictTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>Not yet: however long this machine takes, it is never late.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromHours(-1);

    /// <summary>Queue, how it came about, what is said, and the step that is offered.</summary>
    private static readonly (string Queue, Func<QueueSeed, QueueSeed> Make, string Sentence, string Step)[] Sick =
    [
        ("wave", seed => seed.Completed(20, 2 * Second).Failed(10, 2 * Second, _ => "Gateway timeout"),
            "failing: 10 of 30 jobs that ended in the last minute failed: Gateway timeout (10)", "/queue jobs wave failed on primary"),
        ("mixed-wave", seed => seed.Completed(20, 2 * Second)
                .Failed(10, 2 * Second, i => i < 7 ? $"No answer from 10.0.0.{i}:8080 for order 0f3a9c2d4e{i}{i}" : "Bad gateway\n  at x.js:1"),
            "failing: 10 of 30 jobs that ended in the last minute failed: No answer from … for order … (7), Bad gateway (3)",
            "/queue jobs mixed-wave failed on primary"),
        ("quiet-wave", seed => seed.Completed(1, 8 * Minute).Failed(5, 4 * Minute, _ => "Gateway timeout"),
            "failing: 5 of 6 jobs that ended in the last 10 min failed: Gateway timeout (5)", "/queue jobs quiet-wave failed on primary"),
        ("retries", seed => Enumerable.Range(0, 6).Aggregate(seed.Completed(6, 2 * Second), (all, i) => all.Delayed(
                $"r{i}", Hour, "atm", 1, "ats", 1, "processedOn", seed.At(5 * Second), "failedReason", "Gateway timeout")),
            "failing: 6 of 12 jobs that ended in the last minute failed: Gateway timeout (6); they will be tried again",
            "/queue jobs retries delayed on primary"),
        ("poison-tries", seed => Enumerable.Range(0, 6).Aggregate(seed, (all, i) => all.Active($"a{i}", Minute, true, "ats", 1))
                .Delayed("order-42", Hour, "atm", 12, "ats", 12, "processedOn", seed.At(Minute), "failedReason", "bad row"),
            "poison job: job order-42 (render) has been tried 12 times, others once; its last reason: bad row",
            "/queue jobs poison-tries delayed 50 on primary"),
        ("poison-stalls", seed => seed.Active("17", Minute, false, "stc", 1, "ats", 2).Wait(3, 2 * Second).Mark(),
            "poison job: job 17 (render) has stalled twice: its worker dies or hangs on it; 3 jobs wait", "/queue jobs poison-stalls active 50 on primary"),
        ("marker", seed => seed.Wait(3, 2 * Minute),
            "stuck: 3 jobs wait, the first for 2 min, and its worker is connected, idle and takes none; the marker that wakes them is gone",
            "/queue pause marker on primary"),
        ("frozen", seed => seed.Wait(3, 2 * Minute).Mark(),
            "stuck: 3 jobs wait, the first for 2 min, and its worker is connected, idle and takes none", ""),
        ("starved", seed => seed.Prioritized("5", 10, 12 * Minute).Completed(30, 5 * Second, Second, 1).Active("9", Second, true, "priority", 1),
            "starved: 1 job of priority 10 waits for 12 min while more urgent ones that came later are done first",
            "/queue jobs starved prioritized on primary"),
        (
            "behind",
            seed => seed.Wait(400, 12 * Minute).Active("a", Second).Completed(30, 2 * Second, 12 * Minute).Event(5 * Minute, "event", "active", "jobId", "x"),
            "behind: 400 jobs wait, the first for 12 min; 30 done a minute: at that pace the last has its turn in 13 min",
            "/queue jobs behind active on primary"),
        ("kept", seed => seed.KeptCompleted(100_000),
            "kept: 100,000 jobs that were completed fill memory; removeOnComplete is not set on them", "/queue clean kept completed keep=1000 on primary"),
    ];

    /// <summary>What may look like trouble and is none.</summary>
    private static readonly (string Queue, Func<QueueSeed, QueueSeed> Make)[] Well =
    [
        ("busy", seed => seed.Wait(80, 30 * Second).Active("a", 2 * Second).Completed(200, 2 * Second).Failed(4, 5 * Second, _ => "Not found")),
        ("burst", seed => seed.Wait(900, 2 * Minute).Active("a", Second).Completed(300, Second, Minute).Event(5 * Minute, "event", "active", "jobId", "x")),
        ("begun", seed => seed.Wait(400, 2 * Minute).Active("a", Second).Completed(30, Second, Minute).Event(3 * Second, "event", "active", "jobId", "c0")),
        ("failed-before", seed => seed.Failed(40, Hour, _ => "Gateway timeout").Completed(3, 2 * Second)),
        ("mended", seed => seed.Failed(9, 4 * Minute, _ => "Gateway timeout").Completed(2, 2 * Second)),
        ("expects-some", seed => seed.Completed(60, 2 * Second).Failed(10, 2 * Second, i => $"HTTP {400 + i}")),
        ("long", seed => seed.Active("a", 40 * Minute).Active("b", 3 * Hour).Wait(20, 3 * Minute)),
        ("just-added", seed => seed.Wait(3, Soon)),
        ("just-promoted", seed => seed.Wait(1, 2 * Hour).Event(Soon, "event", "waiting", "jobId", "w0", "prev", "delayed")),
        ("polls", seed => seed.Delayed("p", Hour, "ats", 90, "processedOn", seed.At(Second))),
        ("later", seed => seed.Prioritized("5", 10, 12 * Minute).Completed(30, 5 * Second, Hour, 1).Active("9", Second, true, "priority", 1)),
    ];

    [Fact]
    public async Task The_cause_is_named_with_numbers_for_each_queue_and_what_is_well_is_not_called_sick()
    {
        await using var server = await RedisServer.StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        foreach (var (queue, make) in Sick.Select(sick => (sick.Queue, sick.Make)).Concat(Well))
        {
            await make(new QueueSeed(queue, now)).WriteAsync(server);
        }

        await using var workers = await NamedWorkers.ConnectAsync(server, [.. Sick.Select(sick => sick.Queue), .. Well.Select(well => well.Queue)]);
        await using var bot = new QueueBot(server.Url);

        var list = await bot.ReadAsync("queue.list");

        foreach (var (queue, _, sentence, step) in Sick)
        {
            var status = await bot.ReadAsync($"queue.status {queue}");
            AssertSays($"{queue} on primary: {sentence}", status.Answer);
            Assert.False(status.Healthy);
            Assert.True(step.Length == 0 || status.Next[0].Command == step, $"{queue}: {string.Join(", ", status.Next)}");
            if (step.Length > 0)
            {
                bot.Call($"queue.{step["/queue ".Length..^" on primary".Length]}");
            }
        }

        foreach (var (queue, _) in Well)
        {
            var status = await bot.ReadAsync($"queue.status {queue}");
            Assert.True(status.Healthy, status.Answer);
        }

        Assert.Equal(Sick.Select(sick => sick.Queue).Order(), list.Troubled.Select(trouble => trouble.Read["queue"]).Order());
        Assert.StartsWith("frozen on primary: stuck: 3 jobs wait", list.Answer, StringComparison.Ordinal);
        Assert.EndsWith($"; {Sick.Length} of {Sick.Length + Well.Length} queues need a look", list.Answer, StringComparison.Ordinal);
        Assert.Contains(list.Readings, reading => reading is { Name: "queue.failed_of_late:wave", Value: 10 });
        Assert.Contains(list.Readings, reading => reading is { Name: "queue.poison_tries:poison-tries", Value: 12 });
    }

    [Fact]
    public async Task What_real_jobs_did_is_counted_whether_they_are_kept_or_removed_or_will_be_tried_again()
    {
        await using var server = await RedisServer.StartAsync("--databases", "4");
        var options = new object[]
        {
            new { },
            new { removeOnComplete = true, removeOnFail = true },
            new { attempts = 3, backoff = new { type = "fixed", delay = 3_600_000 } },
        };
        await Task.WhenAll(options.Select((opts, database) => new BullMqPeer(BullMqPeer.V6, server, database).RunAsync(
            new
            {
                @do = "add",
                jobs = Enumerable.Range(0, 30)
                    .Select(n => new { name = "charge", data = new { fail = n % 3 == 0, reason = $"Gateway timeout after 3000{n} ms" }, opts }),
            },
            BullMqPeer.Do("work"))));

        foreach (var (database, rest) in new[] { (0, ""), (1, ""), (2, "; they will be tried again") })
        {
            await using var workers = await NamedWorkers.ConnectAsync(server, BullMqPeer.Queue);
            await using var bot = new QueueBot(new BullMqPeer(BullMqPeer.V6, server, database));

            var report = await bot.ReadAsync("queue.list");

            Assert.Equal(
                $"publishing on primary: failing: 10 of 30 jobs that ended in the last minute failed: Gateway timeout after … ms (10){rest}",
                report.Answer);
            Assert.Equal("/queue status publishing on primary", Assert.Single(report.Troubled).Read.ToString());
        }
    }

    [Fact]
    public async Task A_worker_that_may_not_give_its_name_is_proven_by_the_jobs_it_holds()
    {
        await using var server = await RedisServer.StartAsync();
        await server.AskAsync("ACL", "SETUSER", "app", "on", ">app", "~*", "&*", "+@all", "-client|setname");
        var peer = new BullMqPeer(BullMqPeer.V6, server, 0);
        await peer.RunAsync(new { @do = "add", jobs = Enumerable.Range(0, 6).Select(n => new { name = "export", data = new { n } }) });
        await using var worker = await BullMqWorker.StartAsync(peer, "nameless", user: "app");
        await Eventually.TrueAsync(async () => (await peer.ListAsync("active")).Length == 4, "four jobs are active");
        await using var bot = new QueueBot(peer);

        var report = await bot.ReadAsync("queue.status publishing");

        Assert.Equal("publishing on primary: healthy: 2 jobs waiting, 4 jobs active, held by a worker that gives no name", report.Answer);
        Assert.Contains(report.Evidence, line => line.StartsWith("No connection gives the name of this queue", StringComparison.Ordinal));
        Assert.DoesNotContain(report.Evidence, line => line.Contains("Start its workers", StringComparison.Ordinal));

        await worker.LetGoAsync();
        await Eventually.TrueAsync(async () => (await peer.SetAsync("completed")).Length == 6, "all are done");
        Assert.True((await bot.ReadAsync("queue.list")).Healthy);
    }

    [Fact]
    public async Task Nobody_there_is_trouble_only_where_something_waits_and_says_what()
    {
        await using var server = await RedisServer.StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        await new QueueSeed("empty", now).WriteAsync(server);
        await using var bot = new QueueBot(server.Url);
        Assert.Equal("primary: 1 queue, none in trouble", (await bot.ReadAsync("queue.list")).Answer);

        var late = Enumerable.Range(0, 100).Aggregate(new QueueSeed("mails", now), (seed, i) => seed.Delayed($"d{i}", -2 * Minute));
        await late.WriteAsync(server);
        await new QueueSeed("held", now).Wait(7, Hour).Paused().WriteAsync(server);

        var list = await bot.ReadAsync("queue.list");

        AssertSays("mails on primary: no workers are connected; 100 jobs are overdue (the first for 2 min); 2 of 3 queues need a look", list.Answer);
        Assert.Equal(["/queue status mails on primary", "/queue status held on primary"], list.Troubled.Select(trouble => trouble.Read.ToString()));
        Assert.Equal("held on primary: paused: 7 jobs held until somebody resumes it", list.Troubled[1].Problem);
    }

    [Fact]
    public async Task Progress_counts_the_newest_events_and_says_how_far_back_they_reach()
    {
        await using var server = await RedisServer.StartAsync();
        var seed = new QueueSeed("orders", TimeProvider.System.GetUtcNow());
        await seed.Add(
            "EVAL",
            "for i = 1, 6000 do redis.call('XADD', KEYS[1], ARGV[1] .. '-' .. i, 'event', 'added', 'jobId', i) end "
                + "for i = 1, 70 do redis.call('XADD', KEYS[1], ARGV[2] .. '-' .. i, 'event', 'completed', 'jobId', i) end",
            1,
            "bull:orders:events",
            seed.At(30 * Second),
            seed.At(10 * Second)).WriteAsync(server);
        await using var bot = new QueueBot(server.Url);

        var report = await bot.ReadAsync("queue.status orders");

        Assert.Contains(report.Evidence, line => Regex.IsMatch(line, @"^In the last \d+ s: 70 completed, 0 failed; what was before that is no longer"));
    }

    /// <summary>The same, but for seconds that passed meanwhile.</summary>
    private static void AssertSays(string expected, string said) =>
        Assert.Equal(expected, Regex.Replace(said, @"(\d+ min) \d+ s", "$1"));
}
