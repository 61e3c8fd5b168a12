using IncidentBot.Actions;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;
using IncidentBot.Support;

namespace IncidentBot.Redis.Actions.Standby;

/// <summary>Takeovers of a real pair, there and back, with keys counted.</summary>
public sealed class TakeoverTests
{
    [Fact]
    public async Task While_the_primary_lives_the_roles_are_exchanged_under_writes_and_nothing_is_lost()
    {
        await using var pair = await RedisPair.StartAsync();
        await using var rig = new ActionRig(pair.Primary.Url, pair.Settings);
        await RedisTroubles.FillAsync(pair.Primary, ("before:", 500, 100));
        var plan = await rig.ReadyAsync("promote-standby");
        Assert.Equal("Would make standby the master and primary its replica, with nothing lost.", plan.Summary);
        Assert.Null(plan.CannotBeUndone);
        Assert.Equal("/redis return-to-primary on primary", plan.Undo!.ToString());

        var writing = WriteUntilRefusedAsync(pair.Primary);
        Assert.IsType<ApplyResult.Done>(await rig.ApplyAsync("promote-standby", plan));
        var (accepted, refusal) = await writing;

        Assert.Equal(FailureClass.ReadOnly, refusal.Class);
        Assert.True(accepted > 0, "writes went on until the roles were exchanged");
        Assert.Equal(500 + accepted, await RedisPair.KeysAsync(pair.Standby));
        var verified = await rig.VerifyAsync("promote-standby", plan);
        Assert.True(verified.Holds, verified.Answer);
        Assert.Equal("standby is the master and took a test write; primary is a replica", verified.Answer);
        await pair.FollowsAsync(pair.Primary);
        Assert.Matches(@"^standby has taken over; primary follows it, \d+ B behind$", (await rig.ReadAsync("standby")).Answer);
        Assert.IsType<PlanResult.Nothing>(await rig.PlanAsync("promote-standby"));
        Assert.IsType<PlanResult.Nothing>(await rig.PlanAsync("rejoin"));

        var back = await rig.ReadyAsync("return-to-primary");
        writing = WriteUntilRefusedAsync(pair.Standby);
        Assert.IsType<ApplyResult.Done>(await rig.ApplyAsync("return-to-primary", back));
        var (after, _) = await writing;

        Assert.Equal(500 + accepted + after, await RedisPair.KeysAsync(pair.Primary));
        await pair.FollowsAsync(pair.Standby);
        var returned = await rig.VerifyAsync("return-to-primary", back);
        Assert.True(returned.Holds, returned.Answer);
        Assert.Matches(@"^primary is the master and took a test write; standby follows, \d+ B behind$", returned.Answer);
    }

    [Fact]
    public async Task A_dead_primary_costs_what_was_counted_and_rejoins_and_returns()
    {
        await using var pair = await RedisPair.StartAsync();
        await using var rig = new ActionRig(pair.Primary.Url, pair.Settings);
        await RedisTroubles.FillAsync(pair.Primary, ("shared:", 300, 100));
        await Eventually.TrueAsync(async () => await RedisPair.KeysAsync(pair.Standby) == 300, "the standby has them");
        await pair.CutAsync();
        await RedisTroubles.FillAsync(pair.Primary, ("alone:", 40, 1000));
        await rig.ReadAsync("standby");

        var alive = Assert.IsType<PlanResult.Refused>(await rig.PlanAsync("promote-standby"));
        Assert.Equal("primary is alive and takes writes that standby does not have.", alive.Rule);

        await pair.Primary.KillAsync();
        var report = await rig.ReadAsync("standby");
        Assert.Matches(@"^primary is gone \(REFUSED at TCP .*\); standby has a copy that ended \d+ s ago$", report.Answer);
        Assert.Contains("If it stays away: /redis promote-standby on primary", report.Steps);
        var plan = await rig.ReadyAsync("promote-standby");
        Assert.Matches(@"^what primary accepted and standby does not have is lost: 4\d KB at least\.$", plan.CannotBeUndone);
        Assert.Equal("under 1 MB", plan.Pins["bytes at stake"]);
        Assert.Contains(plan.Notes, note => note.StartsWith("Fence primary first", StringComparison.Ordinal));
        Assert.IsType<ApplyResult.Done>(await rig.ApplyAsync("promote-standby", plan));
        var verified = await rig.VerifyAsync("promote-standby", plan);
        Assert.True(verified.Holds, verified.Answer);
        await RedisTroubles.FillAsync(pair.Standby, ("after:", 7, 10));

        await pair.Primary.RestartAsync("--appendonly", "yes", "--repl-diskless-sync-delay", "0");
        Assert.False((await rig.VerifyAsync("promote-standby", plan)).Holds);
        Assert.Equal("SPLIT", (await rig.ReadAsync("standby")).FailureClass);
        var rejoin = await rig.ReadyAsync("rejoin");
        Assert.Equal("Would drop the 340 keys of primary and copy the 307 keys of standby to it.", rejoin.Summary);
        Assert.Equal("the 340 keys that primary holds are gone.", rejoin.CannotBeUndone);
        Assert.Equal(340, rejoin.Figures.Single().Value);
        Assert.False((await rig.VerifyAsync("rejoin", rejoin)).Holds);
        Assert.Equal("primary is a replica of standby and has its 307 keys.", Assert.IsType<ApplyResult.Done>(await rig.ApplyAsync("rejoin", rejoin)).Summary);
        var joined = await rig.VerifyAsync("rejoin", rejoin);
        Assert.True(joined.Holds, joined.Answer);

        var back = await rig.ReadyAsync("return-to-primary");
        Assert.IsType<ApplyResult.Done>(await rig.ApplyAsync("return-to-primary", back));
        Assert.Equal(307, await RedisPair.KeysAsync(pair.Primary));
        Assert.Equal("master", (await pair.Primary.AskAsync("ROLE")).AsItems()[0].AsString());
    }

