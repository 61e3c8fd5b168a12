using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace IncidentBot.Demo;

/// <summary>
/// Just enough of https://redis.io/docs/latest/develop/reference/protocol-spec/ to be the application whose writes fail:
/// flat commands, replies of one line or one string.
/// </summary>
internal sealed class RedisWire : IAsyncDisposable
{
    private readonly TcpClient client;
    private readonly StreamReader reader;
    private readonly StringBuilder unsent = new();

    private RedisWire(TcpClient client)
    {
        this.client = client;
        reader = new StreamReader(client.GetStream(), Encoding.Latin1);
    }

    public static async Task<RedisWire> ConnectAsync(int port, CancellationToken ct)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, port, ct);
        return new RedisWire(client);
    }

    /// <returns>The reply's text; an error begins with its class, such as <c>OOM</c>.</returns>
    public async Task<string> AskAsync(CancellationToken ct, params string[] command)
    {
        Add(command);
        await FlushAsync(ct);
        return await ReadAsync(ct);
    }

    /// <summary>Sends many commands in one write.</summary>
    /// <returns>The first error, or null.</returns>
    public async Task<string?> SendAllAsync(IReadOnlyCollection<string[]> commands, CancellationToken ct)
    {
        foreach (var command in commands)
        {
            Add(command);
        }

        await FlushAsync(ct);
        string? error = null;
        for (var i = 0; i < commands.Count; i++)
        {
            var reply = await ReadAsync(ct);
            error ??= reply.StartsWith("OOM", StringComparison.Ordinal) || reply.StartsWith("ERR", StringComparison.Ordinal) ? reply : null;
        }

        return error;
    }

    public ValueTask DisposeAsync()
    {
        reader.Dispose();
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Add(string[] command)
    {
        unsent.Append(CultureInfo.InvariantCulture, $"*{command.Length}\r\n");
        foreach (var word in command)
        {
            unsent.Append(CultureInfo.InvariantCulture, $"${word.Length}\r\n{word}\r\n");
        }
    }

    private async Task FlushAsync(CancellationToken ct)
    {
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(unsent.ToString()), ct);
        unsent.Clear();
    }

    private async Task<string> ReadAsync(CancellationToken ct)
    {
        var line = await reader.ReadLineAsync(ct) ?? throw new DemoException("redis-server closed the connection.");
        if (line[0] != '$' || line == "$-1")
        {
            return line[1..];
        }

        var text = new char[int.Parse(line.AsSpan(1), CultureInfo.InvariantCulture) + 2];
        await reader.ReadBlockAsync(text, ct);
        return new string(text, 0, text.Length - 2);
    }
}
