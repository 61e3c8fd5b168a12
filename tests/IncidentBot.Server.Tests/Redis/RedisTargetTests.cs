using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Sessions;
using IncidentBot.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Redis;

public sealed class RedisTargetTests
{
    [Fact]
    public async Task Starting_does_not_wait_for_a_dead_server_and_the_connection_opens_when_it_is_back()
    {
        await using var server = await RedisServer.StartAsync();
        await server.KillAsync();
        await using var target = Target(server.Url);

        target.Start();
        Assert.Null(target.HeldNow);

        await server.RestartAsync();
        await Eventually.TrueAsync(() => target.HeldNow is not null, "the held connection is open");
    }

    [Fact]
    public async Task The_held_connection_works_when_new_clients_are_refused()
    {
        await using var server = await RedisServer.StartAsync("--maxclients", "5");
        await using var target = Target(server.Url);
        target.Start();
        await Eventually.TrueAsync(() => target.HeldNow is not null, "the held connection is open");
        var taken = await RedisTroubles.FillClientsAsync(server);

        Assert.Equal(FailureClass.MaxClients, (await target.ProbeAsync(TestRedis.Token)).Failure?.Class);
        Assert.Equal("OK", (await target.ExecuteAsync("CONFIG", ["SET", "maxclients", 100], TestRedis.Token)).AsString());
        Assert.True((await target.ProbeAsync(TestRedis.Token)).Ok);
        Assert.Equal(4, taken.Count);
    }

    [Fact]
    public async Task A_lost_connection_is_opened_again_without_being_asked()
    {
        await using var server = await RedisServer.StartAsync();
        await using var target = Target(server.Url);
        target.Start();
        await Eventually.TrueAsync(() => target.HeldNow is not null, "the held connection is open");
        var first = target.HeldNow;

        await server.KillAsync();
        await server.RestartAsync();

        await Eventually.TrueAsync(() => target.HeldNow is { } held && held != first, "another held connection is open");
        Assert.Equal("PONG", (await target.ExecuteAsync("PING", [], TestRedis.Token)).AsString());
    }

    [Fact]
    public async Task A_command_does_not_wait_for_the_pause_to_end()
    {
        await using var server = await RedisServer.StartAsync();
        await server.KillAsync();
        await using var target = Target(server.Url, TestRedis.Patient with { MaxReopenPause = TimeSpan.FromMinutes(5) });
        await Assert.ThrowsAsync<RedisUnavailableException>(() => target.ExecuteAsync("PING", [], TestRedis.Token));
        await server.RestartAsync();

        // For a moment the last refusal is still fresh.
        await Eventually.TrueAsync(() => AnswersAsync(target), "a command opens the connection");
    }

