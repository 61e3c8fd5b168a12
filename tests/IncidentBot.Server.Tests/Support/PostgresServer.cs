using System.Diagnostics;
using System.Globalization;
using IncidentBot.Support;
using Npgsql;

namespace IncidentBot.Server.Tests.Support;

/// <summary>
/// One real PostgreSQL for the whole run, on loopback, in a folder of its own; started by the first test that asks for a
/// database. It never runs as root, because it refuses to. It ends when this process closes its standard input, also by
/// dying, so no server is left behind.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Wrapper = """
        "$@" 1>&2 & server=$!
        read -r _ || true
        kill -INT $server
        wait $server
        """;

    private readonly Lazy<Task<int>> port;
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"incidentbot-postgres-{Guid.NewGuid():N}");
    private Process? process;
    private int databases;

    public PostgresServer()
        : this(300)
    {
    }

    private PostgresServer(int maxConnections) => port = new Lazy<Task<int>>(() => StartAsync(maxConnections));

    /// <summary>One that a test can fill up; three of its places are for superusers.</summary>
    public static PostgresServer Small(int maxConnections) => new(maxConnections);

    /// <returns>The connection string of a new, empty database.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref databases)}");
        await using var connection = new NpgsqlConnection(ConnectionString(await port.Value, "postgres"));
        await connection.OpenAsync();

        // Its files are copied, as always before 15: in the log each page would be a record, for a server that nobody recovers.
        var how = connection.PostgreSqlVersion.Major < 15 ? "" : " strategy file_copy";
        await using var command = new NpgsqlCommand($"create database {name}{how}", connection);
        await command.ExecuteNonQueryAsync();
        return ConnectionString(await port.Value, name);
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string ConnectionString(int port, string database) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Host=127.0.0.1;Port={port};Database={database};Username=postgres;Password=not-asked-for;Maximum Pool Size=20");

    private async Task<int> StartAsync(int maxConnections)
    {
        var data = Path.Combine(folder, "data");
        Directory.CreateDirectory(folder);
        if (Environment.UserName == "root")
        {
            await RunAsync("chown", "postgres", folder);
        }

        await RunAsync([.. AsServer, Tool("initdb"), "--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-locale", "-D", data]);
        var free = FreePort.Next();
        process = Start("sh",
        [
            "-c", Wrapper, "postgres", .. AsServer, Tool("postgres"), "-D", data, "-k", folder, "-p", free.ToString(CultureInfo.InvariantCulture),
            "-c", "listen_addresses=127.0.0.1", "-c", $"max_connections={maxConnections}", "-c", "fsync=off", "-c", "synchronous_commit=off",
            "-c", "full_page_writes=off", "-c", "deadlock_timeout=50ms",

            // It visits every database each minute, and there is one for each test. Tests that need statistics gather them.
            "-c", "autovacuum=off",
        ]);
        await WaitUntilReadyAsync(process);
        return free;
    }

    private static string[] AsServer =>
        Environment.UserName == "root" ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"] : [];

    private static string Tool(string name) =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql")
                .OrderBy(version => int.Parse(Path.GetFileName(version), CultureInfo.InvariantCulture))
                .Select(version => Path.Combine(version, "bin", name))
                .Last()
            : name;

    private static async Task RunAsync(params string[] command)
    {
        using var process = Start(command[0], command[1..]);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', command)} failed: {error}{await output}");
        }
    }

    private static async Task WaitUntilReadyAsync(Process server)
    {
        var said = new List<string>();
        var ready = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        server.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                ready.TrySetResult(false);
            }
            else if (!ready.Task.IsCompleted)
            {
                said.Add(line.Data);
                if (line.Data.Contains("ready to accept connections", StringComparison.Ordinal))
                {
                    ready.TrySetResult(true);
                }
            }
        };
        server.BeginErrorReadLine();
        if (!await ready.Task)
        {
            throw new InvalidOperationException($"PostgreSQL did not start: {string.Join('\n', said)}");
        }
    }

    private static Process Start(string file, IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        }) ?? throw new InvalidOperationException($"{file} did not start.");
}
