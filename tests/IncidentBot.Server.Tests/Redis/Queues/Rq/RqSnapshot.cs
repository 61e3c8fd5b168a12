using IncidentBot.Redis.Wire;
using IncidentBot.Support;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>Every key of a Redis with its value and expiry, written so that two can be compared.</summary>
internal static class RqSnapshot
{
    /// <param name="ignored">Fields and keys that hold the moment of a change.</param>
    public static async Task<SortedDictionary<string, string>> TakeAsync(RedisServer server, params string[] ignored)
    {
        var snapshot = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in (await server.AskAsync("KEYS", "*")).AsItems().Select(key => key.AsString()!))
        {
            var type = (await server.AskAsync("TYPE", key)).AsString()!;
            snapshot[key] = await ValueAsync(server, type, key, ignored);
        }

        return snapshot;
    }

    private static async Task<string> ValueAsync(RedisServer server, string type, string key, string[] ignored) => type switch
    {
        "hash" => string.Join('\n', (await server.AskAsync("HGETALL", key)).AsItems().Chunk(2)
            .Select(pair => $"{pair[0]}={(ignored.Contains(pair[0].ToString()) ? "…" : Hex(pair[1]))}").Order(StringComparer.Ordinal)),
        "set" => string.Join('\n', (await server.AskAsync("SMEMBERS", key)).AsItems().Select(Hex).Order(StringComparer.Ordinal)),
        "list" => string.Join('\n', (await server.AskAsync("LRANGE", key, 0, -1)).AsItems().Select(Hex)),
        "zset" => string.Join('\n', (await server.AskAsync("ZRANGE", key, 0, -1, "WITHSCORES")).AsItems().Select(Hex)),
        "stream" => (await server.AskAsync("XRANGE", key, "-", "+")).ToString(),
        _ => Hex(await server.AskAsync("GET", key)),
    };

    private static string Hex(RespValue value) => value is RespValue.Text text ? Convert.ToHexString(text.Bytes.Span) : value.ToString();
}
