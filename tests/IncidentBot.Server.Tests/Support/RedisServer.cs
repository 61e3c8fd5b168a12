using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Support;

/// <summary>A real redis-server of its own on loopback, with its own port and directory; it ends with the test.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private readonly DirectoryInfo directory;
    private readonly bool ownsDirectory;
    private readonly ServerGuard? guard;
    private Process process;
    private bool paused;

    private RedisServer(
        Process process, DirectoryInfo directory, bool ownsDirectory, int port, int tlsPort, int clusterPort,
        TestCertificates? certificates, ServerGuard? guard)
    {
        this.guard = guard;
        this.process = process;
        this.directory = directory;
        this.ownsDirectory = ownsDirectory;
        Port = port;
        TlsPort = tlsPort;
        ClusterPort = clusterPort;
        Certificates = certificates;
    }

    public int Port { get; }

    public int TlsPort { get; }

    /// <summary>Its own too: the default, port + 10000, does not exist for every port.</summary>
    public int ClusterPort { get; }

    public TestCertificates? Certificates { get; }

    public string DataDirectory => directory.FullName;

    public string Url => string.Create(CultureInfo.InvariantCulture, $"{Scheme}://127.0.0.1:{Port}");

    public string TlsUrl => string.Create(CultureInfo.InvariantCulture, $"rediss://localhost:{TlsPort}");

    /// <summary>Its unix socket, where it was started with <see cref="OverSocket"/>.</summary>
    public string SocketPath => Path.Combine(DataDirectory, "redis.sock");

    /// <summary>Arguments: it listens at <see cref="SocketPath"/> too.</summary>
    public static string[] OverSocket => ["--unixsocket", "redis.sock"];

    public string UrlWith(string credentials) => string.Create(CultureInfo.InvariantCulture, $"{Scheme}://{credentials}@127.0.0.1:{Port}");

    public static Task<RedisServer> StartAsync(params string[] arguments) => StartAsync(null, false, null, arguments);

    /// <summary>At its plain port, and at another one over TLS.</summary>
    public static Task<RedisServer> StartWithTlsAsync(params string[] arguments) => StartAsync(null, true, null, arguments);

    public static Task<RedisServer> StartGuardedAsync(ServerGuard? guard, params string[] arguments) => StartAsync(null, false, guard, arguments);

    /// <summary>In an existing directory: to load what another server saved there.</summary>
    public static Task<RedisServer> StartInAsync(string dataDirectory, params string[] arguments) => StartAsync(dataDirectory, false, null, arguments);

    public async Task<RespValue> AskAsync(string name, params RedisArgument[] arguments) => (await AskAllAsync(RedisCommand.OfConnection(name, arguments)))[^1];

    /// <summary>Over a connection of its own, independent of everything under test but the codec.</summary>
    public async Task<IReadOnlyList<RespValue>> AskAllAsync(params RedisCommand[] commands)
    {
        await using var connection = await ConnectAsync();
        return await ExchangeAsync(connection, commands);
    }

    public Task<RespConnection> ConnectAsync() => ServerDoor.OpenAsync(Port, guard);

    /// <summary>From here on it neither answers nor ends: SIGSTOP.</summary>
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

    /// <summary>No file of its may grow beyond this any more: to it the disk is full. Null takes the limit away.</summary>
    public void LimitFiles(long? bytes)
    {
        using var limit = Process.Start("prlimit", ["--pid", Text(process.Id), $"--fsize={(bytes is { } most ? Text(most) : "unlimited")}:unlimited"]);
        limit.WaitForExit();
        Assert.Equal(0, limit.ExitCode);
    }

    /// <summary>SIGKILL, as the kernel does when the host is out of memory.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>On the same port, with other arguments.</summary>
    public async Task RestartAsync(params string[] arguments)
    {
        Relaunch(arguments);
        await ReadyAsync();
    }

    /// <summary>As <see cref="RestartAsync"/>, and back as soon as it answers, though it may read its data still.</summary>
    public async Task RestartIntoLoadingAsync(params string[] arguments)
    {
        Relaunch(arguments);
        await Eventually.TrueAsync(async () => process.HasExited || await PingAsync() is not null, $"redis-server on {Port} answers");
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
        if (ownsDirectory)
        {
            // A child that writes a snapshot outlives its parent by a moment.
            await Eventually.TrueAsync(() => IsGone(directory), "the folder can be deleted");
        }
    }

    private static bool IsGone(DirectoryInfo directory)
    {
        try
        {
            Directory.Delete(directory.FullName, recursive: true);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task<RedisServer> StartAsync(string? dataDirectory, bool tls, ServerGuard? guard, string[] arguments)
    {
        var directory = dataDirectory is null ? Directory.CreateTempSubdirectory("incidentbot-redis-") : new DirectoryInfo(dataDirectory);
        var certificates = tls ? TestCertificates.Create(directory.FullName) : null;
        var (port, tlsPort, clusterPort) = (FreePort.Next(), tls ? FreePort.Next() : 0, FreePort.Next());
        var process = Launch(directory.FullName, port, tlsPort, clusterPort, certificates, guard, arguments);
        var server = new RedisServer(process, directory, dataDirectory is null, port, tlsPort, clusterPort, certificates, guard);
        if (await server.ReadyAsync())
        {
            return server;
        }

        var log = await File.ReadAllTextAsync(Path.Combine(directory.FullName, "log"));
        await server.DisposeAsync();
        throw new InvalidOperationException($"redis-server did not start:\n{log}");
    }

    private static Process Launch(
        string directory, int port, int tlsPort, int clusterPort, TestCertificates? certificates, ServerGuard? guard, string[] arguments)
    {
        List<string> all =
        [
            "--bind", "127.0.0.1", "-::1", "--port", $"{port}", "--dir", directory, "--logfile", Path.Combine(directory, "log"),
            "--save", "", "--cluster-port", $"{clusterPort}",
        ];
        if (certificates is not null)
        {
            all.AddRange(["--tls-port", $"{tlsPort}", "--tls-auth-clients", "no", "--tls-ca-cert-file", certificates.CaFile]);
            all.AddRange(["--tls-cert-file", certificates.CertificateFile, "--tls-key-file", certificates.KeyFile]);
        }

        if (guard is not null)
        {
            all.AddRange(guard.Settings(port).Append(("masterauth", guard.Password)).SelectMany(setting => new[] { $"--{setting.Item1}", setting.Item2 }));
        }

        // Ignored, so that a limit on the size of files is an error of the write, as a full disk is, and does not end the process.
        return Process.Start(new ProcessStartInfo("env", ["--ignore-signal=XFSZ", "redis-server", .. all, .. arguments]) { WorkingDirectory = directory })!;
    }

    /// <returns>False when the process ended before it had read its data.</returns>
    private async Task<bool> ReadyAsync()
    {
        await Eventually.TrueAsync(
            async () => process.HasExited || await PingAsync() is { } answer && answer.AsError?.Class != FailureClass.Loading,
            $"redis-server on {Port} has read its data");
        return !process.HasExited;
    }

    /// <returns>Null while nobody listens.</returns>
    private async Task<RespValue?> PingAsync()
    {
        try
        {
            await using var connection = await ConnectAsync();
            return (await ExchangeAsync(connection, [RedisCommand.Of("PING")]))[0];
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return null;
        }
    }

    private static async Task<IReadOnlyList<RespValue>> ExchangeAsync(RespConnection connection, RedisCommand[] commands)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await connection.SendAsync(RespWriter.Encode(commands), limit.Token);
        var replies = new List<RespValue>();
        while (replies.Count < commands.Length)
        {
            replies.Add(await connection.ReadAsync(limit.Token));
        }

        return replies;
    }

    private void Relaunch(string[] arguments)
    {
        process.Dispose();
        process = Launch(directory.FullName, Port, 0, ClusterPort, null, guard, arguments);
    }

    private string Scheme => guard is null ? "redis" : "rediss";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private void Signal(string signal)
    {
        using var kill = Process.Start("kill", [signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }
}
