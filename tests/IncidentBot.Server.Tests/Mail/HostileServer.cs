using System.Net;
using System.Net.Sockets;
using System.Text;

namespace IncidentBot.Mail;

/// <summary>Something that is connected to as a mail server and behaves as it likes.</summary>
internal sealed class HostileServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ends = new();
    private readonly Func<StreamReader, Stream, CancellationToken, Task> behave;
    private readonly Task running;
    private int visits;
    private int left;

    /// <param name="behave">Given what the visitor says, and where to answer.</param>
    public HostileServer(Func<StreamReader, Stream, CancellationToken, Task> behave)
    {
        this.behave = behave;
        listener.Start();
        running = RunAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public int Visits => Volatile.Read(ref visits);

    /// <summary>How many connections are over.</summary>
    public int Left => Volatile.Read(ref left);

    public static ValueTask SayAsync(Stream stream, string text, CancellationToken ct) => stream.WriteAsync(Encoding.ASCII.GetBytes(text), ct);

    public async ValueTask DisposeAsync()
    {
        await ends.CancelAsync();
        listener.Dispose();
        await running;
        ends.Dispose();
    }

    private async Task RunAsync()
    {
        var all = new List<Task>();
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(ends.Token);
                Interlocked.Increment(ref visits);
                all.Add(ReceiveAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(all);
        }
    }

    private async Task ReceiveAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                using var reader = new StreamReader(client.GetStream(), Encoding.ASCII, leaveOpen: true);
                await behave(reader, client.GetStream(), ends.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The visitor has left, or the test is over.
            }
        }

        Interlocked.Increment(ref left);
    }
}
