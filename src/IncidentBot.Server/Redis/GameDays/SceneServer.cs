using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.GameDays;

/// <summary>A real redis-server on loopback, in a folder of its own; both end with the scene.</summary>
internal sealed class SceneServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(15);

    private readonly DirectoryInfo folder;
    private Process process;
    private bool paused;

    private readonly CancellationToken ending;

    private SceneServer(Process process, DirectoryInfo folder, int port, CancellationToken ending) =>
        (this.process, this.folder, Port, this.ending) = (process, folder, port, ending);

    public int Port { get; }

    public string Folder => folder.FullName;

    public int ProcessId => process.Id;

    /// <exception cref="SceneException">It did not start.</exception>
    public static async Task<SceneServer> StartAsync(int port, IReadOnlyList<string> arguments, CancellationToken ending)
    {
        var folder = Directory.CreateTempSubdirectory("incidentbot-gameday-");
        var server = new SceneServer(Launch(folder, port, arguments), folder, port, ending);
        await server.ReadyAsync();
        return server;
    }

    public static async Task<SceneServer> StartSentinelAsync(int port, int master, CancellationToken ending)
    {
        var folder = Directory.CreateTempSubdirectory("incidentbot-gameday-");
        var settings = Path.Combine(folder.FullName, "sentinel.conf");
        await File.WriteAllLinesAsync(
            settings,
            [
                "bind 127.0.0.1",
                $"port {Text(port)}",
                $"dir {folder.FullName}",
                $"logfile {folder.FullName}/log",
                $"sentinel monitor {StageTargets.Watched} 127.0.0.1 {Text(master)} 2",
                $"sentinel down-after-milliseconds {StageTargets.Watched} 1000",
                $"sentinel failover-timeout {StageTargets.Watched} 60000",
            ],
            ending);
        var server = new SceneServer(Launch(folder, [settings, "--sentinel"]), folder, port, ending);
        await server.ReadyAsync();
        return server;
    }

    public Task<SceneClient> ConnectAsync() => SceneClient.ConnectAsync(Port, ending);

    public async Task<RespValue> AskAsync(string name, params RedisArgument[] arguments)
    {
        await using var client = await ConnectAsync();
        return await client.AskAsync(name, arguments);
    }

    /// <returns>False where it does not answer, or takes no client.</returns>
    public async Task<bool> TryAskAsync(string name, params RedisArgument[] arguments)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        try
        {
            return (await AskAsync(name, arguments).WaitAsync(limit.Token)).AsError is null;
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Keys of a size, written by the server itself.</summary>
    public Task FillAsync(string prefix, int keys, int size) =>
        ScriptAsync("for i = 1, ARGV[2] do redis.call('set', ARGV[1] .. i, string.rep('x', ARGV[3])) end", prefix, keys, size);

    /// <summary>Sets the scene by a script, which is no part of it: the slow log forgets it.</summary>
    public async Task ScriptAsync(string script, params RedisArgument[] arguments)
    {
        var reply = await AskAsync("EVAL", [script, 0, .. arguments]);
        if (reply.AsError is { } error)
        {
            throw new SceneException($"The scene could not be set: {error.Message}");
        }

        await AskAsync("SLOWLOG", "RESET");
    }

    public async Task<long> InfoAsync(string field) =>
        RedisInfo.Parse((await AskAsync("INFO", "everything")).AsString() ?? "").Number(field) ?? 0;

    /// <summary>Sets the limit of memory to a share of what is in use: above 100 there is room.</summary>
    public async Task LimitAsync(int percent, string policy = "noeviction")
    {
        await AskAsync("CONFIG", "SET", "maxmemory-policy", policy);
        await AskAsync("CONFIG", "SET", "maxmemory", await InfoAsync("used_memory") * percent / 100);
    }

    /// <summary>From here on it neither answers nor ends: SIGSTOP.</summary>
    public async Task PauseAsync()
    {
        await SignalAsync("-STOP", ending);
        paused = true;
    }

    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>With other arguments, on the same port and in the same folder.</summary>
    public async Task RestartAsync(params IReadOnlyList<string> arguments)
    {
        await KillAsync();
        process.Dispose();
        process = Launch(folder, Port, arguments);
        await ReadyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            if (paused)
            {
                await SignalAsync("-CONT", CancellationToken.None);
            }

            await KillAsync();
        }

        process.Dispose();
        try
        {
            folder.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A child that writes a snapshot may outlive its parent by a moment; the folder is in the temporary one.
        }
    }

    private static Process Launch(DirectoryInfo folder, int port, IReadOnlyList<string> arguments) => Launch(folder,
    [
        "--bind", "127.0.0.1", "--port", Text(port), "--dir", folder.FullName, "--logfile", Path.Combine(folder.FullName, "log"),
        "--save", "", "--appendonly", "no", "--enable-debug-command", "no", .. arguments,
    ]);

    // XFSZ is ignored, so that a limit on the size of files is an error of the write, as a full disk is, and does not end the process.
    private static Process Launch(DirectoryInfo folder, IReadOnlyList<string> arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("env", ["--ignore-signal=XFSZ", "redis-server", .. arguments]) { WorkingDirectory = folder.FullName })!;
        }
        catch (Win32Exception e)
        {
            throw new SceneException("A game day needs redis-server on the bot's own machine: apt-get install redis-server.", e);
        }
    }

    private async Task ReadyAsync()
    {
        var since = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(since) < StartLimit && !process.HasExited)
        {
            try
            {
                await AskAsync("PING");
                return;
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), ending);
            }
        }

        var log = Path.Combine(Folder, "log");
        throw new SceneException(
            $"redis-server did not start on port {Text(Port)}. {(File.Exists(log) ? (await File.ReadAllLinesAsync(log, ending)).LastOrDefault() : "")}");
    }

    private async Task SignalAsync(string signal, CancellationToken ct)
    {
        using var kill = Process.Start("kill", [signal, Text(process.Id)]);
        await kill.WaitForExitAsync(ct);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
