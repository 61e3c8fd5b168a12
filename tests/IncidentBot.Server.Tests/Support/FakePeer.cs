using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace IncidentBot.Support;

/// <summary>Something on loopback that is not a Redis: says its one sentence to whoever comes and hangs up.</summary>
internal sealed class FakePeer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly byte[] sentence;
    private readonly bool waitForWords;
    private readonly Task serving;
    private int visits;

    private FakePeer(string sentence, bool waitForWords)
    {
        this.sentence = System.Text.Encoding.ASCII.GetBytes(sentence);
        this.waitForWords = waitForWords;
        listener.Start();
        serving = ServeAsync();
    }

    public int Visits => Volatile.Read(ref visits);

    public string Url => string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    public static FakePeer Saying(string sentence) => new(sentence, waitForWords: true);

    public static FakePeer HangingUp() => new("", waitForWords: false);

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        await serving;
    }

    private async Task ServeAsync()
    {
        var first = new byte[1024];
        try
        {
            while (true)
            {
                using var client = await listener.AcceptSocketAsync();
                Interlocked.Increment(ref visits);
                if (waitForWords && await client.ReceiveAsync(first) > 0)
                {
                    await client.SendAsync(sentence);
                }

                client.Shutdown(SocketShutdown.Both);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over (a stopped listener says so in two ways), or the visitor left first.
        }
    }
}
