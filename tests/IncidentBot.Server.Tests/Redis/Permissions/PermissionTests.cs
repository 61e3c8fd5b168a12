using IncidentBot.Actions;
using IncidentBot.Redis.Sessions;
using IncidentBot.Support;

namespace IncidentBot.Redis.Permissions;

/// <summary>Every action of the catalogue as the two users of the README: it works, or says which right it lacks before it changes anything.</summary>
public sealed class PermissionTests(SeededRedis seed) : IClassFixture<SeededRedis>
{
    public static TheoryData<string> Changes => [.. Examples.Changing];

    [Fact]
    public void What_is_proven_elsewhere_is_proven_by_a_class_that_exists()
    {
        var classes = typeof(PermissionTests).Assembly.GetTypes().Select(type => type.Name).ToHashSet();

        Assert.All(Examples.ProvenElsewhere.Values, name => Assert.Contains(name, classes));
        Assert.NotEmpty(Examples.Observing);
        Assert.NotEmpty(Examples.Changing);
    }

    [Fact]
    public void Each_line_of_the_readme_has_its_reason_and_the_repair_user_may_all_that_the_reader_may()
    {
        var (reader, repair) = (ReadmeUsers.Lines(ReadmeUsers.Reader), ReadmeUsers.Lines(ReadmeUsers.Repair));

        Assert.Equal(Enumerable.Range(1, reader.Count), ReadmeUsers.Reasons(ReadmeUsers.Reader));
        Assert.Equal(Enumerable.Range(reader.Count + 1, repair.Count - reader.Count).Prepend(1), ReadmeUsers.Reasons(ReadmeUsers.Repair));
        Assert.Equal(reader.Skip(1), repair.Skip(1).Take(reader.Count - 1));
        Assert.All(reader.Concat(repair), line => Assert.DoesNotContain("@all", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_reader_reads_with_every_action_and_writes_nothing()
    {
        await using var server = await seed.StartAsync(Examples.Arguments);
        await using var bot = new WholeCatalogue(await ReadmeUsers.MakeAsync(server.Redis, ReadmeUsers.Reader));
        var before = await server.ChangesAsync();

        foreach (var action in Examples.Observing)
        {
            var report = await bot.ReadAsync(Examples.Reading(action));

            // Hashes of passwords are not for reading; prevention says so.
            var evidence = report.Evidence.Where(line => !(action == "redis.prevention" && line.Contains("acl|getuser", StringComparison.Ordinal)));
            Assert.True(report.FailureClass is null, $"{action}: {report.FailureClass} {report.Answer}");
            Assert.All(evidence.Append(report.Answer), line => Assert.False(
                line.Contains("NOPERM ", StringComparison.Ordinal) || line.Contains("refused:", StringComparison.Ordinal), $"{action}: {line}"));
        }

        Assert.Equal(before, await server.ChangesAsync());
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task The_reader_is_told_which_right_a_change_lacks_before_anything_is_changed(string action)
    {
        await using var ready = await ReadyServer.ForAsync(action, seed);
        var (server, typed) = (ready.Server, ready.Typed);
        await using var bot = new WholeCatalogue(await ReadmeUsers.MakeAsync(server.Redis, ReadmeUsers.Reader), server.Folder.FullName);
        var before = await server.ChangesAsync();

        var planned = await bot.PlanAsync(typed);

        var refused = planned as PlanResult.Refused;
        Assert.True(refused is not null, $"{action} is planned although our user may not run it: name in its Needs what it will run. {planned}");
        Assert.StartsWith($"On primary our user {ReadmeUsers.Reader} lacks the permission to ", refused.Rule, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was changed; this is no outage.", refused.Rule, StringComparison.Ordinal);
        Assert.Contains($"ACL SETUSER {ReadmeUsers.Reader} +", refused.Hint, StringComparison.Ordinal);
        Assert.Equal(before, await server.ChangesAsync());
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task The_repair_user_carries_out_every_change(string action)
    {
        await using var ready = await ReadyServer.ForAsync(action, seed);
        var (server, typed) = (ready.Server, ready.Typed);
        await using var bot = new WholeCatalogue(await ReadmeUsers.MakeAsync(server.Redis, ReadmeUsers.Repair), server.Folder.FullName);

        await bot.DoAsync(typed);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task What_is_granted_by_the_hint_is_enough(string action)
    {
        await using var ready = await ReadyServer.ForAsync(action, seed);
        var (server, typed) = (ready.Server, ready.Typed);
        await using var bot = new WholeCatalogue(await ReadmeUsers.MakeAsync(server.Redis, ReadmeUsers.Reader), server.Folder.FullName);

        // Keys are looked at once the command is allowed.
        for (var times = 0; times < 2 && await bot.PlanAsync(typed) is PlanResult.Refused refused; times++)
        {
            var words = refused.Hint!.Split("ACL ")[1].Split(' ');
            Assert.Null((await server.Redis.AskAsync("ACL", [.. words.Select(word => (RedisArgument)word)])).AsError);
        }

        await bot.DoAsync(typed);
    }

    [Fact]
    public async Task A_key_that_our_user_may_not_write_is_named()
    {
        await using var server = await seed.StartAsync(Examples.Arguments);
        var url = await ReadmeUsers.MakeAsync(server.Redis, ReadmeUsers.Repair);
        await ReadmeUsers.AllowAsync(server.Redis, ReadmeUsers.Repair, "resetkeys", "%R~*", "~incidentbot:canary:*");
        await using var bot = new WholeCatalogue(url);

        var refused = Assert.IsType<PlanResult.Refused>(await bot.PlanAsync("redis.clear-cache rl:*"));

        Assert.Equal($"On primary our user {ReadmeUsers.Repair} lacks the permission to write rl:*. Nothing was changed; this is no outage.", refused.Rule);
        Assert.EndsWith($"ACL SETUSER {ReadmeUsers.Repair} ~rl:*", refused.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-acl|dryrun")]
    [InlineData("-acl|dryrun -command|info")]
    public async Task Where_nobody_may_ask_the_plan_says_so_and_the_run_names_the_right(string without)
    {
        await using var server = await seed.StartAsync(Examples.Arguments);
        var url = await ReadmeUsers.MakeAsync(server.Redis, ReadmeUsers.Reader);
        await ReadmeUsers.AllowAsync(server.Redis, ReadmeUsers.Reader, ["+eval", .. without.Split(' ')]);
        await using var bot = new WholeCatalogue(url);
        foreach (var typed in new[] { "redis.clear-cache rl:*", "rq.suspend version=1.13", "redis.set-maxclients 9000" })
        {
            var plan = Assert.IsType<PlanResult.Ready>(await bot.PlanAsync(typed)).Plan;
            Assert.Contains(plan.Notes, note => note.StartsWith($"Whether our user {ReadmeUsers.Reader} may run ", StringComparison.Ordinal));

            var failed = Assert.IsType<ApplyResult.Failed>(await bot.ApplyAsync(typed, plan));

            Assert.Contains("This is no outage.", failed.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_verification_that_the_reader_may_not_make_has_not_passed_and_is_no_outage()
    {
        await using var server = await seed.StartAsync();
        await using var bot = new WholeCatalogue(await ReadmeUsers.MakeAsync(server.Redis, ReadmeUsers.Reader));

        var checks = await bot.Verification.CheckAsync("primary", TestRedis.Token);

        Assert.Equal([("answers", true), ("accepts writes", false), ("has room", true)], checks.Select(check => (check.Name, check.Passed)));
        Assert.Equal(
            "NOPERM this user has no permissions to run the 'set' command. Not known, because it could not be tried; this is no outage.",
            checks[1].Evidence);
    }

    [Fact]
    public async Task The_repair_user_passes_every_check_of_an_incident()
    {
        await using var server = await seed.StartAsync();
        await using var bot = new WholeCatalogue(await ReadmeUsers.MakeAsync(server.Redis, ReadmeUsers.Repair));

        Assert.All(await bot.Verification.CheckAsync("primary", TestRedis.Token), check => Assert.True(check.Passed, check.Evidence));
    }
}
