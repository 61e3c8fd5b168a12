using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Probe;

namespace IncidentBot.Redis.Wire;

/// <summary>
/// How far connecting came. Both <see cref="Connection"/> and <see cref="Failure"/> are there when the server answered PING with an
/// error but can still be asked: LOADING, MISCONF, MASTERDOWN, BUSY, NOPERM.
/// </summary>
internal sealed record Dialed(RespConnection? Connection, IReadOnlyList<StageTime> Stages, RedisFailure? Failure) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Connection?.DisposeAsync() ?? ValueTask.CompletedTask;
}
