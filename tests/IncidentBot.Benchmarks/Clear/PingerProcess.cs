using System.Diagnostics;
using System.Globalization;
using IncidentBot.Benchmarks.Report;

namespace IncidentBot.Benchmarks.Clear;

/// <summary>The <see cref="Pinger"/>, seen from the benchmark.</summary>
internal sealed class PingerProcess : IAsyncDisposable
{
    private readonly Process process;

    private PingerProcess(Process process) => this.process = process;

    /// <summary>Returns once it is warm.</summary>
    public static async Task<PingerProcess> StartAsync(int port, CancellationToken ct)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Pinger).Assembly.Location, Pinger.Verb, $"{port}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var pinger = new PingerProcess(Process.Start(start)!);
        try
        {
            return await pinger.process.StandardOutput.ReadLineAsync(ct) == Pinger.Ready ? pinger : throw new BenchmarkException("The pinger did not start.");
        }
        catch
        {
            await pinger.DisposeAsync();
            throw;
        }
    }

    /// <summary>How long the other client waited between two of <see cref="Stopwatch"/>'s timestamps, in ms. The first question ends the pings.</summary>
    public async Task<(double Longest, double Percentile99)> WaitedAsync(long from, long to, CancellationToken ct)
    {
        await process.StandardInput.WriteLineAsync($"{from} {to}".AsMemory(), ct);
        await process.StandardInput.FlushAsync(ct);
        var answer = await process.StandardOutput.ReadLineAsync(ct) ?? throw new BenchmarkException("The pinger was cut off.");
        double[] waits = [.. answer.Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
        return (waits[0], waits[1]);
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
