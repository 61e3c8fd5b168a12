using System.Diagnostics;
using System.Globalization;
using System.Text;
using IncidentBot.Chat.Local;
using IncidentBot.Storage;

namespace IncidentBot.Support;

/// <summary>The bot as a process of its own, over SQLite in a folder of its own, so that it can be killed and started again.</summary>
internal sealed class BotProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "IncidentBot.Server.dll");

    private readonly DirectoryInfo folder;
    private readonly string[] settings;
    private Process? process;
    private string begun = "";
    private Task<string> rest = Task.FromResult("");

    private BotProcess(DirectoryInfo folder, string[] settings)
    {
        this.folder = folder;
        this.settings = settings;
        Store = BotStore.Over(settings);
        Token = new LocalToken(Store.Get<AuditKey>());
    }

    public BotStore Store { get; }

    public LocalToken Token { get; }

    public Uri Address { get; private set; } = null!;

    public int ProcessId => process!.Id;

    /// <summary>Over the address of the process that runs now.</summary>
    public ChatRoom Room { get; private set; } = null!;

    /// <param name="more">As for <see cref="BotHost.StartAsync"/>.</param>
    public static async Task<BotProcess> StartAsync(string redisUrl, params string[] more)
    {
        var folder = Directory.CreateTempSubdirectory("incidentbot-process-");

        // The line that names the address is an information of the host.
        var bot = new BotProcess(folder, [.. BotHost.Settings(
            folder.FullName,
            redisUrl), "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Information", .. more.Select(setting => $"--{setting}")]);
        await bot.StartAgainAsync();
        return bot;
    }

    /// <summary>Over the same store, with the same settings.</summary>
    public async Task StartAgainAsync()
    {
        process = Launch(settings);
        Address = await AddressAsync(process);
        Room?.Dispose();
        Room = new ChatRoom(Address, Token, Store.Get<IChannelLog>());
    }

    /// <summary>SIGKILL: no handler runs, nothing is written down.</summary>
    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    /// <summary>SIGTERM, as a supervisor sends it.</summary>
    /// <returns>The exit code, and how long it took.</returns>
    public async Task<(int ExitCode, TimeSpan Took)> TerminateAsync()
    {
        var since = TimeProvider.System.GetTimestamp();
        using (var kill = Process.Start("kill", ["-TERM", process!.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        using var limit = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(limit.Token);
        var ended = (process.ExitCode, TimeProvider.System.GetElapsedTime(since));
        process.Dispose();
        process = null;
        return ended;
    }

    /// <summary>All that it has written, once it has ended.</summary>
    public async Task<string> SaidAsync() => begun + await rest;

    /// <summary>A command such as <c>audit verify</c> against the same store.</summary>
    public Task<BotExit> RunAsync(params string[] command) => RunToEndAsync([.. command, .. settings]);

    /// <summary>Runs the program until it ends by itself.</summary>
    public static Task<BotExit> RunToEndAsync(params string[] arguments) => RunInAsync(new DirectoryInfo(Path.GetTempPath()), arguments);

    /// <param name="folder">Where it is started, and where it would leave what it makes.</param>
    public static async Task<BotExit> RunInAsync(DirectoryInfo folder, params string[] arguments)
    {
        using var process = Launch(arguments, folder.FullName);
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            var exit = new BotExit(0, (await output).Trim(), (await errors).Trim());
            await process.WaitForExitAsync(limit.Token);
            return exit with { Code = process.ExitCode };
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            await KillAsync();
        }

        Room?.Dispose();
        await Store.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private static Process Launch(string[] arguments, string? folder = null)
    {
        // Where a test limits the size of files, writing is to fail as on a full disk, and not to end the process.
        var start = new ProcessStartInfo("sh", ["-c", "trap '' XFSZ; exec dotnet \"$@\"", "sh", Program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? Path.GetTempPath(),
        };
        start.Environment.Remove("REDIS_URL");
        return Process.Start(start)!;
    }

    private async Task<Uri> AddressAsync(Process process)
    {
        using var limit = new CancellationTokenSource(Patience);
        var said = new StringBuilder();
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            said.AppendLine(line);
            if (line.IndexOf(Listening, StringComparison.Ordinal) is var at and >= 0)
            {
                // Drained, so that a full pipe never stops the bot.
                (begun, rest) = ($"{said}", process.StandardOutput.ReadToEndAsync(CancellationToken.None));
                _ = process.StandardError.ReadToEndAsync(CancellationToken.None);
                return new Uri(line[(at + Listening.Length)..].Trim());
            }
        }

        throw new InvalidOperationException($"The bot did not start. It said:\n{said}{await process.StandardError.ReadToEndAsync(limit.Token)}");
    }
}

internal sealed record BotExit(int Code, string Output, string Errors);
