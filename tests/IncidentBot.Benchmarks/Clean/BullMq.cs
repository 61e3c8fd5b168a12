using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentBot.Benchmarks.Report;
using IncidentBot.Benchmarks.Support;

namespace IncidentBot.Benchmarks.Clean;

/// <summary>BullMQ itself, in the program that the tests hold this project against.</summary>
internal static class BullMq
{
    private const string Script = "bullmq-peer.mjs";
    private const string Advice = "In tests/peers, type: npm ci --ignore-scripts";

    /// <returns>What each step returned.</returns>
    public static async Task<JsonArray> RunAsync(RedisServer server, string queue, CancellationToken ct, params object[] steps)
    {
        using var process = Start();
        await process.StandardInput.WriteAsync(JsonSerializer.Serialize(new { library = "bullmq", port = server.Port, db = 0, queue, steps }).AsMemory(), ct);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(ct);
        var answer = await process.StandardOutput.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return process.ExitCode == 0 && JsonNode.Parse(answer) is JsonArray results
            ? results
            : throw new BenchmarkException($"BullMQ failed. {Advice}{Environment.NewLine}{await errors}");
    }

    private static Process Start()
    {
        try
        {
            return Process.Start(new ProcessStartInfo("node", [Script])
            {
                WorkingDirectory = Peers(),
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (Win32Exception)
        {
            throw new BenchmarkException($"node is not installed: apt-get install nodejs npm. {Advice}");
        }
    }

    private static string Peers()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Path.Combine(folder.FullName, "tests", "peers") is var peers && File.Exists(Path.Combine(peers, Script)))
            {
                return peers;
            }
        }

        throw new BenchmarkException($"{Script} is not beside {AppContext.BaseDirectory}.");
    }
}
