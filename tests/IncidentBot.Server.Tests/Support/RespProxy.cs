using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Support;

/// <summary>
/// A hosted service or a proxy in front of a real Redis: it answers some commands in its own words, and hands on all others.
/// </summary>
internal sealed class RespProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Socket> open = [];
    private readonly RedisServer server;
    private readonly Func<string, RespValue?> answer;
    private readonly Task serving;

    /// <param name="answer">To a command as somebody would type it; null hands it on.</param>
    public RespProxy(RedisServer server, Func<string, RespValue?> answer)
    {
        (this.server, this.answer) = (server, answer);
        listener.Start();
        serving = ServeAsync();
    }

    /// <summary>No answer: the connection is closed, as twemproxy does it.</summary>
    public static RespValue HangUp { get; } = new RespValue.Error("");

    public string Url => string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    /// <summary>Refuses commands that begin so.</summary>
    public static RespProxy Refusing(RedisServer server, string command, string words) =>
        new(server, typed => typed.StartsWith(command, StringComparison.OrdinalIgnoreCase) ? new RespValue.Error(words) : null);

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        await serving;
        foreach (var socket in open)
        {
            socket.Dispose();
        }
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptSocketAsync();
                open.Add(client);
                _ = AnswerAsync(client);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(Socket client)
    {
        try
        {
            await using var behind = await server.ConnectAsync();
            await using var before = new RespConnection(new NetworkStream(client, ownsSocket: true), client.RemoteEndPoint!);
            while (true)
            {
                var command = (await before.ReadAsync(CancellationToken.None)).AsItems();
                var reply = answer(string.Join(' ', command));
                if (ReferenceEquals(reply, HangUp))
                {
                    return;
                }

                if (reply is null)
                {
                    RedisArgument[] arguments = [.. command.Skip(1).Select(word => (RedisArgument)((RespValue.Text)word).Bytes)];
                    await behind.SendAsync(RespWriter.Encode(RedisCommand.OfConnection(command[0].AsString()!, arguments)), CancellationToken.None);
                    reply = await behind.ReadAsync(CancellationToken.None);
                }

                await before.SendAsync(Encoded(reply), CancellationToken.None);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // One side has gone.
        }
    }

    private static byte[] Encoded(RespValue value) => value switch
    {
        RespValue.Nil => "$-1\r\n"u8.ToArray(),
        RespValue.Integer number => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $":{number.Value}\r\n")),
        RespValue.Error error => Encoding.UTF8.GetBytes($"-{error.Reason.Message}\r\n"),
        RespValue.Text text when text.ToString() is "OK" or "PONG" => Encoding.ASCII.GetBytes($"+{text}\r\n"),
        RespValue.Text text =>
            [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"${text.Bytes.Length}\r\n")), .. text.Bytes.Span, .. "\r\n"u8],
        RespValue.Items items =>
            [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"*{items.Values.Count}\r\n")), .. items.Values.SelectMany(Encoded)],
        _ => throw new InvalidOperationException($"{value.GetType().Name} is no reply."),
    };
}
