using IncidentBot.Redis.Diagnoses;
using IncidentBot.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Redis;

public sealed class DiagnoserTests
{
    [Fact]
    public async Task A_healthy_server_is_well()
    {
        await using var server = await RedisServer.StartAsync();

        var diagnosis = await DiagnoseAsync(server.Url);

        Assert.Null(diagnosis.Class);
        Assert.StartsWith("primary is well: PONG in ", diagnosis.Sentence, StringComparison.Ordinal);
        Assert.Empty(diagnosis.Warnings);
        Assert.Empty(diagnosis.NextSteps);
        Assert.False(diagnosis.IsTrouble);
    }

    [Fact]
    public async Task Out_of_memory_names_what_fills_it_and_what_to_clear()
    {
        await using var server = await RedisTroubles.OutOfMemoryAsync(("rl:", 20_000, 100), ("bull:email:", 1000, 500), ("sess:", 100, 10));

        var diagnosis = await DiagnoseAsync(server.Url);

        Assert.Equal(FailureClass.OutOfMemory, diagnosis.Class);
        Assert.Matches(@"^primary: memory exhausted, \d.* of 1 MB used, noeviction; rl:\* holds \d\d % \((about )?[\d,]+ keys\)\.$", diagnosis.Sentence);
        Assert.Equal("rl:*", diagnosis.Keys!.Prefixes[0].Prefix);
        Assert.Contains(diagnosis.NextSteps, step => step.StartsWith("If rl:* is a cache, clearing it frees about ", StringComparison.Ordinal));
        Assert.Contains(diagnosis.Evidence, line => line.StartsWith("bull:email:* holds ", StringComparison.Ordinal));
        Assert.DoesNotContain(diagnosis.NextSteps, step => step.Contains("bull:email:* is a cache", StringComparison.Ordinal));
        Assert.Contains(
            diagnosis.Evidence,
            line => line.Contains("keys measured", StringComparison.Ordinal) || line.Contains("a sample", StringComparison.Ordinal));
        Assert.True(diagnosis.IsTrouble);
    }

