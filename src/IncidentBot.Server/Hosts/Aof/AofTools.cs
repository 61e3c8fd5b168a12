using System.Globalization;
using System.Text.RegularExpressions;
using IncidentBot.Actions;
using IncidentBot.Hosts.Processes;

namespace IncidentBot.Hosts.Aof;

/// <summary>What is run around an append-only file: its check, who uses it, what it weighs, its backup, its repair.</summary>
internal sealed partial class AofTools(HostShell shell)
{
    private static readonly TimeSpan CheckLimit = TimeSpan.FromMinutes(9);

    public async Task<AofCheck> CheckAsync(ManagedHost host, AppendOnlyFile aof, CancellationToken ct) =>
        AofCheck.Read(await shell.RunAsync(host, HostTask.Of("redis-check-aof", aof.Path) with { TimeLimit = CheckLimit }, ct));

    /// <summary>Who uses it, in words; null where nobody does. A file that is cut under a running Redis is lost.</summary>
    public async Task<string?> UserAsync(ManagedHost host, AppendOnlyFile aof, CancellationToken ct)
    {
        // Both files list what listens; the second is not there without IPv6.
        var sockets = await shell.RunAsync(host, HostTask.Of("cat", "/proc/net/tcp", "/proc/net/tcp6") with { MaxCharacters = 8 * 1024 * 1024 }, ct);
        var port = aof.Port.ToString("X4", CultureInfo.InvariantCulture);
        if (sockets.Lines.Count == 0)
        {
            throw new HostTroubleException($"whether a Redis listens on port {aof.Port} cannot be seen: {sockets.Trouble}");
        }

        if (sockets.Lines.Any(line => Listens().Match(line) is { Success: true } match && match.Groups[1].Value == port))
        {
            return $"something listens on port {aof.Port}, where its Redis does";
        }

        // Complains about processes of other users, which is why the port is looked at too.
        var open = await shell.RunAsync(
            host,
            HostTask.Of("find", "/proc", "-maxdepth", "3", "-path", "/proc/[0-9]*/fd/*", "-lname", $"{aof.Directory}/*", "-print", "-quit"),
            ct);
        return open.Lines.FirstOrDefault(line => line.StartsWith("/proc/", StringComparison.Ordinal)) is { } descriptor
            ? $"process {descriptor.Split('/')[2]} has a file in {aof.Directory} open"
            : null;
    }

    /// <summary>The bytes of what would be copied, and what is free where the copy goes.</summary>
    public async Task<(long Needed, long Free)> RoomAsync(ManagedHost host, AppendOnlyFile aof, CancellationToken ct)
    {
        var used = await shell.ReadAsync(host, HostTask.Of("du", "-sk", "--", Source(aof)), ct);
        var free = await shell.ReadAsync(host, HostTask.Of("df", "-P", "-k", "--", aof.Backup), ct);
        return (Kilobytes(used, 0, 0) * 1024, Kilobytes(free, 1, 3) * 1024);
    }

    /// <summary>Into a folder of its own, compared byte by byte afterwards.</summary>
    /// <exception cref="HostTroubleException">There is no good copy.</exception>
    public async Task CopyAsync(ManagedHost host, AppendOnlyFile aof, string into, IProgress<RunProgress> progress, CancellationToken ct)
    {
        string[][] steps =
        [
            ["mkdir", "-m", "700", "--", into],
            ["cp", "-a", "--", Source(aof), $"{into}/"],
            ["diff", "-r", "-q", "--", Source(aof), Copy(aof, into)],
        ];
        foreach (var step in steps)
        {
            var result = await shell.RunAsync(host, new HostTask(new CommandLine(step)) { TimeLimit = CheckLimit }, ct, progress);
            if (!result.Succeeded)
            {
                throw new HostTroubleException($"the backup failed: {result.Trouble}");
            }
        }
    }

    public Task<ProcessResult> FixAsync(ManagedHost host, AppendOnlyFile aof, IProgress<RunProgress> progress, CancellationToken ct) =>
        shell.RunAsync(host, HostTask.Of("redis-check-aof", "--fix", aof.Path) with { Stdin = "y\n", TimeLimit = CheckLimit }, ct, progress);

    /// <summary>Redis 7 keeps a folder of its own for it. Before, it is one file among others in the data folder.</summary>
    public static string Source(AppendOnlyFile aof) => aof.IsMultiPart ? aof.Directory.TrimEnd('/') : aof.Path;

    public static string Copy(AppendOnlyFile aof, string into) => $"{into}/{Path.GetFileName(Source(aof))}";

    private static long Kilobytes(ProcessResult result, int line, int column) =>
        result.Lines.ElementAtOrDefault(line)?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(column) is { } text
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new HostTroubleException($"{result.Shown} answered with something else than a size");

    /// <summary>https://docs.kernel.org/networking/proc_net_tcp.html: local address and port in hexadecimal, 0A is listening.</summary>
    [GeneratedRegex("^\\s*\\d+: [0-9A-F]+:([0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} 0A ", RegexOptions.NonBacktracking)]
    private static partial Regex Listens();
}
