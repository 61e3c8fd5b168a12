using System.ComponentModel;
using System.Diagnostics;
using IncidentBot.Benchmarks.Clear;
using IncidentBot.Benchmarks.Report;
using IncidentBot.Benchmarks.Support;
using IncidentBot.Redis;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Benchmarks.BigKeys;

/// <summary>A way to find the largest keys of the whole database.</summary>
internal sealed record Finder(string Name, Func<RedisServer, CancellationToken, Task> RunAsync)
{
    /// <summary>The product's own code, over the session that the action would open. Opening it is part of the work.</summary>
    public static Finder Bot { get; } = new("bot: big-keys", async (server, ct) =>
    {
        await using var target = new RedisTarget(
            "primary",
            RedisEndpoint.Parse(server.Url),
            new RedisTls(),
            new RedisOptions(),
            TimeProvider.System,
            NullLogger<RedisTarget>.Instance);
        await using var session = await target.OpenAsync(ct);
        var found = await new Redis.Actions.Memory.BigKeys(TimeProvider.System).FindAsync(session, 10, TimeSpan.FromMinutes(2), ct);
        if (found is not { Complete: true, Seen: >= Keyspace.Cached + Keyspace.Others })
        {
            throw new BenchmarkException($"The bot saw {found.Seen} keys of {Keyspace.Cached + Keyspace.Others}.");
        }
    });

    public static Finder RedisCli { get; } = new("redis-cli --bigkeys", async (server, ct) =>
    {
        using var process = Start(server.Port);
        var said = await process.StandardOutput.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        if (process.ExitCode != 0 || !said.Contains($"Sampled {Keyspace.Cached + Keyspace.Others} keys", StringComparison.Ordinal))
        {
            throw new BenchmarkException($"redis-cli --bigkeys ended with {process.ExitCode} without having seen all keys.");
        }
    });

    private static Process Start(int port)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("redis-cli", ["-p", $"{port}", "--bigkeys"]) { RedirectStandardOutput = true })!;
        }
        catch (Win32Exception)
        {
            throw new BenchmarkException("redis-cli is not installed: apt-get install redis-tools.");
        }
    }
}