    [Fact]
    public async Task A_hung_primary_that_the_standby_heard_from_is_not_taken_for_dead()
    {
        await using var pair = await RedisPair.StartAsync();
        await using var rig = new ActionRig(
            pair.Primary.Url,
            [.. pair.Settings.Where(setting => !setting.StartsWith("Redis:", StringComparison.Ordinal)), .. ActionRig.Hasty]);
        pair.Primary.Pause();

        var refused = Assert.IsType<PlanResult.Refused>(await rig.PlanAsync("promote-standby"));

        Assert.Matches(
            @"^primary does not answer the bot \(HUNG .*\), but standby heard from it \d+ s ago: it may be alive and taking writes\.$",
            refused.Rule);
    }

    [Fact]
    public async Task After_a_takeover_what_only_the_old_primary_has_is_counted()
    {
        await using var pair = await RedisPair.StartAsync();
        await using var rig = new ActionRig(pair.Primary.Url, pair.Settings);
        await pair.CutAsync();
        await pair.Standby.AskAsync("REPLICAOF", "NO", "ONE");
        await RedisTroubles.FillAsync(pair.Primary, ("lost:", 20, 1000));

        var plan = await rig.ReadyAsync("rejoin");

        Assert.Contains(plan.Notes, note => note.StartsWith("primary went on for 2", StringComparison.Ordinal)
            && note.EndsWith(" KB after the takeover: those writes exist nowhere else.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_our_user_may_not_do_is_named_before_anything_is_done()
    {
        await using var pair = await RedisPair.StartAsync();
        await pair.Standby.AskAsync("ACL", "SETUSER", "narrow", "on", $">{ActionRig.Password}", "~*", "+@all", "-replicaof");
        await using var rig = new ActionRig(pair.Primary.Url, RedisPair.SettingsFor(pair.Standby.UrlWith($"narrow:{ActionRig.Password}")));

        var refused = Assert.IsType<PlanResult.Refused>(await rig.PlanAsync("promote-standby"));

        Assert.Equal("On standby, user narrow may not run REPLICAOF (ACL SETUSER narrow +replicaof).", refused.Rule);
        Assert.Contains("no outage", refused.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_renamed_command_is_named_too()
    {
        await using var pair = await RedisPair.StartAsync();
        await using var renamed = await RedisServer.StartAsync(
            "--replicaof", "127.0.0.1", $"{pair.Primary.Port}", "--repl-diskless-sync-delay", "0", "--rename-command",
            "REPLICAOF", "");
        await using var rig = new ActionRig(pair.Primary.Url, RedisPair.SettingsFor(renamed.Url));
        await Eventually.TrueAsync(async () => (await rig.ReadAsync("standby")).Healthy, "it follows");

        Assert.Equal(
            "On standby, REPLICAOF is not offered there: it was renamed, or the service blocks it.",
            Assert.IsType<PlanResult.Refused>(await rig.PlanAsync("promote-standby")).Rule);
    }

    [Theory]
    [InlineData("promote-standby")]
    [InlineData("rejoin")]
    [InlineData("return-to-primary")]
    public async Task Changes_of_a_pair_are_asked_for_at_its_primary(string verb)
    {
        await using var rig = new ActionRig("redis://127.0.0.1:1", RedisPair.SettingsFor("redis://127.0.0.1:2"));

        var refused = Assert.IsType<PlanResult.Refused>(await rig.PlanAsync($"{verb} on standby"));

        Assert.Equal($"Type /redis {verb} on primary", refused.Hint);
    }

    [Fact]
    public async Task A_standby_that_does_not_catch_up_leaves_everything_as_it_was()
    {
        await using var pair = await RedisPair.StartAsync();
        await using var rig = new ActionRig(pair.Primary.Url, pair.Settings);
        var plan = await rig.ReadyAsync("promote-standby");
        await pair.CutAsync();

        var failed = Assert.IsType<ApplyResult.Failed>(await rig.ApplyAsync("promote-standby", plan));

        Assert.StartsWith("Nothing was done: primary is alive", failed.Reason, StringComparison.Ordinal);
        Assert.Equal("OK", (await pair.Primary.AskAsync("SET", "still", "1")).ToString());
        var direct = Assert.IsType<ApplyResult.Failed>(await rig.Get<RoleSwitch>()
            .RunAsync(rig.Target, rig.Get<RedisTargets>().All.Single(target => target.Name == "standby"), new SeenProgress(), TestRedis.Token));
        Assert.Equal("standby does not follow primary any more. primary takes writes again; nothing was changed.", direct.Reason);
        Assert.Equal("OK", (await pair.Primary.AskAsync("SET", "still", "2")).ToString());
        Assert.Equal("slave", (await pair.Standby.AskAsync("ROLE")).AsItems()[0].AsString());
    }

    /// <summary>One new key after another, each acknowledged before the next.</summary>
    private static async Task<(long Accepted, RespError Refusal)> WriteUntilRefusedAsync(RedisServer server)
    {
        await using var connection = await server.ConnectAsync();
        var of = Guid.NewGuid().ToString("N");
        for (var written = 0L; ; written++)
        {
            await connection.SendAsync(RespWriter.Encode(RedisCommand.Of("SET", $"{of}:{written}", "x")), TestRedis.Token);
            if ((await connection.ReadAsync(TestRedis.Token)).AsError is { } refusal)
            {
                return (written, refusal);
            }
        }
    }
}
