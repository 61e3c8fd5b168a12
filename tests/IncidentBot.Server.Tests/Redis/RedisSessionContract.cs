using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Probe;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;
using IncidentBot.Support;

namespace IncidentBot.Redis;

/// <summary>What every session does, whatever stands behind it.</summary>
public abstract class RedisSessionContract
{
    /// <summary>What a reply may take where slowness is not the point, on a machine that has other things to do.</summary>
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("redis://127.0.0.1:{port}")]
    [InlineData("redis://localhost:{port}")]
    [InlineData("redis://127.0.0.1:{port}/3")]
    [InlineData("redis://127.0.0.1:{port}?db=3&x=y")]
    [InlineData("rediss://localhost:{tls}/3")]
    [InlineData("rediss://127.0.0.1:{tls}")]
    [InlineData("unix://{socket}")]
    [InlineData("unix://{socket}?db=3")]
    public async Task It_opens_every_form_of_url(string form)
    {
        await using var server = await RedisServer.StartWithTlsAsync(RedisServer.OverSocket);
        await using var session = await OpenAsync(Fill(form, server), new RedisTls(server.Certificates!.CaFile));

        Assert.Equal("PONG", (await session.PingAsync(TestRedis.Token)).AsString());
        var self = (await session.ExecuteAsync("CLIENT", ["INFO"], TestRedis.Token)).AsString();
        Assert.Contains("name=incidentbot", self, StringComparison.Ordinal);

        await session.ExecuteAsync("SET", ["key", "value"], TestRedis.Token);
        var database = form.Contains("/3", StringComparison.Ordinal) || form.Contains("db=3", StringComparison.Ordinal) ? 3 : 0;
        Assert.Equal("value", (await server.AskAllAsync(RedisCommand.OfConnection("SELECT", database), RedisCommand.Of("GET", "key")))[1].AsString());
    }

    [Theory]
    [InlineData("redis://:p%40ss@127.0.0.1:{port}")]
    [InlineData("redis://p%40ss@127.0.0.1:{port}")]
    [InlineData("redis://default:p%40ss@127.0.0.1:{port}/3")]
    [InlineData("redis://:p@ss@127.0.0.1:{port}")]
    [InlineData("rediss://:p%40ss@localhost:{tls}")]
    [InlineData("unix://default:p%40ss@{socket}")]
    public async Task It_logs_in_with_a_password(string form)
    {
        await using var server = await RedisServer.StartWithTlsAsync(["--requirepass", "p@ss", .. RedisServer.OverSocket]);
        await using var session = await OpenAsync(Fill(form, server), new RedisTls(server.Certificates!.CaFile));

        Assert.Equal("default", (await session.ExecuteAsync("ACL", ["WHOAMI"], TestRedis.Token)).AsString());
    }

    [Fact]
    public async Task Every_kind_of_reply_comes_back_as_it_was()
    {
        await using var server = await RedisServer.StartAsync();
        await using var session = await OpenAsync(server.Url);

        Assert.Equal(
            new RespValue.Items(
            [
                new RespValue.Integer(1), new RespValue.Text("a"), new RespValue.Items([new RespValue.Text("b")]),
                RespValue.Nil.Instance, new RespValue.Items([]), new RespValue.Text("OK"),
            ]),
            await EvalAsync(session, "return {1, 'a', {'b'}, false, {}, redis.status_reply('OK')}"));
        Assert.Equal(new RespValue.Items([new RespValue.Integer(7)]), await EvalAsync(session, "return {7}"));
        Assert.Equal(RespValue.Nil.Instance, await session.ExecuteAsync("GET", ["none"], TestRedis.Token));
        Assert.Equal(RespValue.Nil.Instance, await session.ExecuteAsync("BLPOP", ["none", "0.01"], TestRedis.Token));
        Assert.Equal(new RespValue.Text(""), await EvalAsync(session, "return ''"));
        Assert.Equal(new RespValue.Integer(-5), await session.ExecuteAsync("DECRBY", ["n", 5], TestRedis.Token));
    }

    [Fact]
    public async Task Bytes_are_kept_as_they_are()
    {
        await using var server = await RedisServer.StartAsync();
        await using var session = await OpenAsync(server.Url);
        byte[] bytes = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];

        await session.ExecuteAsync("SET", [bytes, bytes], TestRedis.Token);

        Assert.Equal(new RespValue.Text(bytes), await session.ExecuteAsync("GET", [bytes], TestRedis.Token));
    }

    [Fact]
    public async Task An_error_reply_is_a_value_with_its_class()
    {
        await using var server = await RedisServer.StartAsync("--maxmemory", "100kb", "--maxmemory-policy", "noeviction");
        await using var session = await OpenAsync(server.Url);

        var error = (await session.ExecuteAsync("SET", ["key", "value"], TestRedis.Token)).AsError;
        Assert.Equal(FailureClass.OutOfMemory, error?.Class);
        Assert.Equal("OOM", error?.Code);

        var unknown = await session.ExecuteAsync("NOSUCHCOMMAND", [], TestRedis.Token);
        Assert.Equal(FailureClass.NotAvailable, unknown.AsError?.Class);
        Assert.Throws<RedisErrorException>(() => unknown.AsString());
        Assert.Equal("PONG", (await session.PingAsync(TestRedis.Token)).AsString());
    }

    [Fact]
    public async Task A_master_that_becomes_a_replica_refuses_writes_in_its_own_words()
    {
        await using var master = await RedisServer.StartAsync();
        await using var server = await RedisServer.StartAsync();
        await using var session = await OpenAsync(server.Url);
        await server.AskAsync("REPLICAOF", "127.0.0.1", master.Port);

        for (var attempt = 0; attempt < 2; attempt++)
        {
            Assert.Equal(FailureClass.ReadOnly, (await session.ExecuteAsync("SET", ["key", "value"], TestRedis.Token)).AsError?.Class);
        }
    }

    [Theory]
    [InlineData("redis://triage:p@127.0.0.1:{port}", "triage")]
    [InlineData("redis://tri%40age:p%3Aw@127.0.0.1:{port}/2", "tri@age")]
    public async Task It_logs_in_as_an_acl_user(string form, string user)
    {
        await using var server = await RedisServer.StartAsync();
        await server.AskAsync("ACL", "SETUSER", "triage", "on", ">p", "~*", "+@all");
        await server.AskAsync("ACL", "SETUSER", "tri@age", "on", ">p:w", "~*", "+@all");
        await using var session = await OpenAsync(form.Replace("{port}", $"{server.Port}", StringComparison.Ordinal));

        Assert.Equal(user, (await session.ExecuteAsync("ACL", ["WHOAMI"], TestRedis.Token)).AsString());
    }

    [Fact]
    public async Task It_speaks_ipv6()
    {
        await using var server = await RedisServer.StartAsync();
        await using var session = await OpenAsync($"redis://[::1]:{server.Port}");

        Assert.Contains("addr=[::1]:", (await session.ExecuteAsync("CLIENT", ["INFO"], TestRedis.Token)).AsString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_hangs_with_the_server_for_longer_than_any_heartbeat_and_is_never_taken_for_lost()
    {
        await using var server = await RedisServer.StartAsync();
        await using var session = await OpenAsync(server.Url, options: TestRedis.Patient with { CommandTimeout = TimeSpan.FromMilliseconds(300) });
        server.Pause();

        // Three seconds: the library looks at its connections every second, and gives one up after four time-outs.
        for (var attempt = 0; attempt < 10; attempt++)
        {
            var hung = await Assert.ThrowsAsync<RedisUnavailableException>(() => session.PingAsync(TestRedis.Token));
            Assert.Equal(FailureClass.Hung, hung.Failure.Class);
        }

        server.Resume();
        Assert.Equal("after", (await session.ExecuteAsync(RedisCommand.Of("PING", "after"), TestRedis.Token, Enough)).AsString());
    }

    [Fact]
    public async Task A_pipeline_answers_in_order_and_one_error_hides_nothing()
    {
        await using var server = await RedisServer.StartAsync();
        await using var session = await OpenAsync(server.Url);

        var replies = await session.PipelineAsync(
            [RedisCommand.Of("SET", "text", "x"), RedisCommand.Of("INCR", "text"), .. Enumerable.Range(0, 5000).Select(n => RedisCommand.Of("PING", n))],
            TestRedis.Token);

        Assert.Equal("OK", replies[0].AsString());
        Assert.StartsWith("ERR value is not an integer", replies[1].AsError?.Message, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(0, 5000).Select(n => $"{n}"), replies.Skip(2).Select(reply => reply.AsString()));
    }

    [Fact]
    public async Task Many_callers_share_it_and_each_gets_its_own_reply()
    {
        await using var server = await RedisServer.StartAsync();
        await using var session = await OpenAsync(server.Url);

        var replies = await Task.WhenAll(Enumerable.Range(0, 500).Select(n => Task.Run(() => session.ExecuteAsync("PING", [n], TestRedis.Token))));

        Assert.Equal(Enumerable.Range(0, 500).Select(n => $"{n}"), replies.Select(reply => reply.AsString()));
    }

    [Fact]
    public async Task A_hung_server_holds_nobody_beyond_the_deadline_and_late_replies_reach_no_other_caller()
    {
        await using var server = await RedisServer.StartAsync();
        await using var session = await OpenAsync(server.Url, options: TestRedis.Patient with { CommandTimeout = TimeSpan.FromMilliseconds(300) });
        Assert.Equal("before", (await session.ExecuteAsync(RedisCommand.Of("PING", "before"), TestRedis.Token, Enough)).AsString());
        server.Pause();

        var hung = await Assert.ThrowsAsync<RedisUnavailableException>(() => session.ExecuteAsync("PING", ["during"], TestRedis.Token));
        Assert.Equal((FailureClass.Hung, ConnectStage.Command), (hung.Failure.Class, hung.Failure.Stage));
        Assert.InRange(hung.Failure.Elapsed.TotalMilliseconds, 250, 10_000);

        server.Resume();
        var after = await session.ExecuteAsync(RedisCommand.Of("PING", "after"), TestRedis.Token, Enough);
        Assert.Equal("after", after.AsString());
        Assert.False(session.Closed.IsCompleted);
    }

    [Fact]
    public async Task A_caller_may_stop_waiting_and_the_others_do_not_notice()
    {
        await using var server = await RedisServer.StartAsync();
        await using var session = await OpenAsync(server.Url);
        using var stop = new CancellationTokenSource();

        var blocked = session.ExecuteAsync("BLPOP", ["none", 2], stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => blocked);
        Assert.Equal("next", (await session.ExecuteAsync("PING", ["next"], TestRedis.Token)).AsString());
    }

    [Fact]
    public async Task A_killed_server_closes_it_and_it_stays_closed()
    {
        await using var server = await RedisServer.StartAsync();
        await using var session = await OpenAsync(server.Url);
        var waiting = session.ExecuteAsync("BLPOP", ["none", 0], TestRedis.Token);

        await server.KillAsync();

        Assert.Equal(FailureClass.Closed, (await Assert.ThrowsAsync<RedisUnavailableException>(() => waiting)).Failure.Class);
        await session.Closed.WaitAsync(Enough, TestRedis.Token);
        await server.RestartAsync();
        var later = await Assert.ThrowsAsync<RedisUnavailableException>(() => session.ExecuteAsync("SET", ["ghost", 1], TestRedis.Token));
        Assert.Equal(FailureClass.Closed, later.Failure.Class);

        // Long enough for whatever might reconnect in the background.
        await Eventually.TrueAsync(
            async () => RedisInfo.Parse((await server.AskAsync("INFO", "server")).AsString()!).Server.Uptime >= TimeSpan.FromSeconds(3),
            "the server is up for 3 s");
        Assert.DoesNotContain("incidentbot", (await server.AskAsync("CLIENT", "LIST")).AsString(), StringComparison.Ordinal);
        Assert.Equal(0, (await server.AskAsync("EXISTS", "ghost")).AsLong());
    }

    [Theory]
    [InlineData("SUBSCRIBE", "channel")]
    [InlineData("MONITOR", null)]
    [InlineData("MULTI", null)]
    [InlineData("select", "1")]
    [InlineData("CLIENT", "reply")]
    public void What_would_change_the_shared_connection_is_refused(string name, string? argument) =>
        Assert.Throws<ArgumentException>(() => RedisCommand.Of(name, argument is null ? [] : [argument]));

    [Fact]
    public async Task It_uses_one_connection_and_leaves_no_keys()
    {
        await using var server = await RedisServer.StartAsync();
        await using var session = await OpenAsync(server.Url);
        await session.PingAsync(TestRedis.Token);

        var clients = (await session.ExecuteAsync("CLIENT", ["LIST"], TestRedis.Token)).AsString()!;
        Assert.Single(clients.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => line.Contains("name=incidentbot", StringComparison.Ordinal));
        Assert.Equal(0, (await session.ExecuteAsync("DBSIZE", [], TestRedis.Token)).AsLong());

        await session.DisposeAsync();
        await Eventually.TrueAsync(
            async () => !(await server.AskAsync("CLIENT", "LIST")).AsString()!.Contains("incidentbot", StringComparison.Ordinal),
            "it has gone");
        await session.DisposeAsync();
    }

    private protected abstract Task<IRedisSession> OpenAsync(RedisEndpoint endpoint, RedisTls tls, RedisOptions options);

    private protected Task<IRedisSession> OpenAsync(string url, RedisTls? tls = null, RedisOptions? options = null) =>
        OpenAsync(RedisEndpoint.Parse(url), tls ?? new RedisTls(), options ?? TestRedis.Patient);

    private static Task<RespValue> EvalAsync(IRedisSession session, string script) => session.ExecuteAsync("EVAL", [script, 0], TestRedis.Token);

    private static string Fill(string form, RedisServer server) =>
        form.Replace("{port}", $"{server.Port}", StringComparison.Ordinal)
            .Replace("{tls}", $"{server.TlsPort}", StringComparison.Ordinal)
            .Replace("{socket}", server.SocketPath, StringComparison.Ordinal);
}
