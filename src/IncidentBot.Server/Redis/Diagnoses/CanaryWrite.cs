using System.Security.Cryptography;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Diagnoses;

/// <summary>
/// Proves that writes are accepted by writing a key of our own that expires by itself. PING does not show READONLY or OOM. Only for
/// verification after a repair: a plan or a diagnosis never writes.
/// </summary>
internal static class CanaryWrite
{
    public const string Prefix = "incidentbot:canary:";

    /// <summary>What it takes to try.</summary>
    public static IReadOnlyList<RedisCommand> Needs { get; } =
    [
        RedisCommand.Of("SET", Prefix + "*", 0, "PX", 1),
        RedisCommand.Of("GET", Prefix + "*"),
        RedisCommand.Of("DEL", Prefix + "*"),
    ];

    /// <param name="fits">Whether a key will do: on a cluster, one in the slots of this node. Any will where there is none.</param>
    /// <returns>The refusal of the server; null when the write was accepted and read back.</returns>
    public static async Task<Wire.RespError?> TryAsync(IRedisSession session, CancellationToken ct, Func<string, bool>? fits = null)
    {
        string value, key;
        do
        {
            value = RandomNumberGenerator.GetHexString(16, lowercase: true);
            key = Prefix + value;
        }
        while (fits?.Invoke(key) == false);

        var written = await session.ExecuteAsync("SET", [key, value, "PX", 5000], ct);
        if (written.AsError is { } refused)
        {
            return refused;
        }

        var read = await session.ExecuteAsync("GET", [key], ct);
        var deleted = await session.ExecuteAsync("DEL", [key], ct);
        return read.AsError
            ?? deleted.AsError
            ?? (read.AsString() == value ? null : new Wire.RespError("ERR the canary could not be read back"));
    }
}
