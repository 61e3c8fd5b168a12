using System.Diagnostics;
using System.Globalization;
using System.Net;
using IncidentBot.Benchmarks.Report;

namespace IncidentBot.Benchmarks.Server;

/// <summary>The server as it was built, in a process and a folder of its own. Ready when it says so.</summary>
internal sealed class BotServer : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly HttpClient Http = new();

    private readonly Process process;

    private BotServer(Process process) => this.process = process;

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>From the start of the process to the first ready answer.</summary>
    public TimeSpan ReadyAfter { get; private set; }

    public static async Task<BotServer> StartAsync(string folder, string redisUrl, CancellationToken ct, params string[] settings)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(StartLimit);
        var started = Stopwatch.GetTimestamp();
        var server = new BotServer(Launch(folder, redisUrl, settings));
        try
        {
            server.Address = await server.ListensAsync(limit.Token);
            await server.ReadyAsync(limit.Token);
            server.ReadyAfter = Stopwatch.GetElapsedTime(started);
            return server;
        }
        catch (Exception e)
        {
            await server.DisposeAsync();
            if (e is OperationCanceledException && !ct.IsCancellationRequested)
            {
                throw new BenchmarkException($"The server was not ready within {StartLimit.TotalSeconds:0} s.");
            }

            throw;
        }
    }

    /// <summary>Resident memory as the kernel counts it, in bytes.</summary>
    public async Task<long> ResidentAsync(CancellationToken ct)
    {
        var lines = await File.ReadAllLinesAsync($"/proc/{process.Id}/status", ct);
        var line = lines.First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024;
    }

    /// <summary>Processor time that it has taken.</summary>
    public TimeSpan Processor
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static Process Launch(string folder, string redisUrl, string[] settings)
    {
        var dll = Path.Combine(
            AppContext.BaseDirectory.Replace("tests/IncidentBot.Benchmarks", "src/IncidentBot.Server", StringComparison.Ordinal),
            "IncidentBot.Server.dll");
        if (!File.Exists(dll))
        {
            throw new BenchmarkException($"The server is not built: {dll} is missing.");
        }

        string[] common =
        [
            "--Urls=http://127.0.0.1:0",
            $"--Storage:Sqlite={Path.Combine(folder, "incidentbot.db")}",
            $"--Audit:KeyFile={Path.Combine(folder, "audit.key")}",
            $"--Targets:primary:Url={redisUrl}",
        ];
        return Process.Start(new ProcessStartInfo("dotnet", [dll, .. common, .. settings]) { RedirectStandardOutput = true, WorkingDirectory = folder })!;
    }

    private async Task<Uri> ListensAsync(CancellationToken ct)
    {
        while (await process.StandardOutput.ReadLineAsync(ct) is { } line)
        {
            if (line.IndexOf(Listening, StringComparison.Ordinal) is var at and >= 0)
            {
                _ = DrainAsync();
                return new Uri(line[(at + Listening.Length)..].Trim());
            }
        }

        throw new BenchmarkException("The server did not start.");
    }

    // A full pipe would stop the server.
    private async Task DrainAsync()
    {
        while (await process.StandardOutput.ReadLineAsync() is not null)
        {
        }
    }

    private async Task ReadyAsync(CancellationToken ct)
    {
        while (true)
        {
            using var answer = await Http.GetAsync(new Uri(Address, "/health/ready"), ct);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                return;
            }

            await Task.Delay(5, ct);
        }
    }
}
