using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.Actions.Settings;

/// <summary>https://redis.io/docs/latest/commands/config-get/, one setting at a time: many at once is Redis 7 only.</summary>
internal static class ConfigSetting
{
    /// <exception cref="RedisErrorException">The server refuses CONFIG, as managed services do, or does not know the setting.</exception>
    public static async Task<string> ReadAsync(IRedisSession session, string name, CancellationToken ct) =>
        Value(name, await session.ExecuteAsync("CONFIG", ["GET", name], ct)).AsString() ?? "";

    /// <summary>The settings that can be read; a refused one is missing.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAllAsync(IRedisSession session, IReadOnlyList<string> names, CancellationToken ct)
    {
        var replies = await session.PipelineAsync([.. names.Select(name => RedisCommand.Of("CONFIG", "GET", name))], ct);
        return names.Zip(replies, (name, reply) => (name, value: reply is RespValue.Items { Values: [_, RespValue.Text text] } ? text.ToString() : null))
            .Where(pair => pair.value is not null)
            .ToDictionary(pair => pair.name, pair => pair.value!, StringComparer.Ordinal);
    }

    private static RespValue Value(string name, RespValue reply) =>
        reply.AsItems() is [_, var value] ? value : new RespValue.Error($"ERR unknown command: CONFIG GET {name} is answered with nothing");
}
