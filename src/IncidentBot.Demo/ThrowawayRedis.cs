using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace IncidentBot.Demo;

/// <summary>A redis-server of the demo's own: on loopback, on a free port, in a folder that is removed at the end.</summary>
internal sealed class ThrowawayRedis : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(10);

    private readonly Process process;

    private ThrowawayRedis(Process process, int port) => (this.process, Port) = (process, port);

    public int Port { get; }

    public string Url => $"redis://127.0.0.1:{Port}";

    public static async Task<ThrowawayRedis> StartAsync(string folder, CancellationToken ct)
    {
        var port = FreePort();
        // Tables that have grown are rehashed, and give some megabytes back: without this the outage would end by itself.
        var start = new ProcessStartInfo("redis-server",
        [
            "--bind", "127.0.0.1", "--port", $"{port}", "--dir", folder, "--save", "", "--appendonly", "no", "--maxmemory",
            Outage.MaxMemory, "--maxmemory-policy", "noeviction", "--activerehashing", "no", "--logfile",
            Path.Combine(folder, "redis.log"),
        ]);
        try
        {
            var redis = new ThrowawayRedis(Process.Start(start)!, port);
            await redis.WaitUntilReadyAsync(ct);
            return redis;
        }
        catch (Win32Exception)
        {
            throw new DemoException("redis-server is not installed. ./demo.sh installs it; by hand: apt-get install redis-server.");
        }
    }

    public Task<RedisWire> ConnectAsync(CancellationToken ct) => RedisWire.ConnectAsync(Port, ct);

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task WaitUntilReadyAsync(CancellationToken ct)
    {
        var since = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(since) < StartLimit && !process.HasExited)
        {
            try
            {
                await using var wire = await ConnectAsync(ct);
                if (await wire.AskAsync(ct, "PING") == "PONG")
                {
                    return;
                }
            }
            catch (SocketException)
            {
                await Task.Delay(20, ct);
            }
        }

        throw new DemoException("redis-server did not start. Its log is in redis.log of the demo's folder.");
    }
}
