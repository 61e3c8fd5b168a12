using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Support;

/// <summary>
/// In front of a real Redis, as a hosted service, a proxy or an older version is: it answers some commands in its own words, and hands
/// on all others. One command can be made slow: it is held back, and whatever is sent behind it on the same connection waits too, as
/// it would for a server that is busy with it.
/// </summary>
internal sealed class RespProxy : IAsyncDisposable
{
    private static readonly string[] Statuses = ["OK", "PONG", "QUEUED"];

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Task> connections = [];
    private readonly CancellationTokenSource ending = new();
    private readonly int server;
    private readonly Func<string, RespValue?> answer;
    private readonly Task serving;
    private volatile Slowness? slow;
    private int held;

    /// <param name="server">The port of the server.</param>
    /// <param name="answer">To a command as somebody would type it; null hands it on, <see cref="HangUp"/> hangs up.</param>
    public RespProxy(int server, Func<string, RespValue?>? answer = null)
    {
        (this.server, this.answer) = (server, answer ?? (_ => null));
        listener.Start();
        serving = ServeAsync();
    }

    /// <summary>No answer: the connection is closed, as twemproxy does it.</summary>
    public static RespValue HangUp { get; } = new RespValue.Error("");

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public string Url => string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{Port}");

    /// <summary>How many commands were held back.</summary>
    public int Held => Volatile.Read(ref held);

    /// <summary>Refuses commands that begin so.</summary>
    public static RespProxy Refusing(int server, string command, string words) =>
        new(server, typed => typed.StartsWith(command, StringComparison.OrdinalIgnoreCase) ? new RespValue.Error(words) : null);

    public string UrlWith(string credentials) => string.Create(CultureInfo.InvariantCulture, $"redis://{credentials}@127.0.0.1:{Port}");

    /// <param name="command">As it begins, <c>SLOWLOG</c> or <c>CLIENT LIST</c>; null for none.</param>
    public void Slow(string? command, TimeSpan delay) => slow = command is null ? null : new Slowness(command, delay);

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await serving;
        listener.Dispose();
        await Task.WhenAll(connections);
        ending.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await listener.AcceptSocketAsync(ending.Token)));
            }
        }
        catch (Exception e) when (IsOver(e))
        {
            // The test is over.
        }
    }

    /// <summary>One side ends, and so does the other.</summary>
    private async Task ServeAsync(Socket accepted)
    {
        await using var client = new NetworkStream(accepted, ownsSocket: true);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ending.Token);
        accepted.NoDelay = true;
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, server, over.Token);
            await using var behind = new NetworkStream(socket, ownsSocket: false);
            using var replies = new Replies(client);
            Task[] ways = [AskAsync(client, behind, replies, over.Token), replies.BringAsync(behind, over.Token)];
            await Task.WhenAny(ways);
            await over.CancelAsync();
            await Task.WhenAll(ways.Select(way => way.ContinueWith(ended => ended.Exception, TaskScheduler.Default)));
        }
        catch (Exception e) when (IsOver(e))
        {
            // The server took no connection.
        }
    }

    private async Task AskAsync(NetworkStream client, NetworkStream behind, Replies replies, CancellationToken ct)
    {
        var commands = new RespReader(client, RespLimits.Default);
        while (true)
        {
            var words = (await commands.ReadAsync(ct)).AsItems().Cast<RespValue.Text>().ToList();
            var typed = string.Join(' ', words);
            if (slow is { } slowness && typed.StartsWith(slowness.Command, StringComparison.OrdinalIgnoreCase))
            {
                Interlocked.Increment(ref held);
                await Task.Delay(slowness.Delay, ct);
            }

            var own = answer(typed);
            if (ReferenceEquals(own, HangUp))
            {
                return;
            }

            await replies.OweAsync(own, ct);
            if (own is null)
            {
                var arguments = words.Skip(1).Select(word => new RedisArgument(word.Bytes)).ToArray();
                await behind.WriteAsync(RespWriter.Encode(RedisCommand.OfConnection(words[0].ToString(), arguments)), ct);
            }
        }
    }

    private static bool IsOver(Exception e) => e is OperationCanceledException or IOException or SocketException or ObjectDisposedException;

    private sealed record Slowness(string Command, TimeSpan Delay);

    /// <summary>To one client, in the order of what it asked: the server's own, and between them the proxy's.</summary>
    private sealed class Replies(NetworkStream client) : IDisposable
    {
        private readonly Queue<RespValue?> owed = new();
        private readonly SemaphoreSlim gate = new(1, 1);

        /// <param name="own">Null where the server will reply.</param>
        public async Task OweAsync(RespValue? own, CancellationToken ct)
        {
            await gate.WaitAsync(ct);
            try
            {
                owed.Enqueue(own);
                await PayOwnAsync(ct);
            }
            finally
            {
                gate.Release();
            }
        }

        /// <summary>What the server says unasked, as to a subscriber, is brought too.</summary>
        public async Task BringAsync(NetworkStream behind, CancellationToken ct)
        {
            var replies = new RespReader(behind, RespLimits.Default);
            while (true)
            {
                var reply = await replies.ReadAsync(ct);
                await gate.WaitAsync(ct);
                try
                {
                    owed.TryDequeue(out _);
                    await client.WriteAsync(Encoded(reply), ct);
                    await PayOwnAsync(ct);
                }
                finally
                {
                    gate.Release();
                }
            }
        }

        public void Dispose() => gate.Dispose();

        private async Task PayOwnAsync(CancellationToken ct)
        {
            while (owed.TryPeek(out var next) && next is not null)
            {
                owed.Dequeue();
                await client.WriteAsync(Encoded(next), ct);
            }
        }

        private static byte[] Encoded(RespValue value) => value switch
        {
            RespValue.Nil => "$-1\r\n"u8.ToArray(),
            RespValue.Integer number => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $":{number.Value}\r\n")),
            RespValue.Error error => Encoding.UTF8.GetBytes($"-{error.Reason.Message}\r\n"),
            RespValue.Text text when Statuses.Contains(text.ToString()) => Encoding.ASCII.GetBytes($"+{text}\r\n"),
            RespValue.Text text =>
                [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"${text.Bytes.Length}\r\n")), .. text.Bytes.Span, .. "\r\n"u8],
            RespValue.Items items =>
                [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"*{items.Values.Count}\r\n")), .. items.Values.SelectMany(Encoded)],
            _ => throw new InvalidOperationException($"{value.GetType().Name} is no reply."),
        };
    }
}
