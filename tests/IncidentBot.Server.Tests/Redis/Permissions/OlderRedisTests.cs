using IncidentBot.Actions;
using IncidentBot.Redis.Actions;
using IncidentBot.Redis.Wire;
using IncidentBot.Support;

namespace IncidentBot.Redis.Permissions;

/// <summary>
/// Before Redis 7 there is no ACL DRYRUN: what a change of several commands lacks is said before the first of them all the same. A real
/// Redis behind a proxy that knows of no DRYRUN, with the words of 6.2.
/// </summary>
public sealed class OlderRedisTests(SeededRedis seed) : IClassFixture<SeededRedis>
{
    private const string NoDryRun = "ERR Unknown subcommand or wrong number of arguments for 'DRYRUN'. Try ACL HELP.";

    public static TheoryData<string> Changes => [.. Examples.Changing];

    public static TheoryData<string> Scripts => [.. Examples.Changing.Where(action => action.StartsWith("queue.", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task The_reader_is_told_which_right_a_change_lacks_before_anything_is_changed(string action)
    {
        await using var ready = await ReadyServer.ForAsync(action, seed);
        var (server, typed) = (ready.Server, ready.Typed);
        await using var older = Older(server.Redis);
        await using var bot = await BotAsync(server, older, ReadmeUsers.Reader);
        var before = await server.ChangesAsync();

        var refused = Assert.IsType<PlanResult.Refused>(await bot.PlanAsync(typed));

        Assert.StartsWith($"On primary our user {ReadmeUsers.Reader} lacks the permission to ", refused.Rule, StringComparison.Ordinal);
        Assert.Contains($"ACL SETUSER {ReadmeUsers.Reader} +", refused.Hint, StringComparison.Ordinal);
        Assert.Equal(before, await server.ChangesAsync());
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task The_repair_user_carries_out_every_change(string action)
    {
        await using var ready = await ReadyServer.ForAsync(action, seed);
        var (server, typed) = (ready.Server, ready.Typed);
        await using var older = Older(server.Redis);
        await using var bot = await BotAsync(server, older, ReadmeUsers.Repair);

        await bot.DoAsync(typed);
    }

    /// <summary>Each command that any script of a queue calls, one after the other.</summary>
    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task A_script_that_calls_a_command_that_lacks_is_not_begun(string action)
    {
        await using var ready = await ReadyServer.ForAsync(action, seed);
        var (server, typed) = (ready.Server, ready.Typed);
        await using var older = Older(server.Redis);
        await using var bot = await BotAsync(server, older, ReadmeUsers.Repair);
        var before = await server.ChangesAsync();
        var refusals = 0;
        string[] rights = ["eval", "hset", "hdel", "lpush", "rpush", "lrem", "rename", "srem", "zadd", "zrem", "xadd", "xtrim", "del", "restore", "dump"];
        foreach (var right in rights)
        {
            await ReadmeUsers.AllowAsync(server.Redis, ReadmeUsers.Repair, $"-{right}");
            if (await bot.PlanAsync(typed) is PlanResult.Refused refused)
            {
                refusals++;
                Assert.StartsWith(
                    $"On primary our user {ReadmeUsers.Repair} lacks the permission to run {right.ToUpperInvariant()}.",
                    refused.Rule,
                    StringComparison.Ordinal);
                Assert.EndsWith($"ACL SETUSER {ReadmeUsers.Repair} +{right}", refused.Hint, StringComparison.Ordinal);
            }

            await ReadmeUsers.AllowAsync(server.Redis, ReadmeUsers.Repair, $"+{right}");
        }

        Assert.True(refusals > 1, $"{action} was refused {refusals} times");
        Assert.Equal(before, await server.ChangesAsync());
    }

    [Theory]
    [InlineData("queue.retry-failed publishing all", "bull:publishing:*", "~bull:*")]
    [InlineData("rq.requeue default version=1.13", "rq:*", "~rq:*")]
    [InlineData("redis.clear-cache rl:*", "rl:*", "~rl:*")]
    public async Task A_key_pattern_that_lacks_is_named(string typed, string key, string pattern)
    {
        await using var server = await seed.StartAsync(Examples.Arguments);
        await using var older = Older(server.Redis);
        await using var bot = await BotAsync(server, older, ReadmeUsers.Repair);
        string[] others = ["~rl:*", "~cb:*", "~bull:*", "~rq:*", "~incidentbot:canary:*"];
        await ReadmeUsers.AllowAsync(server.Redis, ReadmeUsers.Repair, ["resetkeys", "%R~*", .. others.Except([pattern])]);
        var before = await server.ChangesAsync();

        var refused = Assert.IsType<PlanResult.Refused>(await bot.PlanAsync(typed));

        Assert.Equal($"On primary our user {ReadmeUsers.Repair} lacks the permission to write {key}. Nothing was changed; this is no outage.", refused.Rule);
        Assert.EndsWith($"ACL SETUSER {ReadmeUsers.Repair} ~{key}", refused.Hint, StringComparison.Ordinal);
        Assert.Equal(before, await server.ChangesAsync());
    }

    [Fact]
    public async Task A_right_that_only_a_selector_gives_counts_for_the_keys_of_that_selector()
    {
        await using var server = await seed.StartAsync(Examples.Arguments);
        await using var older = Older(server.Redis);
        await using var bot = await BotAsync(server, older, ReadmeUsers.Repair);
        await ReadmeUsers.AllowAsync(server.Redis, ReadmeUsers.Repair, "-unlink", "-zrem");
        await ReadmeUsers.AllowAsync(server.Redis, ReadmeUsers.Repair, "(~rl:* +unlink)", "(~other:* +zrem)");

        await bot.DoAsync("redis.clear-cache rl:*");
        var refused = Assert.IsType<PlanResult.Refused>(await bot.PlanAsync("queue.retry-failed publishing all"));

        Assert.StartsWith($"On primary our user {ReadmeUsers.Repair} lacks the permission to ", refused.Rule, StringComparison.Ordinal);
        await ReadmeUsers.AllowAsync(server.Redis, ReadmeUsers.Repair, "(~bull:* +zrem)");
        Assert.IsType<PlanResult.Ready>(await bot.PlanAsync("queue.retry-failed publishing all"));
    }

    /// <summary>6.0 and 6.2, 7.0, and 7.2 as Valkey has them too.</summary>
    [Theory]
    [InlineData("NOPERM this user has no permissions to run the 'unlink' command or its subcommand", "run UNLINK", "+unlink")]
    [InlineData("NOPERM this user has no permissions to run the 'unlink' command", "run UNLINK", "+unlink")]
    [InlineData("NOPERM User bot has no permissions to run the 'unlink' command", "run UNLINK", "+unlink")]
    [InlineData("NOPERM this user has no permissions to access one of the keys used as arguments", "write rl:*", "~rl:*")]
    [InlineData("NOPERM No permissions to access a key", "write rl:*", "~rl:*")]
    public async Task A_refusal_is_understood_in_the_words_of_each_version(string words, string lacks, string rule)
    {
        await using var server = await seed.StartAsync(Examples.Arguments);
        await using var older = Older(server.Redis, ("UNLINK", new RespValue.Error(words)));
        await using var bot = await BotAsync(server, older, ReadmeUsers.Repair);

        var refused = Assert.IsType<PlanResult.Refused>(await bot.PlanAsync("redis.clear-cache rl:*"));

        Assert.Equal($"On primary our user {ReadmeUsers.Repair} lacks the permission to {lacks}. Nothing was changed; this is no outage.", refused.Rule);
        Assert.EndsWith($"ACL SETUSER {ReadmeUsers.Repair} {rule}", refused.Hint, StringComparison.Ordinal);
    }

    /// <summary>MULTI is refused, is not known, or is answered by something that then holds nothing back.</summary>
    [Theory]
    [InlineData("NOPERM this user has no permissions to run the 'multi' command")]
    [InlineData("ERR unknown command 'MULTI'")]
    [InlineData(null)]
    public async Task Where_it_cannot_be_asked_a_script_is_refused_and_nothing_is_tried(string? words)
    {
        await using var server = await seed.StartAsync(Examples.Arguments);
        await using var older = Older(server.Redis, ("MULTI", words is null ? new RespValue.Text("OK") : new RespValue.Error(words)));
        await using var bot = await BotAsync(server, older, ReadmeUsers.Repair);
        await ReadmeUsers.AllowAsync(server.Redis, ReadmeUsers.Repair, "-zrem");
        var before = await server.ChangesAsync();

        var refused = Assert.IsType<PlanResult.Refused>(await bot.PlanAsync("queue.retry-failed publishing all"));

        Assert.StartsWith($"Whether our user {ReadmeUsers.Repair} may run EVAL, ", refused.Rule, StringComparison.Ordinal);
        Assert.EndsWith(
            "a script that lacks one right stops half way. Nothing was changed on primary; this is no outage.", refused.Rule, StringComparison.Ordinal);
        Assert.EndsWith($"ACL SETUSER {ReadmeUsers.Repair} +multi +discard", refused.Hint, StringComparison.Ordinal);

        // One command that is refused has done nothing.
        var plan = Assert.IsType<PlanResult.Ready>(await bot.PlanAsync("redis.set-maxclients 9000")).Plan;
        Assert.Contains(plan.Notes, note => note.StartsWith($"Whether our user {ReadmeUsers.Repair} may run CONFIG ", StringComparison.Ordinal));
        Assert.Equal(before, await server.ChangesAsync());
    }

    [Fact]
    public async Task Writes_are_not_paused_where_the_next_step_of_a_takeover_lacks_its_right()
    {
        await using var pair = await RedisPair.StartAsync();
        await using var primary = Older(pair.Primary);
        await using var standby = Older(pair.Standby);
        await ActionRig.UrlAsync(pair.Primary, ActionRig.NamedUser, "+@all -replicaof");
        await ActionRig.UrlAsync(pair.Standby, ActionRig.NamedUser);
        var settings = RedisPair.SettingsFor(standby.UrlWith($"bot:{ActionRig.Password}"));
        await using var rig = new ActionRig(primary.UrlWith($"bot:{ActionRig.Password}"), settings);

        var refused = Assert.IsType<PlanResult.Refused>(await rig.PlanAsync("promote-standby"));
        Assert.Equal("On primary, user bot may not run REPLICAOF (ACL SETUSER bot +replicaof).", refused.Rule);

        await ActionRig.UrlAsync(pair.Primary, ActionRig.NamedUser, "+@all -replicaof -multi");
        Assert.StartsWith(
            "On primary, whether user bot may run CLIENT PAUSE and REPLICAOF cannot be asked, and half of it would be done where one right lacks",
            Assert.IsType<PlanResult.Refused>(await rig.PlanAsync("promote-standby")).Rule,
            StringComparison.Ordinal);
    }

    private static RespProxy Older(RedisServer server, params (string Command, RespValue Reply)[] others) => new(
        server.Port,
        typed => typed.StartsWith("ACL DRYRUN", StringComparison.OrdinalIgnoreCase)
            ? new RespValue.Error(NoDryRun)
            : others.FirstOrDefault(other => typed.StartsWith(other.Command, StringComparison.OrdinalIgnoreCase)).Reply);

    /// <summary>As a user of the README, with what it says of versions before 7.</summary>
    private static async Task<WholeCatalogue> BotAsync(SeededServer server, RespProxy older, string user)
    {
        var credentials = new Uri(await ReadmeUsers.MakeAsync(server.Redis, user)).UserInfo;
        await ReadmeUsers.AllowAsync(server.Redis, user, "+multi", "+discard");
        return new WholeCatalogue(older.UrlWith(credentials), server.Folder.FullName);
    }
}
