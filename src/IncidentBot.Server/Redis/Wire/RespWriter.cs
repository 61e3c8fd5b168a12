using System.Buffers;
using System.Globalization;
using System.Text;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Wire;

/// <summary>Encodes commands as RESP arrays of bulk strings.</summary>
internal static class RespWriter
{
    public static ReadOnlyMemory<byte> Encode(params IReadOnlyList<RedisCommand> commands)
    {
        var target = new ArrayBufferWriter<byte>();
        foreach (var command in commands)
        {
            Line(target, '*', command.Arguments.Count + 1);
            Bulk(target, Encoding.ASCII.GetBytes(command.Name));
            foreach (var argument in command.Arguments)
            {
                Bulk(target, argument.Bytes.Span);
            }
        }

        return target.WrittenMemory;
    }

    private static void Bulk(ArrayBufferWriter<byte> target, ReadOnlySpan<byte> bytes)
    {
        Line(target, '$', bytes.Length);
        target.Write(bytes);
        target.Write("\r\n"u8);
    }

    private static void Line(ArrayBufferWriter<byte> target, char kind, int number) =>
        target.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{kind}{number}\r\n")));
}
