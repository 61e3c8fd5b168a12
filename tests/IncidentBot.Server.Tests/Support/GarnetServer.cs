using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace IncidentBot.Support;

/// <summary>A real Garnet on loopback, a process of tests/IncidentBot.Garnet; it ends with the test.</summary>
internal sealed class GarnetServer : IAsyncDisposable
{
    private static readonly string Program = Path.Combine(
        AppContext.BaseDirectory.Replace("IncidentBot.Server.Tests", "IncidentBot.Garnet", StringComparison.Ordinal), "IncidentBot.Garnet.dll");

    private readonly Process process;
    private readonly int port;

    private GarnetServer(Process process, int port) => (this.process, this.port) = (process, port);

    public string Url => string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{port}");

    public static async Task<GarnetServer> StartAsync()
    {
        var port = FreePort.Next();
        var start = new ProcessStartInfo("dotnet", [Program, port.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var server = new GarnetServer(Process.Start(start)!, port);
        server.process.BeginOutputReadLine();
        await Eventually.TrueAsync(async () => server.process.HasExited || await server.ListensAsync(), $"Garnet listens on {port}");
        Assert.False(server.process.HasExited, "Garnet ended");
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private async Task<bool> ListensAsync()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
