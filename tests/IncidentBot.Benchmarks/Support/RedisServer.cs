using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using IncidentBot.Benchmarks.Report;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Benchmarks.Support;

/// <summary>A real redis-server on loopback that keeps nothing by itself. It loads the folder's dump, if there is one.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    public const string Dump = "dump.rdb";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromMinutes(2);

    private readonly Process process;

    private RedisServer(Process process, int port) => (this.process, Port) = (process, port);

    public int Port { get; }

    public string Url => $"redis://127.0.0.1:{Port}";

    public static async Task<RedisServer> StartAsync(string folder, CancellationToken ct)
    {
        var port = FreePort.Next();
        var start = new ProcessStartInfo(
            "redis-server",
            ["--bind", "127.0.0.1", "--port", $"{port}", "--dir", folder, "--save", "", "--appendonly", "no", "--logfile", Path.Combine(folder, "redis.log")]);
        var server = new RedisServer(Launch(start), port);
        try
        {
            await server.WaitUntilReadyAsync(ct);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>As a person at a prompt would: over a connection of its own, waiting for as long as it takes.</summary>
    public async Task<RespValue> AskAsync(RedisCommand command, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(AnswerLimit);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var address = new IPEndPoint(IPAddress.Loopback, Port);
        await socket.ConnectAsync(address, limit.Token);
        await using var connection = new RespConnection(new NetworkStream(socket), address);
        await connection.SendAsync(RespWriter.Encode(command), limit.Token);
        return await connection.ReadAsync(limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static Process Launch(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new BenchmarkException("redis-server is not installed: apt-get install redis-server.");
        }
    }

    private async Task WaitUntilReadyAsync(CancellationToken ct)
    {
        var since = Stopwatch.GetTimestamp();
        while (!process.HasExited && Stopwatch.GetElapsedTime(since) < StartLimit)
        {
            try
            {
                // An error means that it is still loading.
                if (await AskAsync(RedisCommand.Of("PING"), ct) is RespValue.Text)
                {
                    return;
                }
            }
            catch (SocketException)
            {
                // It does not listen yet.
            }

            await Task.Delay(20, ct);
        }

        throw new BenchmarkException("redis-server did not start.");
    }
}
