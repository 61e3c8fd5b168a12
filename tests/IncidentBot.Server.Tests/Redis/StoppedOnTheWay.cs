using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;
using IncidentBot.Support;

namespace IncidentBot.Redis;

/// <summary>Somebody cancels when the server has done what it was sent, and before its reply is read.</summary>
internal sealed class StoppedOnTheWay(IRedisSession session, CancellationTokenSource stop) : IRedisSession
{
    public Task Closed => session.Closed;

    public Task<RespValue> ExecuteAsync(RedisCommand command, CancellationToken ct, TimeSpan? deadline = null) =>
        session.ExecuteAsync(command, ct, deadline);

    public async Task<IReadOnlyList<RespValue>> PipelineAsync(IReadOnlyList<RedisCommand> commands, CancellationToken ct, TimeSpan? deadline = null)
    {
        var replies = await session.PipelineAsync(commands, TestRedis.Token, deadline);
        await stop.CancelAsync();
        ct.ThrowIfCancellationRequested();
        return replies;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