    [Fact]
    public async Task A_burst_of_commands_on_a_dead_server_is_one_attempt_and_each_says_why()
    {
        await using var peer = FakePeer.HangingUp();
        await using var target = Target(peer.Url);

        var refusals = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ =>
            Assert.ThrowsAsync<RedisUnavailableException>(() => target.ExecuteAsync("PING", [], TestRedis.Token))));

        Assert.All(refusals, refusal => Assert.Equal(FailureClass.Closed, refusal.Failure.Class));

        // Two visits an attempt (Redis, then the question whether it is TLS); a slow machine may fit in a second attempt.
        Assert.InRange(peer.Visits, 2, 6);
    }

    [Fact]
    public async Task A_server_that_hangs_up_at_once_is_not_stormed()
    {
        await using var peer = FakePeer.HangingUp();
        await using var target = Target(peer.Url);

        var started = TimeProvider.System.GetTimestamp();
        target.Start();
        await Eventually.TrueAsync(() => peer.Visits >= 7, "the fourth attempt");

        // Two visits an attempt (Redis, then the question whether it is TLS), and pauses of 0.25, 0.5 and 1 s between the first four.
        Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 1.7, 20);
    }

    [Fact]
    public async Task A_hung_server_keeps_its_connection_until_a_better_one_is_open()
    {
        await using var server = await RedisServer.StartAsync();
        await using var target = Target(server.Url, TestRedis.Patient with { CommandTimeout = TimeSpan.FromMilliseconds(400) });
        var before = await target.HoldAsync(TestRedis.Token);
        server.Pause();

        var hung = await Assert.ThrowsAsync<RedisUnavailableException>(() => target.ExecuteAsync("PING", [], TestRedis.Token));
        Assert.Equal(FailureClass.Hung, hung.Failure.Class);
        await Assert.ThrowsAsync<RedisUnavailableException>(() => target.ExecuteAsync("PING", [], TestRedis.Token));
        Assert.Same(before, target.HeldNow);

        server.Resume();
        await Eventually.TrueAsync(() => AnswersAsync(target), "it answers again");
    }

    [Fact]
    public async Task A_connection_that_died_without_a_word_is_replaced()
    {
        await using var server = await RedisServer.StartAsync();
        await using var relay = new Relay(server.Port);
        await using var target = Target(relay.Url, TestRedis.Patient with { CommandTimeout = TimeSpan.FromMilliseconds(400) });
        var dead = await target.HoldAsync(TestRedis.Token);
        relay.ForgetOpenConnections();

        await Assert.ThrowsAsync<RedisUnavailableException>(() => target.ExecuteAsync("PING", [], TestRedis.Token));

        await Eventually.TrueAsync(() => AnswersAsync(target), "another connection answers");
        Assert.NotSame(dead, target.HeldNow);
    }

    [Fact]
    public async Task An_idle_connection_that_died_without_a_word_is_found_and_replaced()
    {
        await using var server = await RedisServer.StartAsync();
        await using var relay = new Relay(server.Port);
        var options = TestRedis.Patient with { CommandTimeout = TimeSpan.FromMilliseconds(400), KeepAlive = TimeSpan.FromMilliseconds(100) };
        await using var target = Target(relay.Url, options);
        target.Start();
        var dead = await target.HoldAsync(TestRedis.Token);

        relay.ForgetOpenConnections();

        await Eventually.TrueAsync(() => target.HeldNow is { } held && held != dead, "another held connection is open");
    }

    [Fact]
    public async Task Extra_connections_are_separate_and_leave_the_held_one()
    {
        await using var server = await RedisServer.StartAsync();
        await using var target = Target(server.Url);
        var held = await target.HoldAsync(TestRedis.Token);

        await using (var extra = await target.OpenAsync(TestRedis.Token))
        {
            Assert.NotSame(held, extra);
            Assert.Equal("PONG", (await extra.PingAsync(TestRedis.Token)).AsString());
        }

        Assert.Same(held, await target.HoldAsync(TestRedis.Token));
        Assert.Equal("PONG", (await held.PingAsync(TestRedis.Token)).AsString());
    }

    [Fact]
    public async Task Monitor_ends_at_its_time_and_at_its_amount()
    {
        await using var server = await RedisServer.StartAsync();
        await using var target = Target(server.Url);

        // The sentence of MONITOR itself is not part of it; a writer keeps it busy.
        using var stop = new CancellationTokenSource();
        var writing = WriteUntilAsync(server, stop.Token);
        var lines = new List<string>();
        await foreach (var line in target.MonitorAsync(TimeSpan.FromSeconds(20), 2000, TestRedis.Token))
        {
            lines.Add(line);
        }

        Assert.Contains(lines, line => line.Contains("\"SET\" \"watched\"", StringComparison.Ordinal));
        Assert.InRange(lines.Sum(line => line.Length), 1, 2000);
        await stop.CancelAsync();
        await writing;

        var started = TimeProvider.System.GetTimestamp();
        await foreach (var line in target.MonitorAsync(TimeSpan.FromMilliseconds(200), 1_000_000, TestRedis.Token))
        {
            lines.Add(line);
        }

        Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds, 190, 20_000);
    }

    [Fact]
    public async Task Monitor_on_a_dead_server_says_why()
    {
        await using var target = Target($"redis://127.0.0.1:{FreePort.Next()}");

        var refused = await Assert.ThrowsAsync<RedisUnavailableException>(async () =>
        {
            await foreach (var line in target.MonitorAsync(TimeSpan.FromSeconds(1), 1000, TestRedis.Token))
            {
                Assert.Fail(line);
            }
        });
        Assert.Equal(FailureClass.Refused, refused.Failure.Class);
    }

    [Fact]
    public async Task After_disposal_nothing_is_left_on_the_server_and_nothing_opens()
    {
        await using var server = await RedisServer.StartAsync();
        var target = Target(server.Url);
        target.Start();
        await target.HoldAsync(TestRedis.Token);

        await target.DisposeAsync();
        await target.DisposeAsync();

        await Eventually.TrueAsync(
            async () => !(await server.AskAsync("CLIENT", "LIST")).AsString()!.Contains("incidentbot", StringComparison.Ordinal),
            "it has gone");
        await Assert.ThrowsAsync<ObjectDisposedException>(() => target.ExecuteAsync("PING", [], TestRedis.Token));
    }

    private static async Task<bool> AnswersAsync(RedisTarget target)
    {
        try
        {
            return (await target.ExecuteAsync("PING", [], TestRedis.Token)).AsString() == "PONG";
        }
        catch (RedisUnavailableException)
        {
            return false;
        }
    }

    private static async Task WriteUntilAsync(RedisServer server, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await server.AskAsync("SET", "watched", "value");
        }
    }

    private static RedisTarget Target(string url, RedisOptions? options = null) => new(
        "primary", RedisEndpoint.Parse(url), new RedisTls(), options ?? TestRedis.Patient, TimeProvider.System, NullLogger<RedisTarget>.Instance);
}
