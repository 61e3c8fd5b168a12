using IncidentBot.Actions;
using IncidentBot.Redis.Actions;
using IncidentBot.Support;

namespace IncidentBot.Redis;

/// <summary>One reply that comes later than the bot waits for it: that read is missing, and the server is neither gone nor sick for it.</summary>
public sealed class SlowReadTests
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);
    private static readonly string[] Hasty = ["Redis:CommandTimeout=00:00:00.4"];

    [Fact]
    public async Task What_waits_behind_a_late_reply_does_not_make_a_server_slow()
    {
        await using var server = await RedisServer.StartAsync();
        await using var link = new RespProxy(server.Port);
        await using var rig = new ActionRig(link.Url, Hasty);
        link.Slow("SLOWLOG", Delay);

        var report = await rig.ReadAsync("diagnose");

        Assert.Equal(("primary answers; not everything could be read.", true), (report.Answer, report.Healthy));
        Assert.Contains(report.NotSeen, line => line.StartsWith("SLOWLOG: HUNG", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Half_of_a_pair_that_is_late_is_not_gone_and_nothing_takes_over_from_it()
    {
        await using var pair = await RedisPair.StartAsync();
        await using var link = new RespProxy(pair.Primary.Port);
        await using var rig = new ActionRig(link.Url, [.. pair.Settings.Where(setting => !setting.StartsWith("Redis:", StringComparison.Ordinal)), .. Hasty]);
        link.Slow("INFO", Delay);

        var report = await rig.ReadAsync("standby");
        Assert.StartsWith("primary cannot be read: it answers, but too slowly to be read (HUNG at command", report.Answer, StringComparison.Ordinal);
        Assert.Equal(Gravity.Unread, report.Gravity);
        var refused = Assert.IsType<PlanResult.Refused>(await rig.PlanAsync("promote-standby"));
        Assert.StartsWith("primary is there and cannot be read: HUNG at command", refused.Rule, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_master_that_is_late_to_say_what_it_is_is_still_the_one_that_the_sentinels_name()
    {
        await using var server = await RedisServer.StartAsync();
        await using var link = new RespProxy(server.Port);
        await using var sentinel = await SentinelServer.StartAsync("mymaster", link.Port, quorum: 1);
        await using var rig = new ActionRig(
            link.Url, [$"Targets:primary:Sentinels:0={sentinel.Url}", "Targets:primary:MasterName=mymaster", .. Hasty]);
        await Eventually.TrueAsync(async () => (await rig.ReadAsync("sentinels")).Healthy, "the sentinel knows it");
        link.Slow("ROLE", Delay);

        var report = await rig.ReadAsync("sentinels");

        Assert.True(report.Healthy, report.Answer);
        Assert.DoesNotContain("which is the master", report.Answer, StringComparison.Ordinal);
        Assert.Contains(report.Evidence, line => line.Contains("HUNG at command", StringComparison.Ordinal));
    }
}
