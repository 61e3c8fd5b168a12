using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary><c>rq:suspended</c>: one key for all queues of the Redis. Workers look at it before they take a job.</summary>
/// <param name="Left">How long it will last; null when until it is resumed.</param>
internal sealed record RqSuspension(bool Suspended, TimeSpan? Left)
{
    public static async Task<RqSuspension> ReadAsync(IRedisSession session, CancellationToken ct) =>
        (await session.ExecuteAsync("PTTL", [RqKeys.Suspended], ct)).AsLong() switch
        {
            -2 => new(false, null),
            >= 0L and long left => new(true, Times.Milliseconds(left)),
            _ => new(true, null),
        };

    public string Words => (Suspended, Left) switch
    {
        (false, _) => "not suspended",
        (_, null) => "suspended until it is resumed",
        (_, { } left) => $"suspended for another {Duration.Words(left)}",
    };
}
