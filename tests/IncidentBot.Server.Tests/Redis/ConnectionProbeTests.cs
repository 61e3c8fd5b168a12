using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Probe;
using IncidentBot.Redis.Wire;
using IncidentBot.Support;

namespace IncidentBot.Redis;

/// <summary>Every failure that can be had on loopback, from the real thing.</summary>
public sealed class ConnectionProbeTests
{
    [Fact]
    public async Task A_healthy_server_shows_every_stage_with_its_time()
    {
        await using var server = await RedisServer.StartWithTlsAsync("--requirepass", "secret");
        var url = server.TlsUrl.Replace("//", "//:secret@", StringComparison.Ordinal) + "/2";

        var report = await ProbeAsync(url, new RedisTls(server.Certificates!.CaFile));

        Assert.True(report.Ok, report.Headline);
        Assert.Equal(
            [ConnectStage.Dns, ConnectStage.Tcp, ConnectStage.Tls, ConnectStage.Auth, ConnectStage.Select, ConnectStage.Ping],
            report.Stages.Select(stage => stage.Stage));
        Assert.All(report.Stages, stage => Assert.InRange(stage.Elapsed.TotalMilliseconds, 0, 5000));
        Assert.Matches(@"^PONG in \d+\.\d ms$", report.Headline);
        Assert.Matches(@"^DNS \d+\.\d · TCP \d+\.\d · TLS \d+\.\d · AUTH \d+\.\d · SELECT \d+\.\d · PING \d+\.\d ms$", report.StageLine);
    }

    [Fact]
    public async Task Without_tls_and_password_those_stages_are_not_there()
    {
        await using var server = await RedisServer.StartAsync();

        Assert.Equal([ConnectStage.Dns, ConnectStage.Tcp, ConnectStage.Ping], (await ProbeAsync(server.Url)).Stages.Select(stage => stage.Stage));
    }

