using IncidentBot.Actions;
using IncidentBot.Support;

namespace IncidentBot.Redis.Actions.Standby;

/// <summary>A real pair, and what is said of it.</summary>
public sealed class StandbyTests
{
    [Fact]
    public async Task A_standby_that_follows_is_ready()
    {
        await using var pair = await RedisPair.StartAsync();
        await using var rig = new ActionRig(pair.Primary.Url, pair.Settings);

        var report = await rig.ReadAsync("standby");

        Assert.True(report.Healthy, report.Text());
        Assert.Matches(@"^standby is ready to take over from primary: it follows, \d+ B behind$", report.Answer);
        Assert.Matches(@"^primary  master; history [0-9a-f]{8}, offset [\d,]+; 0 keys$", report.Evidence[0]);
        Assert.Matches(@"^standby  replica of 127\.0\.0\.1:\d+, link up; history [0-9a-f]{8}, offset [\d,]+; 0 keys$", report.Evidence[1]);
        Assert.Equal(2, report.Evidence.Count);
        Assert.Contains($" {report.Readings.ValueOf("standby.apart")} B behind", report.Answer, StringComparison.Ordinal);
        Assert.Equal(report.Answer.Split(',')[0], (await rig.ReadAsync("standby on standby")).Answer.Split(',')[0]);
        report.AssertReadable(rig);
    }

    [Fact]
    public async Task What_it_would_do_differently_is_listed_and_too_little_memory_is_not_ready()
    {
        await using var pair = await RedisPair.StartAsync("--maxmemory", "1mb", "--maxmemory-policy", "allkeys-lru", "--appendonly", "no");
        await using var rig = new ActionRig(pair.Primary.Url, pair.Settings);

        var report = await rig.ReadAsync("standby");

        Assert.False(report.Healthy);
        Assert.Matches(@"^standby is not ready to take over from primary: primary holds [\d.]+ MB, it may hold 1 MB$", report.Answer);
        Assert.Contains("Watch: maxmemory differs: none on primary, 1 MB on standby", report.Evidence);
        Assert.Contains("Watch: maxmemory-policy differs: noeviction on primary, allkeys-lru on standby", report.Evidence);
        Assert.Contains("Watch: appendonly differs: on on primary, off on standby", report.Evidence);
        report.AssertReadable(rig);
    }

    [Fact]
    public async Task Trouble_of_either_side_is_named()
    {
        await using var pair = await RedisPair.StartAsync();
        await using var rig = new ActionRig(pair.Primary.Url, pair.Settings);
        await pair.CutAsync();

        var cut = await rig.ReadAsync("standby");
        Assert.Matches(@"^standby is not ready to take over from primary: its link to 127\.0\.0\.1:\d+ is down for \d+ s$", cut.Answer);
        Assert.Equal("MASTERDOWN", cut.FailureClass);

        await pair.Standby.AskAsync("REPLICAOF", "NO", "ONE");
        var split = await rig.ReadAsync("standby");
        Assert.Equal("primary and standby both are masters", split.Answer);
        Assert.Equal("SPLIT", split.FailureClass);
        split.AssertReadable(rig);

        await pair.Primary.KillAsync();
        Assert.StartsWith("standby has taken over; primary does not answer (REFUSED at TCP", (await rig.ReadAsync("standby")).Answer, StringComparison.Ordinal);
        Assert.Contains((await rig.ReadAsync("diagnose")).Next, next => next.Command == "/redis standby on primary");
        await pair.Standby.KillAsync();
        var dead = await rig.ReadAsync("standby");
        Assert.StartsWith("standby is not ready to take over: it does not answer (REFUSED at TCP", dead.Answer, StringComparison.Ordinal);
        Assert.Equal("REFUSED", dead.FailureClass);
        dead.AssertReadable(rig);
    }

    [Fact]
    public async Task Without_one_it_says_where_to_write_it()
    {
        await using var server = await RedisServer.StartAsync();
        await using var rig = new ActionRig(server.Url);

        Assert.Equal("primary has no standby in the settings", (await rig.ReadAsync("standby")).Answer);
        Assert.Equal("primary has no standby in the settings.", Assert.IsType<PlanResult.Refused>(await rig.PlanAsync("promote-standby")).Rule);
    }

    [Fact]
    public async Task Reading_and_planning_change_nothing()
    {
        await using var pair = await RedisPair.StartAsync();
        await using var rig = new ActionRig(pair.Primary.Url, pair.Settings);

        await GroupDryRun.AssertAsync([pair.Primary, pair.Standby], async () =>
        {
            await rig.ReadAsync("standby");
            await rig.ReadyAsync("promote-standby");
            Assert.IsType<PlanResult.Refused>(await rig.PlanAsync("rejoin"));
            Assert.IsType<PlanResult.Nothing>(await rig.PlanAsync("return-to-primary"));
        });
        await pair.CutAsync();
        await pair.Standby.AskAsync("REPLICAOF", "NO", "ONE");
        await GroupDryRun.AssertAsync([pair.Primary, pair.Standby], () => rig.ReadyAsync("rejoin"));
        await pair.Primary.AskAsync("REPLICAOF", "127.0.0.1", pair.Standby.Port);
        await pair.FollowsAsync(pair.Primary);
        await GroupDryRun.AssertAsync([pair.Primary, pair.Standby], () => rig.ReadyAsync("return-to-primary"));
    }

    [Fact]
    public async Task The_watch_keeps_how_far_a_master_had_come()
    {
        await using var pair = await RedisPair.StartAsync();
        await using var rig = new ActionRig(pair.Primary.Url, pair.Settings);
        using var watch = new OffsetWatch(rig.Get<RedisTargets>(), rig.Get<SeenOffsets>(), TimeProvider.System);

        await watch.StartAsync(TestRedis.Token);
        await Eventually.TrueAsync(() => rig.Get<SeenOffsets>().Of("primary") is { Offset: > 0 }, "the primary was read");

        Assert.Null(rig.Get<SeenOffsets>().Of("standby"));
        await watch.StopAsync(TestRedis.Token);
    }
}
