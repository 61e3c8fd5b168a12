using System.Diagnostics;
using System.Globalization;
using IncidentBot.Benchmarks.Support;

namespace IncidentBot.Benchmarks.Watch;

/// <summary>Fifty clients that read and write as fast as Redis answers, by redis-benchmark, in a process of their own.</summary>
internal sealed class Load : IAsyncDisposable
{
    /// <summary>More than it can send within any round.</summary>
    private const int Requests = 1_000_000_000;

    private readonly Process process;

    private Load(Process process) => this.process = process;

    /// <summary>What it sends; whatever else the server carries out is not its doing.</summary>
    public static readonly string[] Commands = ["get", "set"];

    public static Load On(RedisServer redis)
    {
        var arguments = string.Create(CultureInfo.InvariantCulture, $"-p {redis.Port} -c 50 -P 4 -n {Requests} -r 100000 -t get,set -q");
        return new Load(Process.Start(new ProcessStartInfo("redis-benchmark", arguments) { RedirectStandardOutput = true })!);
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