    [Fact]
    public async Task It_leaves_nothing_behind()
    {
        await using var server = await RedisServer.StartAsync();

        await ProbeAsync(server.Url);

        await Eventually.TrueAsync(async () => (await server.AskAsync("CLIENT", "LIST")).AsString()!.Count(c => c == '\n') == 1, "only we are connected");
        Assert.Equal(0, (await server.AskAsync("DBSIZE")).AsLong());
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_is_dns() =>
        Expect(await ProbeAsync("redis://no-such-host.invalid"), FailureClass.NameResolution, ConnectStage.Dns);

    [Fact]
    public async Task Nothing_listening_is_refused_and_says_so_in_words()
    {
        var port = FreePort.Next();

        var report = await ProbeAsync($"redis://127.0.0.1:{port}");

        Expect(report, FailureClass.Refused, ConnectStage.Tcp);
        Assert.Matches(@"^REFUSED at TCP after \d+\.\d ms$", report.Headline);
        Assert.Equal($"The host answers, nothing listens on {port}: Redis is down or bound elsewhere.", report.Cause);
        Assert.NotNull(report.NextStep);
    }

    [Fact]
    public async Task No_answer_to_connecting_is_a_connect_timeout_within_the_deadline()
    {
        using var full = await FullBacklog.CreateAsync();

        var report = await ProbeAsync(full.Url, options: TestRedis.Hasty);

        Expect(report, FailureClass.ConnectTimeout, ConnectStage.Tcp);
        Assert.InRange(report.Failure!.Elapsed.TotalMilliseconds, 350, 10_000);
    }

    [Fact]
    public async Task A_stopped_server_is_hung_at_the_first_reply_within_the_deadline()
    {
        await using var server = await RedisServer.StartAsync();
        server.Pause();

        var report = await ProbeAsync(server.Url, options: TestRedis.Hasty);

        Expect(report, FailureClass.Hung, ConnectStage.Ping);
        Assert.InRange(report.Failure!.Elapsed.TotalMilliseconds, 350, 10_000);
        Expect(await ProbeAsync(server.UrlWith(":pw"), options: TestRedis.Hasty), FailureClass.Hung, ConnectStage.Auth);
    }

    [Fact]
    public async Task A_stopped_server_is_hung_behind_tls_too()
    {
        await using var server = await RedisServer.StartWithTlsAsync();
        server.Pause();

        Expect(await ProbeAsync(server.TlsUrl, new RedisTls(server.Certificates!.CaFile), TestRedis.Hasty), FailureClass.Hung, ConnectStage.Tls);
    }

    [Fact]
    public async Task Hanging_up_without_a_word_is_closed()
    {
        await using var peer = FakePeer.HangingUp();

        Expect(await ProbeAsync(peer.Url), FailureClass.Closed, ConnectStage.Ping);
        Expect(await ProbeAsync(peer.Url.Replace("redis:", "rediss:", StringComparison.Ordinal)), FailureClass.TlsFailed, ConnectStage.Tls);
    }

    [Fact]
    public async Task A_web_server_is_not_redis()
    {
        await using var peer = FakePeer.Saying("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");

        var report = await ProbeAsync(peer.Url);

        Expect(report, FailureClass.NotRedis, ConnectStage.Ping);
        Assert.Contains("HTTP/1.1 400", report.Failure!.Detail, StringComparison.Ordinal);
        Expect(await ProbeAsync(peer.Url.Replace("redis:", "rediss:", StringComparison.Ordinal)), FailureClass.TlsFailed, ConnectStage.Tls);
    }

    [Fact]
    public async Task Plain_text_to_a_tls_port_asks_for_rediss()
    {
        await using var server = await RedisServer.StartWithTlsAsync();

        Expect(await ProbeAsync($"redis://127.0.0.1:{server.TlsPort}"), FailureClass.TlsExpected, ConnectStage.Ping);
        Expect(await ProbeAsync($"redis://:pw@127.0.0.1:{server.TlsPort}"), FailureClass.TlsExpected, ConnectStage.Auth);
    }

    [Fact]
    public async Task Tls_to_a_plain_port_asks_for_redis()
    {
        await using var server = await RedisServer.StartAsync();

        Expect(await ProbeAsync($"rediss://127.0.0.1:{server.Port}", options: TestRedis.Hasty), FailureClass.TlsNotOffered, ConnectStage.Tls);
    }

    [Fact]
    public async Task A_certificate_that_is_not_accepted_says_why()
    {
        await using var server = await RedisServer.StartWithTlsAsync();
        var ca = server.Certificates!.CaFile;

        var unknown = await ProbeAsync(server.TlsUrl);
        Expect(unknown, FailureClass.TlsUntrusted, ConnectStage.Tls);

        var misnamed = await ProbeAsync(server.TlsUrl, new RedisTls(ca, "redis.internal"));
        Expect(misnamed, FailureClass.TlsUntrusted, ConnectStage.Tls);
        Assert.Contains("another name", misnamed.Failure!.Detail, StringComparison.Ordinal);

        var noFile = await ProbeAsync(server.TlsUrl, new RedisTls("/nonexistent/ca.pem"));
        Expect(noFile, FailureClass.TlsUntrusted, ConnectStage.Tls);
        Assert.Contains("cannot be read", noFile.Failure!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_certificate_is_not_accepted()
    {
        var directory = Directory.CreateTempSubdirectory("incidentbot-tls-");
        var expired = TestCertificates.Create(directory.FullName, days: -10);
        await using var server = await RedisServer.StartWithTlsAsync("--tls-cert-file", expired.CertificateFile, "--tls-key-file", expired.KeyFile);

        Expect(await ProbeAsync(server.TlsUrl, new RedisTls(expired.CaFile)), FailureClass.TlsUntrusted, ConnectStage.Tls);
        directory.Delete(recursive: true);
    }

    [Fact]
    public async Task A_server_that_wants_client_certificates_is_a_tls_failure()
    {
        await using var server = await RedisServer.StartWithTlsAsync("--tls-auth-clients", "yes");

        var report = await ProbeAsync(server.TlsUrl, new RedisTls(server.Certificates!.CaFile));

        Assert.Equal(FailureClass.TlsFailed, report.Failure?.Class);
        Assert.Contains("certificate", report.Failure?.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_or_wrong_password_is_told_apart()
    {
        await using var server = await RedisServer.StartAsync("--requirepass", "secret");

        Expect(await ProbeAsync(server.Url), FailureClass.NoAuth, ConnectStage.Ping);
        Expect(await ProbeAsync(server.UrlWith(":wrong")), FailureClass.WrongPassword, ConnectStage.Auth);
        Expect(await ProbeAsync(server.UrlWith("nobody:secret")), FailureClass.WrongPassword, ConnectStage.Auth);
        Assert.True((await ProbeAsync(server.UrlWith(":secret"))).Ok);
    }

    [Fact]
    public async Task A_password_where_none_is_set_is_its_own_class()
    {
        await using var server = await RedisServer.StartAsync();

        Expect(await ProbeAsync(server.UrlWith(":secret")), FailureClass.PasswordNotExpected, ConnectStage.Auth);
    }

    [Fact]
    public async Task A_user_without_permission_is_not_an_outage()
    {
        await using var server = await RedisServer.StartAsync();
        await server.AskAsync("ACL", "SETUSER", "narrow", "on", ">p", "~*", "+get");

        Expect(await ProbeAsync(server.UrlWith("narrow:p")), FailureClass.NoPermission, ConnectStage.Ping);
    }

    [Fact]
    public async Task A_database_that_does_not_exist_fails_at_select()
    {
        await using var server = await RedisServer.StartAsync("--databases", "2");

        var report = await ProbeAsync(server.Url + "/9");

        Expect(report, FailureClass.NoSuchDatabase, ConnectStage.Select);
        Assert.Contains("DB index is out of range", report.Failure!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_server_says_max_clients_even_before_the_password()
    {
        await using var server = await RedisServer.StartAsync("--maxclients", "5");
        var taken = await RedisTroubles.FillClientsAsync(server);

        for (var i = 0; i < 20; i++)
        {
            Expect(await ProbeAsync(server.Url), FailureClass.MaxClients, ConnectStage.Ping);
            Expect(await ProbeAsync(server.UrlWith(":pw")), FailureClass.MaxClients, ConnectStage.Auth);
        }

        await LeaveAsync(taken);
    }

    [Fact]
    public async Task Loading_is_seen_at_ping()
    {
        await using var server = await RedisTroubles.LoadingAsync();

        Expect(await ProbeAsync(server.Url), FailureClass.Loading, ConnectStage.Ping);
    }

    [Fact]
    public async Task A_replica_that_serves_nothing_without_its_master_is_master_down()
    {
        await using var server = await RedisTroubles.ReplicaWithoutMasterAsync(serveStale: false);

        Expect(await ProbeAsync(server.Url), FailureClass.MasterDown, ConnectStage.Ping);
    }

    [Fact]
    public async Task Failed_snapshots_are_misconf()
    {
        await using var server = await RedisTroubles.SnapshotsFailAsync();

        Expect(await ProbeAsync(server.Url), FailureClass.Misconf, ConnectStage.Ping);
    }

    [Fact]
    public async Task An_endless_script_is_busy()
    {
        var (server, script) = await RedisTroubles.BusyAsync();
        await using var _ = server;
        await using var __ = script;

        Expect(await ProbeAsync(server.Url), FailureClass.Busy, ConnectStage.Ping);
    }

    [Fact]
    public async Task Cancelling_stops_it_at_once()
    {
        using var full = await FullBacklog.CreateAsync();
        using var stop = new CancellationTokenSource(50);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new ConnectionProbe(
            RedisEndpoint.Parse(full.Url), new RedisTls(), TestRedis.Patient with { ConnectTimeout = TimeSpan.FromMinutes(1) }, TimeProvider.System)
                .RunAsync(stop.Token));
    }

    private static Task<ProbeReport> ProbeAsync(string url, RedisTls? tls = null, RedisOptions? options = null) =>
        new ConnectionProbe(RedisEndpoint.Parse(url), tls ?? new RedisTls(), options ?? TestRedis.Patient, TimeProvider.System).RunAsync(TestRedis.Token);

    private static void Expect(ProbeReport report, FailureClass failure, ConnectStage stage) =>
        Assert.Equal((failure, stage, ""), (report.Failure?.Class, report.Failure?.Stage, report.Failure?.Class == failure ? "" : report.Failure?.Detail));

    private static async Task LeaveAsync(IReadOnlyList<RespConnection> connections)
    {
        foreach (var connection in connections)
        {
            await connection.DisposeAsync();
        }
    }
}
