using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.Sessions;

internal static class RedisSessionCommands
{
    public static Task<RespValue> ExecuteAsync(this IRedisSession session, string name, RedisArgument[] arguments, CancellationToken ct) =>
        session.ExecuteAsync(RedisCommand.Of(name, arguments), ct);

    /// <summary>
    /// A change that, once it was sent, is waited for also by whoever is asked to stop meanwhile: its effect is there, and the
    /// report has to count it.
    /// </summary>
    /// <exception cref="OperationCanceledException">Asked to stop before it was sent, or the server does not say how it went.</exception>
    public static async Task<IReadOnlyList<RespValue>> ChangeAsync(this IRedisSession session, IReadOnlyList<RedisCommand> commands, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        try
        {
            return await session.PipelineAsync(commands, CancellationToken.None);
        }
        catch (RedisUnavailableException) when (ct.IsCancellationRequested)
        {
            throw new OperationCanceledException(ct);
        }
    }

    /// <summary>The server's answer as one table row: PONG, or its error.</summary>
    public static Task<RespValue> PingAsync(this IRedisSession session, CancellationToken ct) => session.ExecuteAsync("PING", [], ct);
}
