using System.Diagnostics;
using IncidentBot.Tests;

namespace IncidentBot.Server.Tests.Chat.Slack.Peers;

/// <summary>The packages of <c>tests/peers</c>, installed from the lock file when they are missing or older than it.</summary>
internal static class NodePackages
{
    private static readonly Lazy<Task> Installed = new(InstallAsync);

    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "peers");

    public static Task ReadyAsync() => Installed.Value;

    private static async Task InstallAsync()
    {
        var installed = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
        if (installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json")))
        {
            return;
        }

        const string Advice = "Install Node.js 20 or newer, then type: cd tests/peers && npm ci --ignore-scripts";
        try
        {
            using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            {
                WorkingDirectory = Folder,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            })!;
            var output = npm.StandardOutput.ReadToEndAsync();
            var errors = await npm.StandardError.ReadToEndAsync();
            await npm.WaitForExitAsync();
            if (npm.ExitCode != 0)
            {
                throw new InvalidOperationException(
                    $"npm ci failed, so this project cannot be held against Slack's own libraries. {Advice}\n{errors}{await output}");
            }
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException($"npm is missing, so this project cannot be held against Slack's own libraries. {Advice}", e);
        }
    }
}
