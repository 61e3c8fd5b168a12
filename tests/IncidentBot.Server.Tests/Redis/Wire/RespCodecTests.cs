using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Wire;

public sealed class RespCodecTests
{
    private static readonly Gen<RespValue> Values = Gen.Sized(size => Value(Math.Min(size, 20)));

    [Fact]
    public void Every_reply_is_read_back_however_the_network_cuts_it()
    {
        var cuts = Gen.Choose(1, 64).ArrayOf();
        var cases = from values in Values.NonEmptyListOf() from sizes in cuts select (values, sizes);

        Prop.ForAll(cases.ToArbitrary(), sample =>
        {
            var wire = sample.values.SelectMany(Encode).ToArray();
            var reader = new RespReader(new PiecewiseStream(wire, sample.sizes), RespLimits.Default);
            return sample.values.All(expected => expected.Equals(reader.ReadAsync(default).AsTask().GetAwaiter().GetResult()));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Whatever_arrives_the_reader_ends_with_a_value_or_a_clear_refusal()
    {
        var bytes = Gen.OneOf(
            ArbMap.Default.ArbFor<byte[]>().Generator,
            Gen.Elements("+", "-", ":", "$", "*", "\r\n", "-1", "3", "99999999999999999999", "a")
                .ArrayOf()
                .Select(parts => Encoding.ASCII.GetBytes(string.Concat(parts))));

        Prop.ForAll(bytes.ToArbitrary(), wire =>
        {
            var reader = new RespReader(new PiecewiseStream(wire, []), new RespLimits(MaxLine: 100, MaxBulk: 100, MaxReply: 1000, MaxItems: 10));
            try
            {
                return reader.ReadAsync(default).AsTask().GetAwaiter().GetResult() is not null;
            }
            catch (Exception e) when (e is RespProtocolException or EndOfStreamException)
            {
                return true;
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Commands_are_arrays_of_bulk_strings_counted_in_bytes()
    {
        var wire = RespWriter.Encode(RedisCommand.Of("SET", "kéy", 42), RedisCommand.Of("PING"));

        Assert.Equal("*3\r\n$3\r\nSET\r\n$4\r\nkéy\r\n$2\r\n42\r\n*1\r\n$4\r\nPING\r\n", Encoding.UTF8.GetString(wire.Span));
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n", "which is not RESP")]
    [InlineData("$5\r\nabcdefg\r\n", "longer than it claims")]
    [InlineData("$101\r\n", "string of 101 bytes")]
    [InlineData("*11\r\n", "11 elements")]
    [InlineData("$-2\r\n", "string of -2 bytes")]
    [InlineData(":twelve\r\n", "A number was expected")]
    [InlineData("+OK\n", "CR LF")]
    [InlineData("*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n:1\r\n", "nested deeper")]
    [InlineData("*3\r\n$99\r\n{99}\r\n$99\r\n{99}\r\n$99\r\n", "larger than 250 bytes")]
    public async Task A_reply_beyond_the_protocol_or_the_limits_is_refused(string wire, string why)
    {
        var bytes = Encoding.ASCII.GetBytes(wire.Replace("{99}", new string('x', 99), StringComparison.Ordinal));
        var reader = new RespReader(new PiecewiseStream(bytes, []), new RespLimits(MaxLine: 100, MaxBulk: 100, MaxReply: 250, MaxItems: 10, MaxDepth: 3));

        var refusal = await Assert.ThrowsAsync<RespProtocolException>(() => reader.ReadAsync(default).AsTask());

        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_without_end_is_refused()
    {
        var reader = new RespReader(new PiecewiseStream(Encoding.ASCII.GetBytes("+" + new string('x', 100_000)), []), RespLimits.Default);

        await Assert.ThrowsAsync<RespProtocolException>(() => reader.ReadAsync(default).AsTask());
    }

    [Fact]
    public async Task A_tls_alert_in_a_plain_connection_is_recognised()
    {
        var reader = new RespReader(new PiecewiseStream([0x15, 3, 3, 0, 2, 2, 70], []), RespLimits.Default);

        Assert.True((await Assert.ThrowsAsync<RespProtocolException>(() => reader.ReadAsync(default).AsTask())).LooksLikeTls);
    }

    private static Gen<RespValue> Value(int size)
    {
        var leaf = Gen.OneOf(
            Gen.Constant<RespValue>(RespValue.Nil.Instance),
            ArbMap.Default.ArbFor<long>().Generator.Select(number => (RespValue)new RespValue.Integer(number)),
            ArbMap.Default.ArbFor<byte[]>().Generator.Select(bytes => (RespValue)new RespValue.Text(bytes)),
            Gen.Elements("ERR unknown command", "OOM command not allowed").Select(text => (RespValue)new RespValue.Error(text)));
        return size == 0
            ? leaf
            : Gen.Frequency((3, leaf), (1, Value(size / 3).ListOf().Select(items => (RespValue)new RespValue.Items([.. items.Take(5)]))));
    }

    private static byte[] Encode(RespValue value) => value switch
    {
        RespValue.Nil => "$-1\r\n"u8.ToArray(),
        RespValue.Integer number => Encoding.ASCII.GetBytes($":{number.Value}\r\n"),
        RespValue.Error error => Encoding.UTF8.GetBytes($"-{error.Reason.Message}\r\n"),
        RespValue.Text text => [.. Encoding.ASCII.GetBytes($"${text.Bytes.Length}\r\n"), .. text.Bytes.Span, .. "\r\n"u8],
        RespValue.Items items => [.. Encoding.ASCII.GetBytes($"*{items.Values.Count}\r\n"), .. items.Values.SelectMany(Encode)],
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Hands out its bytes in pieces of the given sizes, then the rest one by one.</summary>
    private sealed class PiecewiseStream(byte[] bytes, int[] sizes) : MemoryStream(bytes)
    {
        private int piece;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var size = piece < sizes.Length ? sizes[piece++] : 1 + (piece++ % 7);
            return base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
        }
    }
}
