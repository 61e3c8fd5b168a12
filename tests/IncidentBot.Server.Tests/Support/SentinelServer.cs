using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Support;

/// <summary>A real sentinel on loopback, with its own port and directory; it ends with the test.</summary>
internal sealed class SentinelServer : IAsyncDisposable
{
    private readonly Process process;
    private readonly DirectoryInfo directory;
    private readonly ServerGuard? guard;
    private bool paused;

    private SentinelServer(Process process, DirectoryInfo directory, int port, ServerGuard? guard) =>
        (this.process, this.directory, Port, this.guard) = (process, directory, port, guard);

    public int Port { get; }

    public string Url => string.Create(CultureInfo.InvariantCulture, $"{(guard is null ? "redis" : "rediss")}://127.0.0.1:{Port}");

    public string UrlWith(string credentials) => Url.Replace("://", $"://{credentials}@", StringComparison.Ordinal);

    /// <param name="guard">Of the sentinel itself; null where it is an open one.</param>
    /// <param name="more">Further lines of sentinel.conf.</param>
    public static async Task<SentinelServer> StartAsync(string master, int masterPort, int quorum, ServerGuard? guard = null, params string[] more)
    {
        var directory = Directory.CreateTempSubdirectory("incidentbot-sentinel-");
        var port = FreePort.Next();
        var settings = Path.Combine(directory.FullName, "sentinel.conf");
        await File.WriteAllLinesAsync(settings,
        [
            "bind 127.0.0.1",
            .. guard?.Settings(port).Select(setting => $"{setting.Name} {setting.Value}") ?? [$"port {port}"],
            $"dir {directory.FullName}",
            $"logfile {directory.FullName}/log",
            $"sentinel monitor {master} 127.0.0.1 {masterPort} {quorum}",
            $"sentinel down-after-milliseconds {master} 1000",
            $"sentinel failover-timeout {master} 6000",
            .. more,
        ]);
        var server = new SentinelServer(Process.Start(new ProcessStartInfo("redis-server", [settings, "--sentinel"]))!, directory, port, guard);
        await Eventually.TrueAsync(async () => server.process.HasExited || await server.AnswersAsync(), $"the sentinel on {port} answers");
        Assert.False(server.process.HasExited, "the sentinel ended");
        return server;
    }

    public Task<RespValue> AskAsync(params RedisArgument[] arguments) => SendAsync("SENTINEL", arguments);

    public async Task<RespValue> SendAsync(string command, params RedisArgument[] arguments)
    {
        await using var connection = await ServerDoor.OpenAsync(Port, guard);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await connection.SendAsync(RespWriter.Encode([RedisCommand.Of(command, arguments)]), limit.Token);
        return await connection.ReadAsync(limit.Token);
    }

    public void Pause()
    {
        Signal("-STOP");
        paused = true;
    }

    public void Resume()
    {
        Signal("-CONT");
        paused = false;
    }

    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (paused)
        {
            Resume();
        }

        if (!process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
        directory.Delete(recursive: true);
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            return (await AskAsync("MASTERS")).AsError is null;
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return false;
        }
    }

    private void Signal(string signal)
    {
        using var kill = Process.Start("kill", [signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }
}
