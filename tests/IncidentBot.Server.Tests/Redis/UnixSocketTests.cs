using System.Net.Sockets;
using IncidentBot.Redis.Actions;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Probe;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;
using IncidentBot.Support;

namespace IncidentBot.Redis;

/// <summary>A Redis on the bot's own machine, which listens at a path. That it can be used at all is in <see cref="RedisSessionContract"/>.</summary>
public sealed class UnixSocketTests
{
    [Fact]
    public async Task A_healthy_server_shows_the_socket_in_place_of_name_and_port()
    {
        await using var server = await RedisServer.StartAsync(RedisServer.OverSocket);

        var report = await ProbeAsync(server.SocketPath);

        Assert.True(report.Ok, report.Headline);
        Assert.Matches(@"^SOCKET \d+\.\d · PING \d+\.\d ms$", report.StageLine);
    }

    [Fact]
    public async Task A_killed_server_leaves_its_socket_and_is_refused()
    {
        await using var server = await RedisServer.StartAsync(RedisServer.OverSocket);
        await server.KillAsync();
        Assert.True(File.Exists(server.SocketPath));

        await ExpectRefusedAsync(server.SocketPath);
    }

    [Fact]
    public async Task No_socket_at_all_is_refused_too_and_so_is_a_plain_file()
    {
        var directory = Directory.CreateTempSubdirectory("incidentbot-socket-");
        var path = Path.Combine(directory.FullName, "redis.sock");

        await ExpectRefusedAsync(path);
        await File.WriteAllTextAsync(path, "", TestRedis.Token);
        await ExpectRefusedAsync(path);
        directory.Delete(recursive: true);
    }

    [Fact]
    public async Task A_stopped_server_is_hung_and_says_so_within_the_deadline()
    {
        await using var server = await RedisServer.StartAsync(RedisServer.OverSocket);
        server.Pause();

        var report = await ProbeAsync(server.SocketPath);

        Assert.Equal((FailureClass.Hung, ConnectStage.Ping), (report.Failure?.Class, report.Failure?.Stage));
    }

    [Fact]
    public async Task A_full_accept_queue_is_a_connect_timeout()
    {
        await using var server = await RedisServer.StartAsync([.. RedisServer.OverSocket, "--tcp-backlog", "1"]);
        server.Pause();
        using var waiting = new Waiting();
        await waiting.FillAsync(server.SocketPath);

        var report = await ProbeAsync(server.SocketPath);

        Assert.Equal((FailureClass.ConnectTimeout, ConnectStage.Socket), (report.Failure?.Class, report.Failure?.Stage));
        Assert.Equal($"{server.SocketPath} takes no more connections: its accept queue is full.", report.Cause);
    }

    /// <summary>To root no socket is denied, so here the system's answer is given and not provoked.</summary>
    [Fact]
    public async Task A_socket_that_the_bot_may_not_open_is_no_outage()
    {
        var denied = await Assert.ThrowsAsync<RedisUnavailableException>(() => new DialStages(TimeProvider.System).RunAsync<Socket>(
            ConnectStage.Socket, TimeSpan.FromSeconds(1), _ => throw new SocketException((int)SocketError.AccessDenied), TestRedis.Token));

        Assert.Equal(FailureClass.SocketDenied, denied.Failure.Class);
        Assert.Contains("/run/redis.sock", denied.Failure.Class.Text().CauseAt(RedisEndpoint.Parse("unix:///run/redis.sock")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_diagnosed_and_changed_like_any_other()
    {
        await using var server = await RedisServer.StartAsync(RedisServer.OverSocket);
        await using var rig = await ActionRig.ConnectedAsync($"unix://{server.SocketPath}");

        var diagnosis = await rig.ReadAsync("diagnose");
        Assert.True(diagnosis.Healthy, diagnosis.Text());
        await rig.DoAsync("set-maxclients 500");

        Assert.Equal("500", (await server.AskAsync("CONFIG", "GET", "maxclients")).AsItems()![1].AsString());
    }

    private static async Task ExpectRefusedAsync(string path)
    {
        var report = await ProbeAsync(path);

        Assert.Equal((FailureClass.Refused, ConnectStage.Socket), (report.Failure?.Class, report.Failure?.Stage));
        Assert.Equal($"Nothing listens at {path}: Redis is down, or makes its socket elsewhere (`unixsocket`).", report.Cause);
    }

    private static Task<ProbeReport> ProbeAsync(string path) =>
        new ConnectionProbe(RedisEndpoint.Parse($"unix://{path}"), new RedisTls(), TestRedis.Hasty, TimeProvider.System).RunAsync(TestRedis.Token);

    /// <summary>Connections that nobody accepts.</summary>
    private sealed class Waiting : IDisposable
    {
        private readonly List<Socket> sockets = [];

        public async Task FillAsync(string path)
        {
            while (await ConnectsAsync(path))
            {
                Assert.InRange(sockets.Count, 1, 20);
            }
        }

        public void Dispose() => sockets.ForEach(socket => socket.Dispose());

        private async Task<bool> ConnectsAsync(string path)
        {
            sockets.Add(new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified));
            using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
            try
            {
                await sockets[^1].ConnectAsync(new UnixDomainSocketEndPoint(path), limit.Token);
                return true;
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                return false;
            }
        }
    }
}
