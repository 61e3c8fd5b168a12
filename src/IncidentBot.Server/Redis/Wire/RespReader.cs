using System.Globalization;
using System.Text;

namespace IncidentBot.Redis.Wire;

/// <summary>Decodes RESP2 from a stream that may arrive in pieces of any size.</summary>
internal sealed class RespReader(Stream stream, RespLimits limits)
{
    private byte[] buffer = new byte[16 * 1024];
    private int start;
    private int end;
    private long budget;

    /// <exception cref="EndOfStreamException">The other side closed the connection.</exception>
    /// <exception cref="RespProtocolException">Not RESP, or too large. The stream cannot be used any further.</exception>
    public ValueTask<RespValue> ReadAsync(CancellationToken ct)
    {
        budget = limits.MaxReply;
        return ReadValueAsync(0, ct);
    }

    private async ValueTask<RespValue> ReadValueAsync(int depth, CancellationToken ct)
    {
        if (depth > limits.MaxDepth)
        {
            throw new RespProtocolException($"Reply is nested deeper than {limits.MaxDepth}.");
        }

        if (start == end)
        {
            await FillAsync(ct);
        }

        var kind = buffer[start];
        if (kind is not ((byte)'+' or (byte)'-' or (byte)':' or (byte)'$' or (byte)'*'))
        {
            throw new RespProtocolException($"Reply starts with {Readable(buffer.AsSpan(start, Math.Min(40, end - start)))}, which is not RESP.", kind);
        }

        var line = await ReadLineAsync(ct);
        return kind switch
        {
            (byte)'+' => new RespValue.Text(Encoding.UTF8.GetBytes(line)),
            (byte)'-' => new RespValue.Error(line),
            (byte)':' => new RespValue.Integer(Number(line)),
            (byte)'$' => await ReadBulkAsync(Number(line), ct),
            _ => await ReadItemsAsync(Number(line), depth, ct),
        };
    }

    private async ValueTask<RespValue> ReadBulkAsync(long length, CancellationToken ct)
    {
        if (length == -1)
        {
            return RespValue.Nil.Instance;
        }

        if (length < 0 || length > limits.MaxBulk)
        {
            throw new RespProtocolException($"Reply claims a string of {length} bytes; the limit is {limits.MaxBulk}.");
        }

        Spend(length);
        var bytes = new byte[length];
        await ReadExactlyAsync(bytes, ct);
        var tail = new byte[2];
        await ReadExactlyAsync(tail, ct);
        return tail is [(byte)'\r', (byte)'\n']
            ? new RespValue.Text(bytes)
            : throw new RespProtocolException("A string in the reply is longer than it claims.");
    }

    private async ValueTask<RespValue> ReadItemsAsync(long count, int depth, CancellationToken ct)
    {
        if (count == -1)
        {
            return RespValue.Nil.Instance;
        }

        if (count < 0 || count > limits.MaxItems)
        {
            throw new RespProtocolException($"Reply claims {count} elements; the limit is {limits.MaxItems}.");
        }

        var items = new List<RespValue>((int)Math.Min(count, 1024));
        for (var i = 0L; i < count; i++)
        {
            items.Add(await ReadValueAsync(depth + 1, ct));
        }

        return new RespValue.Items(items);
    }

    /// <summary>The rest of the line after the kind byte.</summary>
    private async ValueTask<string> ReadLineAsync(CancellationToken ct)
    {
        var looked = 1;
        while (true)
        {
            var at = buffer.AsSpan(start + looked, end - start - looked).IndexOf((byte)'\n');
            if (at >= 0)
            {
                var length = looked + at;
                if (buffer[start + length - 1] != '\r')
                {
                    throw new RespProtocolException("A line of the reply does not end with CR LF.");
                }

                Spend(length + 1);
                var line = Encoding.UTF8.GetString(buffer, start + 1, length - 2);
                start += length + 1;
                return line;
            }

            looked = Math.Max(1, end - start);
            if (looked > limits.MaxLine)
            {
                throw new RespProtocolException($"A line of the reply is longer than {limits.MaxLine} bytes.");
            }

            await FillAsync(ct);
        }
    }

    private async ValueTask ReadExactlyAsync(Memory<byte> target, CancellationToken ct)
    {
        var buffered = Math.Min(target.Length, end - start);
        buffer.AsSpan(start, buffered).CopyTo(target.Span);
        start += buffered;
        if (buffered < target.Length)
        {
            await stream.ReadExactlyAsync(target[buffered..], ct);
        }
    }

    private async ValueTask FillAsync(CancellationToken ct)
    {
        if (start == end)
        {
            start = end = 0;
        }
        else if (end == buffer.Length)
        {
            var kept = buffer.AsSpan(start, end - start);
            var room = start == 0 ? new byte[buffer.Length * 2] : buffer;
            kept.CopyTo(room);
            (buffer, end, start) = (room, kept.Length, 0);
        }

        var read = await stream.ReadAsync(buffer.AsMemory(end), ct);
        if (read == 0)
        {
            throw new EndOfStreamException(start == end ? "The connection was closed." : "The connection was closed in the middle of a reply.");
        }

        end += read;
    }

    private void Spend(long bytes)
    {
        budget -= bytes;
        if (budget < 0)
        {
            throw new RespProtocolException($"Reply is larger than {limits.MaxReply} bytes.");
        }
    }

    private static long Number(string line) =>
        long.TryParse(line, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new RespProtocolException("A number was expected in the reply.");

    private static string Readable(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder("\"");
        foreach (var b in bytes)
        {
            text.Append(b is >= 0x20 and < 0x7f ? ((char)b).ToString() : $"\\x{b:x2}");
        }

        return text.Append('"').ToString();
    }
}
