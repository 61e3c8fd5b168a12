using IncidentBot.Redis.Queues.BullMq;
using IncidentBot.Redis.Queues.Rq;
using IncidentBot.Redis.Watching;
using IncidentBot.Support;

namespace IncidentBot.Watching;

/// <summary>Real BullMQ and real RQ bring their queues beyond each threshold, and back.</summary>
public sealed class QueueThresholdTests
{
    private static readonly string[] Measures =
    [
        RedisMeasures.QueueWaiting, RedisMeasures.QueueWaitingAge, RedisMeasures.QueueUnattended, RedisMeasures.QueueOverdue, RedisMeasures.QueueStalled,
        RedisMeasures.QueueFailing,
    ];

    private static object[] Jobs(int count) => [.. Enumerable.Range(0, count).Select(n => new { name = "send", data = new { n } })];

    [Fact]
    public async Task Jobs_of_BullMQ_pile_up_without_a_worker_and_are_worked_off()
    {
        await using var redis = await RedisServer.StartAsync();
        var peer = new BullMqPeer(BullMqPeer.V6, redis, 0);
        await using var room = await StartAsync(redis, "queue_waiting:Breach=20");
        await room.LookAsync();

        await peer.RunAsync(new { @do = "add", jobs = Jobs(20) });
        var incident = await room.BreachedAsync("queue_waiting:publishing");
        await Eventually.TrueAsync(async () => (await room.OpenAsync())[0].Alerts!.Firing == 2, "that nobody takes them is said too");
        Assert.Contains("publishing on primary", incident.Title, StringComparison.Ordinal);
        Assert.Contains("publishing", incident.Cause, StringComparison.Ordinal);

        await peer.RunAsync(BullMqPeer.Do("work"));
        await room.QuietAsync();
        var last = await room.LookAsync();
        Assert.Equal((0, 0), (last.Find("queue_waiting:publishing"), last.Find("queue_unattended:publishing")));
    }

    [Fact]
    public async Task Jobs_of_BullMQ_wait_too_long_and_are_worked_off()
    {
        await using var redis = await RedisServer.StartAsync();
        var peer = new BullMqPeer(BullMqPeer.V6, redis, 0);
        await peer.RunAsync(new { @do = "add", jobs = Jobs(1) });
        await using var room = await StartAsync(redis, "queue_waiting_age:Breach=1s", "queue_unattended:Breach=none");

        Assert.StartsWith("Jobs wait too long: publishing", (await room.BreachedAsync("queue_waiting_age:publishing")).Title, StringComparison.Ordinal);

        await peer.RunAsync(BullMqPeer.Do("work"));
        await room.QuietAsync();
    }

    [Fact]
    public async Task Jobs_of_BullMQ_stall_and_are_found()
    {
        await using var redis = await RedisServer.StartAsync();
        var peer = new BullMqPeer(BullMqPeer.V6, redis, 0);
        await using var room = await StartAsync(redis, "queue_unattended:Breach=none");
        await room.LookAsync();

        await peer.RunAsync(new { @do = "abandon", jobs = Jobs(2) });
        var incident = await room.BreachedAsync("queue_stalled:publishing");
        Assert.StartsWith("Jobs are stalled: their workers are gone: publishing", incident.Title, StringComparison.Ordinal);

        await peer.RunAsync(BullMqPeer.Do("lookForStalled"), BullMqPeer.Do("lookForStalled"), BullMqPeer.Do("work"));
        await room.QuietAsync();
    }

    [Fact]
    public async Task Delayed_jobs_of_BullMQ_are_overdue_and_promoted()
    {
        await using var redis = await RedisServer.StartAsync();
        var peer = new BullMqPeer(BullMqPeer.V6, redis, 0);
        var added = await peer.RunAsync(new { @do = "add", jobs = new[] { new { name = "send", data = new { }, opts = new { delay = 3_600_000 } } } });
        await using var room = await StartAsync(redis, "queue_unattended:Breach=none");
        Assert.Equal(0, (await room.LookAsync()).Find("queue_overdue:publishing"));

        // As if an hour had gone by: the score is the time in milliseconds, times 4096.
        var id = (string)added[0]![0]!;
        await redis.AskAsync("ZADD", "bull:publishing:delayed", "XX", (DateTimeOffset.UnixEpoch.AddYears(50).ToUnixTimeMilliseconds() * 4096).ToString(
            System.Globalization.CultureInfo.InvariantCulture), id);
        Assert.StartsWith("Delayed jobs are overdue: publishing", (await room.BreachedAsync("queue_overdue:publishing")).Title, StringComparison.Ordinal);

        await peer.RunAsync(new { @do = "promote", ids = new[] { id } }, BullMqPeer.Do("work"));
        await room.QuietAsync();
    }

    [Fact]
    public async Task Jobs_of_BullMQ_fail_and_no_more()
    {
        await using var redis = await RedisServer.StartAsync();
        var peer = new BullMqPeer(BullMqPeer.V6, redis, 0);
        await peer.RunAsync(new { @do = "add", jobs = Jobs(1) }, BullMqPeer.Do("work"));
        await using var room = await StartAsync(redis, "queue_unattended:Breach=none", "queue_failing:Breach=1");
        await room.LookAsync();

        await peer.RunAsync(new { @do = "add", jobs = Jobs(30) }, new { @do = "work", fail = true });
        Assert.StartsWith("Jobs fail: publishing", (await room.BreachedAsync("queue_failing:publishing")).Title, StringComparison.Ordinal);

        await room.QuietAsync();
    }

    [Fact]
    public async Task Tasks_of_RQ_wait_without_a_worker_are_overdue_and_abandoned_and_all_of_that_is_one_incident()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var room = await StartAsync(redis, "queue_waiting:Breach=5");
        await room.LookAsync();

        await RqPython.RunAsync(redis, "enqueue=5", "schedule=3");
        var incident = await room.BreachedAsync("queue_waiting:default");
        await room.BreachedAsync("queue_unattended:default");
        await room.BreachedAsync("queue_overdue:default");
        Assert.Contains("default", incident.Cause, StringComparison.Ordinal);

        await redis.AskAsync("DEL", "rq:scheduler:default", "rq:scheduled:default");
        await RqPython.RunAsync(redis, "work");
        await room.QuietAsync();

        await RqPython.RunAsync(redis, "abandon", "expire");
        await room.BreachedAsync("queue_stalled:default");
        await redis.AskAsync("DEL", "rq:wip:default");
        await room.QuietAsync();
    }

    private static Task<WatchRoom> StartAsync(RedisServer redis, params string[] thresholds) =>
        WatchRoom.StartAsync(redis, "redis", Measures, [.. thresholds.Select(one => $"Watch:Measures:{one}")]);
}
