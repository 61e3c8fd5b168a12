using IncidentBot.Incidents;
using IncidentBot.Support;

namespace IncidentBot.Redis.Actions;

public sealed class RedisVerificationTests
{
    [Theory]
    [MemberData(nameof(ActionRig.Users), MemberType = typeof(ActionRig))]
    public async Task A_healthy_server_passes_all(string user)
    {
        await using var server = await RedisServer.StartAsync("--maxmemory", "100mb");
        await using var rig = await ActionRig.ConnectedAsync(server, user);

        var checks = await rig.Verification.CheckAsync("primary", TestRedis.Token);

        Assert.Equal([("answers", true), ("accepts writes", true), ("has room", true)], Passed(checks));
        Assert.StartsWith("PONG in ", checks[0].Evidence, StringComparison.Ordinal);
        Assert.Contains("of 100 MB used", checks[2].Evidence, StringComparison.Ordinal);
        Assert.Equal(0, (await server.AskAsync("DBSIZE")).AsLong());
    }

    [Fact]
    public async Task Its_assessment_is_an_action_of_the_catalogue()
    {
        await using var rig = new ActionRig("redis://127.0.0.1");

        Assert.Equal("redis", rig.Verification.System);
        Assert.NotNull(rig.Catalogue.Find(rig.Verification.AssessmentOf("primary")[0].Action.Value));
    }

    [Theory]
    [InlineData("refused", "REFUSED at ")]
    [InlineData("hung", "HUNG at ")]
    public async Task A_server_that_does_not_answer_passes_none(string fault, string evidence)
    {
        await using var server = await RedisServer.StartAsync();
        await using var rig = await ActionRig.ConnectedAsync(server, ActionRig.DefaultUser, ActionRig.Hasty);
        if (fault == "hung")
        {
            server.Pause();
        }
        else
        {
            await server.KillAsync();
        }

        var checks = await rig.Verification.CheckAsync("primary", TestRedis.Token);

        Assert.Equal([("answers", false), ("accepts writes", false), ("has room", false)], Passed(checks));
        Assert.StartsWith(evidence, checks[0].Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_lets_nobody_in_does_not_answer_although_the_bot_is_connected()
    {
        await using var server = await RedisServer.StartAsync("--maxclients", "6");
        await using var rig = await ActionRig.ConnectedAsync(server);
        var taken = await RedisTroubles.FillClientsAsync(server);

        var checks = await rig.Verification.CheckAsync("primary", TestRedis.Token);

        Assert.NotEmpty(taken);
        Assert.False(checks[0].Passed);
        Assert.StartsWith("MAX CLIENTS at ", checks[0].Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_out_of_memory_answers_and_refuses_writes()
    {
        await using var server = await RedisTroubles.OutOfMemoryAsync(("rl:", 20_000, 100));
        await using var rig = await ActionRig.ConnectedAsync(server);

        var checks = await rig.Verification.CheckAsync("primary", TestRedis.Token);

        Assert.Equal([("answers", true), ("accepts writes", false), ("has room", false)], Passed(checks));
        Assert.StartsWith("OOM ", checks[1].Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replica_answers_and_refuses_writes()
    {
        await using var server = await RedisTroubles.ReplicaWithoutMasterAsync(serveStale: true);
        await using var rig = await ActionRig.ConnectedAsync(server);

        var checks = await rig.Verification.CheckAsync("primary", TestRedis.Token);

        Assert.Equal([("answers", true), ("accepts writes", false), ("has room", true)], Passed(checks));
        Assert.StartsWith("READONLY ", checks[1].Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_nearly_full_takes_writes_and_has_no_room()
    {
        await using var server = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(server, ("sess:", 20_000, 500));
        await ClearCacheVerifyTests.NearlyFullAsync(server);
        await using var rig = await ActionRig.ConnectedAsync(server);

        var checks = await rig.Verification.CheckAsync("primary", TestRedis.Token);

        Assert.Equal([("answers", true), ("accepts writes", true), ("has room", false)], Passed(checks));
        Assert.Contains("(9", checks[2].Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_permission_to_write_does_not_pass_and_is_named()
    {
        await using var server = await RedisServer.StartAsync();
        await using var rig = await ActionRig.ConnectedAsync(await ActionRig.UrlAsync(server, ActionRig.NamedUser, "+ping +info"));

        var checks = await rig.Verification.CheckAsync("primary", TestRedis.Token);

        Assert.Equal([("answers", true), ("accepts writes", false), ("has room", true)], Passed(checks));
        Assert.StartsWith("NOPERM ", checks[1].Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_target_does_not_pass()
    {
        await using var rig = new ActionRig("redis://127.0.0.1");

        Assert.Equal([("target", false)], Passed(await rig.Verification.CheckAsync("elsewhere", TestRedis.Token)));
    }

    private static IEnumerable<(string, bool)> Passed(IReadOnlyList<CheckResult> checks) => checks.Select(check => (check.Name, check.Passed));
}
