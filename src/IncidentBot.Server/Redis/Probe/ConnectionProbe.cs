namespace IncidentBot.Redis.Probe;

/// <summary>Opens a fresh connection step by step, asks PING, and closes it. Reads only.</summary>
internal sealed class ConnectionProbe(RedisEndpoint endpoint, RedisTls tls, RedisOptions options, TimeProvider time)
{
    private readonly Wire.RespDialer dialer = new(endpoint, tls, options, time);

    public async Task<ProbeReport> RunAsync(CancellationToken ct)
    {
        await using var dialed = await dialer.DialAsync(ct);
        return new ProbeReport(endpoint, dialed.Stages, dialed.Failure);
    }
}
