using System.IO.Compression;
using System.Text;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>
/// How a job failed. Since RQ 1.12 the newest entry of its stream of results says so (zlib in base64), before that the field
/// <c>exc_info</c> of its hash (zlib, or plain). Return values are pickled: they are never looked at.
/// </summary>
internal static class RqTraceback
{
    private const int MaxText = 512 * 1024;

    public static RedisCommand[] Commands(string id) =>
    [
        RedisCommand.Of("XREVRANGE", RqKeys.Results(id), "+", "-", "COUNT", 1),
        RedisCommand.Of("HGET", RqKeys.Job(id), "exc_info"),
    ];

    /// <returns>The last lines that say something, oldest first, and not those that only point at the line before; none when RQ kept nothing.</returns>
    public static IReadOnlyList<string> LastLines(RespValue stream, RespValue field, int most)
    {
        var text = FromStream(stream) is { Length: > 0 } newer ? newer
            : field is RespValue.Text old ? Inflate(old.Bytes.ToArray()) ?? Encoding.UTF8.GetString(old.Bytes.Span)
            : "";
        return [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Any(letter => letter is not ('^' or '~'))).TakeLast(most)];
    }

    /// <returns>Null where the stream may be read, or there is none.</returns>
    public static string? Refusal(RespValue stream) =>
        stream.AsError is { } error && error.Class.IsNoOutage() ? $"XREVRANGE is refused: {error.Message}" : null;

    private static string? FromStream(RespValue stream)
    {
        // An error reply too: before Redis 5 there are no streams.
        if (stream is not RespValue.Items { Values: [RespValue.Items { Values: [_, RespValue.Items { Values: var pairs }] }, ..] })
        {
            return null;
        }

        var text = pairs.Chunk(2).FirstOrDefault(pair => pair.Length == 2 && pair[0].ToString() == "exc_string")?[1].ToString();
        var bytes = new byte[text?.Length ?? 0];
        return text is not null && Convert.TryFromBase64String(text, bytes, out var length) ? Inflate(bytes[..length]) : null;
    }

    private static string? Inflate(byte[] compressed)
    {
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(compressed), CompressionMode.Decompress);
            var buffer = new byte[MaxText];
            var length = zlib.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return Encoding.UTF8.GetString(buffer, 0, length);
        }
        catch (InvalidDataException)
        {
            // Not zlib: an older RQ stored it plain.
            return null;
        }
    }
}
