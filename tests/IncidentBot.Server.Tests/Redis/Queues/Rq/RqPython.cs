using System.Diagnostics;
using System.Globalization;
using IncidentBot.Support;
using IncidentBot.Tests;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>Debian's Python with Debian's RQ: the other side of everything here.</summary>
internal static class RqPython
{
    // Not the first python3 of the path: that may be another one, which has no RQ.
    private const string Python = "/usr/bin/python3";

    private static readonly Lazy<Task> Checked = new(CheckAsync);

    /// <summary>Runs steps of <c>rq_driver.py</c> to their end.</summary>
    public static async Task RunAsync(RedisServer server, params string[] steps)
    {
        using var process = await StartAsync(server, steps);
        var errors = process.StandardError.ReadToEndAsync();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestRedis.Token);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        Assert.True(process.ExitCode == 0, $"rq_driver.py {string.Join(' ', steps)} failed: {await errors}");
    }

    /// <summary>Starts steps that go on until they are killed.</summary>
    public static async Task<Process> StartAsync(RedisServer server, params string[] steps)
    {
        await Checked.Value;
        return Launch(["rq_driver.py", server.Port.ToString(CultureInfo.InvariantCulture), .. steps]);
    }

    private static async Task CheckAsync()
    {
        const string Advice = "Without it nothing here can be held against RQ itself. Type: apt-get install python3-rq";
        if (!File.Exists(Python))
        {
            throw new InvalidOperationException($"{Python} is missing. {Advice}");
        }

        using var process = Launch(["-c", "import rq, sys; sys.exit(0 if rq.VERSION.startswith('1.') else 'RQ is ' + rq.VERSION)"]);
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{Python} has no RQ 1: {errors.Trim()} {Advice}");
        }
    }

    private static Process Launch(IEnumerable<string> arguments) => Process.Start(new ProcessStartInfo(Python, arguments)
    {
        WorkingDirectory = Path.Combine(Repository.Root, "tests", "IncidentBot.Server.Tests", "Redis", "Queues", "Rq"),
        RedirectStandardError = true,
        Environment = { ["PYTHONDONTWRITEBYTECODE"] = "1" },
    })!;
}
