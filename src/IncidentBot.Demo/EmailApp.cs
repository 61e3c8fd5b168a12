using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace IncidentBot.Demo;

/// <summary>The application of <c>emails.mjs</c>, with BullMQ itself: a process that adds jobs, or a worker that takes them.</summary>
internal sealed class EmailApp : IAsyncDisposable
{
    private readonly Process process;

    private EmailApp(Process process) => this.process = process;

    /// <exception cref="DemoException">Node or a package is missing.</exception>
    public static async Task AddAsync(ThrowawayRedis redis, int jobs, CancellationToken ct)
    {
        using var process = Start(redis, "add", jobs.ToString(CultureInfo.InvariantCulture));
        var errors = await process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        if (process.ExitCode != 0)
        {
            throw new DemoException("The jobs could not be added. ./demo.sh installs what they need; by hand, in src/IncidentBot.Demo: "
                + $"npm ci --ignore-scripts.{Environment.NewLine}{errors}");
        }
    }

    /// <param name="how"><c>hang</c> for a worker that never finishes what it takes.</param>
    public static EmailApp Work(ThrowawayRedis redis, params string[] how) => new(Start(redis, ["work", .. how]));

    /// <summary>As kill -9 does: the worker has no time to give anything back.</summary>
    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static Process Start(ThrowawayRedis redis, params string[] what)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "emails.mjs");
        var start = new ProcessStartInfo("node", [script, redis.Port.ToString(CultureInfo.InvariantCulture), .. what])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new DemoException("Node.js is not installed. ./demo.sh installs it; by hand: apt-get install nodejs npm.");
        }
    }
}
