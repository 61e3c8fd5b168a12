using System.Net;

namespace IncidentBot.Redis.Wire;

/// <summary>One open connection: bytes out, replies in. Nothing here has a deadline; whoever uses it brings a token that has.</summary>
internal sealed class RespConnection(Stream stream, EndPoint address, RespLimits? limits = null) : IAsyncDisposable
{
    private readonly RespReader reader = new(stream, limits ?? RespLimits.Default);

    /// <summary>What the name resolved to and answered, or the unix socket.</summary>
    public EndPoint Address => address;

    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        await stream.WriteAsync(bytes, ct);
        await stream.FlushAsync(ct);
    }

    public ValueTask<RespValue> ReadAsync(CancellationToken ct) => reader.ReadAsync(ct);

    public ValueTask DisposeAsync() => stream.DisposeAsync();
}
