using System.Diagnostics;
using System.Globalization;

namespace IncidentBot.Demo;

/// <summary>The bot, started as anybody would start it: a process of its own, with settings on its command line.</summary>
internal sealed class BotProcess : IAsyncDisposable
{
    private const string Invitation = "Local chat: ";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(10);

    private readonly Process process;
    private readonly string[] settings;

    private BotProcess(Process process, string[] settings, Uri chat) => (this.process, this.settings, Chat) = (process, settings, chat);

    /// <summary>The address of the local chat, with the token that lets people in.</summary>
    public Uri Chat { get; }

    /// <param name="rehearses">Whether people may make the outages of the gallery, too.</param>
    public static async Task<BotProcess> StartAsync(string folder, string redisUrl, bool rehearses, CancellationToken ct)
    {
        string[] settings =
        [
            $"--Storage:Sqlite={Path.Combine(folder, "incidentbot.db")}",
            $"--Audit:KeyFile={Path.Combine(folder, "audit.key")}",
            $"--Targets:primary:Url={redisUrl}",
            $"--Queues:SnapshotPath={Path.Combine(folder, "snapshots")}",
            "--Local:Enabled=true",

            // Who reads along opens the incident by hand; the watch would be first.
            rehearses ? "--GameDay:Enabled=true" : "--Watch:Enabled=false",

            // Minutes in production, seconds here.
            "--Incidents:Soak=00:00:05",
            "--Incidents:SoakCheckEvery=00:00:01",
            "--Execution:Heartbeat=00:00:00.1",
        ];
        var process = Start(["--Urls=http://127.0.0.1:0", .. settings]);
        var chat = await InvitationAsync(process, ct);
        return new BotProcess(process, settings, chat);
    }

    /// <summary>Runs a command such as <c>audit verify</c> against the same store.</summary>
    public async Task<(int ExitCode, string Output)> RunAsync(string[] command, CancellationToken ct)
    {
        using var other = Start(settings, command);
        var output = await other.StandardOutput.ReadToEndAsync(ct);
        await other.WaitForExitAsync(ct);
        return (other.ExitCode, output.Trim());
    }

    /// <summary>Asked to end, so that it ends the servers that it has started; and made to, where it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        using var asked = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        using var limit = new CancellationTokenSource(EndLimit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }

        process.Dispose();
    }

    private static Process Start(string[] settings, params string[] command)
    {
        var dll = Path.Combine(AppContext.BaseDirectory.Replace("IncidentBot.Demo", "IncidentBot.Server", StringComparison.Ordinal), "IncidentBot.Server.dll");
        if (!File.Exists(dll))
        {
            throw new DemoException($"The bot is not built: {dll} is missing. ./demo.sh builds it; by hand: dotnet build -c Release.");
        }

        var start = new ProcessStartInfo("dotnet", [dll, .. command, .. settings]) { RedirectStandardOutput = true };
        return Process.Start(start)!;
    }

    private static async Task<Uri> InvitationAsync(Process process, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(StartLimit);
        var seen = new List<string>();
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            seen.Add(line);
            if (line.StartsWith(Invitation, StringComparison.Ordinal))
            {
                // Drained, so that a full pipe never stops the bot.
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new Uri(line[Invitation.Length..].Trim());
            }
        }

        throw new DemoException($"The bot did not start. It said:{Environment.NewLine}{string.Join(Environment.NewLine, seen)}");
    }
}
