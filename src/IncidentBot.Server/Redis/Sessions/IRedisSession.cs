using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.Sessions;

/// <summary>
/// An open, shared connection to one server. Error replies are values. When no reply comes (lost, or past the deadline) the call
/// throws <see cref="RedisUnavailableException"/>; a command that was sent may have run all the same. Nothing is ever sent twice.
/// </summary>
internal interface IRedisSession : IAsyncDisposable
{
    /// <summary>Completes when the connection is lost. A lost session stays lost.</summary>
    Task Closed { get; }

    /// <param name="deadline">Instead of the session's own.</param>
    Task<RespValue> ExecuteAsync(RedisCommand command, CancellationToken ct, TimeSpan? deadline = null);

    /// <summary>All commands at once; the replies in their order. Not a transaction. The deadline is for the whole.</summary>
    Task<IReadOnlyList<RespValue>> PipelineAsync(IReadOnlyList<RedisCommand> commands, CancellationToken ct, TimeSpan? deadline = null);
}
