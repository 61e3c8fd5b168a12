using IncidentBot.Actions;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>What may be changed by which script. Reads work everywhere.</summary>
public sealed class QueueFitTests(SeededQueues queues) : IClassFixture<SeededQueues>
{
    [Theory]
    [InlineData("bullmq:5.40.0", QueueLayout.V5)]
    [InlineData("bullmq:5.81.5", QueueLayout.V5)]
    [InlineData("bullmq:6.0.0", QueueLayout.V6)]
    [InlineData("bullmq:6.7.0-rc.1", QueueLayout.V6)]
    internal void The_version_in_meta_chooses_the_layout(string version, QueueLayout layout) =>
        Assert.Equal(layout, QueueFit.Of(State(version)).Layout);

    [Theory]
    [InlineData(null, "its meta key has no version")]
    [InlineData("bullmq:5.39.1", "BullMQ 5.39.1 keeps its jobs in a layout that was not tested here")]
    [InlineData("bullmq:4.18.3", "BullMQ 4.18.3 keeps")]
    [InlineData("bullmq:7.0.0", "BullMQ 7.0.0 keeps")]
    [InlineData("bullmq-pro:7.1.0", "'bullmq-pro:7.1.0' is not a version of BullMQ known here")]
    [InlineData("bullmq:next", "'bullmq:next' is not a version")]
    public void Other_versions_are_refused_with_the_reason(string? version, string why)
    {
        var fit = QueueFit.Of(State(version));

        Assert.Null(fit.Layout);
        Assert.StartsWith(why, fit.Why, StringComparison.Ordinal);
        Assert.NotEmpty(fit.Needed);
    }

    [Fact]
    public void Signs_of_a_mixed_fleet_are_refused()
    {
        var (v5, v6) = (State("bullmq:5.81.5"), State("bullmq:6.7.0"));

        Assert.Equal(
            "the list 'paused' holds 2 jobs, which bullmq:6.7.0 does not do: several versions use this queue",
            QueueFit.Of(v6 with { PausedList = 2 }, repairing: true).Why);
        Assert.Contains("several versions", QueueFit.Of(v6 with { VersionChanged = true }).Why, StringComparison.Ordinal);
        Assert.Contains("several versions", QueueFit.Of(v5 with { HasOldMarkers = true }).Why, StringComparison.Ordinal);
        Assert.Contains("several versions", QueueFit.Of(v6 with { HasOldPriorities = true }).Why, StringComparison.Ordinal);
        Assert.Contains("several versions", QueueFit.Of(v5 with { Paused = true, Wait = 1 }).Why, StringComparison.Ordinal);
        Assert.Contains("several versions", QueueFit.Of(v5 with { PausedList = 1 }).Why, StringComparison.Ordinal);
        Assert.Equal(QueueLayout.V5, QueueFit.Of(v5 with { PausedList = 1 }, repairing: true).Layout);
    }

    [Fact]
    public async Task A_paused_list_under_v6_is_refused_with_what_would_be_needed_and_can_be_read()
    {
        var peer = await queues.CopyAsync(BullMqPeer.V6);
        await peer.AskAsync("LPUSH", "bull:publishing:paused", "1");
        await using var bot = new QueueBot(peer);

        var refused = await bot.RefusedAsync("queue.pause publishing");
        var status = await bot.ReadAsync("queue.status publishing");

        Assert.StartsWith("publishing is not changed: the list 'paused' holds 1 jobs", refused.Rule, StringComparison.Ordinal);
        Assert.Contains("Queue.resume()", refused.Hint, StringComparison.Ordinal);
        Assert.Contains(status.Evidence, line => line.StartsWith("Read only: the list 'paused'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_version_that_changes_after_the_plan_stops_the_run_before_it_changes_anything()
    {
        var peer = await queues.CopyAsync(BullMqPeer.V6);
        await using var bot = new QueueBot(peer);
        var plan = await bot.ReadyAsync("queue.pause publishing");
        await peer.AskAsync("HSET", "bull:publishing:meta", "version", "bullmq:6.8.0");
        var before = await peer.DumpAsync();

        var failed = Assert.IsType<ApplyResult.Failed>(await bot.ApplyAsync("queue.pause publishing", plan));

        Assert.Equal("publishing is used by another version now (bullmq:6.8.0); nothing was changed.", failed.Reason);
        Databases.AssertSame(before, await peer.DumpAsync());
    }

    [Fact]
    public async Task The_script_itself_refuses_another_version()
    {
        var peer = await queues.CopyAsync(BullMqPeer.V6);
        await using var bot = new QueueBot(peer);
        var session = await bot.Get<RedisTargets>().All.Single().HoldAsync(Support.TestRedis.Token);
        var state = await QueueReader.ReadAsync(session, new QueueKeys("bull", "publishing"), Support.TestRedis.Token);
        var work = new QueueWork(session, state! with { Version = "bullmq:5.81.5" }, QueueLayout.V5);

        var refused = await Assert.ThrowsAsync<RedisErrorException>(() => Scripts.PauseScripts.Pause.RunAsync(work, [500], Support.TestRedis.Token));

        Assert.Contains("the queue is no longer written by bullmq:5.81.5; nothing was changed", refused.Message, StringComparison.Ordinal);
    }

    private static QueueState State(string? version) =>
        new(new QueueKeys("bull", "publishing")) { At = DateTimeOffset.UnixEpoch, Version = version, Paused = false };
}
