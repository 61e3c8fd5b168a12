using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.Sessions;

internal static class RedisSessionCommands
{
    public static Task<RespValue> ExecuteAsync(this IRedisSession session, string name, RedisArgument[] arguments, CancellationToken ct) =>
        session.ExecuteAsync(RedisCommand.Of(name, arguments), ct);

    /// <summary>The server's answer as one table row: PONG, or its error.</summary>
    public static Task<RespValue> PingAsync(this IRedisSession session, CancellationToken ct) => session.ExecuteAsync("PING", [], ct);
}