    [Fact]
    public async Task Queues_that_fill_memory_are_never_to_be_cleared()
    {
        await using var server = await RedisTroubles.OutOfMemoryAsync(("bull:email:", 5000, 500));

        var diagnosis = await DiagnoseAsync(server.Url);

        Assert.Contains("Clean finished jobs of bull:email:*: never clear a queue's keys", diagnosis.NextSteps);
        Assert.DoesNotContain(diagnosis.NextSteps, step => step.Contains("is a cache", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_full_server_is_read_over_the_held_connection_and_names_who_fills_it()
    {
        await using var server = await RedisServer.StartAsync("--maxclients", "6");
        await using var target = Target(server.Url);
        await target.HoldAsync(TestRedis.Token);
        var taken = await RedisTroubles.FillClientsAsync(server);

        var diagnosis = await new Diagnoser(TimeProvider.System).DiagnoseAsync(target, TestRedis.Token);

        Assert.Equal(FailureClass.MaxClients, diagnosis.Class);
        Assert.Equal("primary refuses new clients: maxclients is reached, 6 of 6; most from host 127.0.0.1 (5).", diagnosis.Sentence);
        Assert.Equal(5, taken.Count);
        Assert.Contains(diagnosis.Evidence, line => line.Contains("held open", StringComparison.Ordinal));
        Assert.Contains(diagnosis.Evidence, line => line.StartsWith("5 clients: host 127.0.0.1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_full_tls_server_hangs_up_without_a_word_and_is_recognised_all_the_same()
    {
        await using var server = await RedisServer.StartWithTlsAsync("--maxclients", "6");
        await using var target = Target(server.TlsUrl, new RedisTls(server.Certificates!.CaFile));
        await target.HoldAsync(TestRedis.Token);
        var crowd = await RedisTroubles.FillClientsAsync(server);

        Assert.Equal(FailureClass.MaxClients, (await new Diagnoser(TimeProvider.System).DiagnoseAsync(target, TestRedis.Token)).Class);
        Assert.NotEmpty(crowd);
    }

    [Fact]
    public async Task A_changed_password_is_read_over_the_held_connection()
    {
        await using var server = await RedisServer.StartAsync("--requirepass", "old");
        await using var target = Target(server.UrlWith(":old"));
        await target.HoldAsync(TestRedis.Token);
        await target.ExecuteAsync("CONFIG", ["SET", "requirepass", "new"], TestRedis.Token);

        var diagnosis = await new Diagnoser(TimeProvider.System).DiagnoseAsync(target, TestRedis.Token);

        Assert.Equal(FailureClass.WrongPassword, diagnosis.Class);
        Assert.Contains("WRONGPASS at AUTH", diagnosis.Sentence, StringComparison.Ordinal);
        Assert.NotNull(diagnosis.Info);
    }

    [Fact]
    public async Task A_refused_connection_is_said_in_one_sentence()
    {
        var port = FreePort.Next();

        var diagnosis = await DiagnoseAsync($"redis://127.0.0.1:{port}");

        Assert.Equal(FailureClass.Refused, diagnosis.Class);
        Assert.Matches(
            $@"^primary: REFUSED at TCP after \d+\.\d ms\. The host answers, nothing listens on {port}: Redis is down or bound elsewhere\.$",
            diagnosis.Sentence);
        Assert.NotEmpty(diagnosis.NextSteps);
    }

    [Fact]
    public async Task A_hung_server_takes_one_deadline_and_a_second_look_not_many()
    {
        await using var server = await RedisServer.StartAsync();
        await using var target = Target(server.Url, options: TestRedis.Hasty with { CommandTimeout = TimeSpan.FromSeconds(10) });
        await target.HoldAsync(TestRedis.Token);
        server.Pause();
        var started = TimeProvider.System.GetTimestamp();

        var diagnosis = await new Diagnoser(TimeProvider.System).DiagnoseAsync(target, TestRedis.Token);

        Assert.Equal(FailureClass.Hung, diagnosis.Class);
        Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds, 350, 9_000);
    }

    [Fact]
    public async Task Loading_shows_how_far_it_is()
    {
        await using var server = await RedisTroubles.LoadingAsync();

        var diagnosis = await DiagnoseAsync(server.Url);

        Assert.Equal(FailureClass.Loading, diagnosis.Class);
        Assert.Matches(@"^primary has started and is loading its data: \d+ %", diagnosis.Sentence);
    }

    [Fact]
    public async Task Failed_snapshots_refuse_writes()
    {
        await using var server = await RedisTroubles.SnapshotsFailAsync();

        var diagnosis = await DiagnoseAsync(server.Url);

        Assert.Equal(FailureClass.Misconf, diagnosis.Class);
        Assert.Equal("primary refuses writes: the last snapshot to disk failed.", diagnosis.Sentence);
        Assert.Contains(diagnosis.Evidence, line => line.StartsWith("rdb_last_bgsave_status:err", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Failed_snapshots_that_refuse_nothing_are_a_risk()
    {
        await using var server = await RedisTroubles.SnapshotsFailAsync();
        await server.AskAsync("CONFIG", "SET", "stop-writes-on-bgsave-error", "no");

        var diagnosis = await DiagnoseAsync(server.Url);

        Assert.Equal((FailureClass.SnapshotFailed, true), (diagnosis.Class, diagnosis.IsTrouble));
        Assert.Equal("primary accepts writes, but its last snapshot to disk failed: they would be lost with the process.", diagnosis.Sentence);
    }

    [Fact]
    public async Task A_replica_names_its_master_and_the_link()
    {
        await using var server = await RedisTroubles.ReplicaWithoutMasterAsync(serveStale: true);

        var diagnosis = await DiagnoseAsync(server.Url);

        Assert.Equal(FailureClass.ReadOnly, diagnosis.Class);
        Assert.Matches(@"^primary is a replica and refuses writes; its master is 127\.0\.0\.1:\d+, link down", diagnosis.Sentence);
    }

    [Fact]
    public async Task A_replica_that_serves_nothing_is_master_down()
    {
        await using var server = await RedisTroubles.ReplicaWithoutMasterAsync(serveStale: false);

        Assert.Equal(FailureClass.MasterDown, (await DiagnoseAsync(server.Url)).Class);
    }

    [Fact]
    public async Task Missing_replicas_are_counted()
    {
        await using var server = await RedisServer.StartAsync("--min-replicas-to-write", "2");

        var diagnosis = await DiagnoseAsync(server.Url);

        Assert.Equal(FailureClass.NoReplicas, diagnosis.Class);
        Assert.Equal("primary refuses writes: 0 of 2 replicas it needs are healthy.", diagnosis.Sentence);
    }

    [Fact]
    public async Task A_cluster_with_missing_slots_is_down()
    {
        await using var server = await RedisServer.StartAsync("--cluster-enabled", "yes");

        var diagnosis = await DiagnoseAsync(server.Url);

        Assert.Equal(FailureClass.ClusterDown, diagnosis.Class);
        Assert.Contains("List the others under Targets:primary:Nodes", Assert.Single(diagnosis.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_busy_server_is_busy_and_says_that_nothing_can_be_read()
    {
        var (server, script) = await RedisTroubles.BusyAsync();
        await using var _ = server;
        await using var __ = script;

        var diagnosis = await DiagnoseAsync(server.Url);

        Assert.Equal(FailureClass.Busy, diagnosis.Class);
        Assert.Contains(diagnosis.NotSeen, line => line.StartsWith("INFO refused: BUSY", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_lacking_permission_is_named_as_such_and_is_no_outage()
    {
        await using var server = await RedisServer.StartAsync();
        await server.AskAsync("ACL", "SETUSER", "narrow", "on", ">p", "~*", "+ping");

        var diagnosis = await DiagnoseAsync(server.UrlWith("narrow:p"));

        Assert.Equal(FailureClass.NoPermission, diagnosis.Class);
        Assert.False(diagnosis.IsTrouble);
        Assert.Equal("primary is up, but our user lacks a permission; no outage is visible.", diagnosis.Sentence);
        Assert.Contains(diagnosis.NotSeen, line => line.StartsWith("INFO refused: NOPERM", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_lacking_permission_does_not_hide_an_outage()
    {
        await using var server = await RedisTroubles.OutOfMemoryAsync(("rl:", 20_000, 100));
        await server.AskAsync("ACL", "SETUSER", "narrow", "on", ">p", "~*", "+info");

        var diagnosis = await DiagnoseAsync(server.UrlWith("narrow:p"));

        Assert.Equal(FailureClass.OutOfMemory, diagnosis.Class);
        Assert.Contains(diagnosis.NotSeen, line => line.StartsWith("The sample of keys refused: NOPERM", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_ever_written()
    {
        await using var server = await RedisTroubles.OutOfMemoryAsync(("rl:", 2000, 1000));
        var before = (await server.AskAsync("INFO", "persistence")).AsString()!.Split("rdb_changes_since_last_save:")[1].Split('\r')[0];

        await DiagnoseAsync(server.Url);

        Assert.Contains($"rdb_changes_since_last_save:{before}\r", (await server.AskAsync("INFO", "persistence")).AsString(), StringComparison.Ordinal);
    }

    private static async Task<Diagnosis> DiagnoseAsync(string url)
    {
        await using var target = Target(url);
        return await new Diagnoser(TimeProvider.System).DiagnoseAsync(target, TestRedis.Token);
    }

    private static RedisTarget Target(string url, RedisTls? tls = null, RedisOptions? options = null) => new(
        "primary", RedisEndpoint.Parse(url), tls ?? new RedisTls(), options ?? TestRedis.Patient, TimeProvider.System, NullLogger<RedisTarget>.Instance);
}
