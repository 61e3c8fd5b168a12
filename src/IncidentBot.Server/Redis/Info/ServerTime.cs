using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.Info;

/// <summary>The server's clock, as TIME tells it: seconds, and the microseconds of the second (redis.io/commands/time).</summary>
internal static class ServerTime
{
    /// <exception cref="RedisErrorException">The server refuses TIME.</exception>
    /// <exception cref="InvalidDataException">The reply is no time.</exception>
    public static DateTimeOffset Parse(RespValue reply) =>
        reply.AsItems() is [var seconds, var microseconds]
        && Times.AtSeconds(seconds.AsLong()) is { } since
        && microseconds.AsLong() is >= 0 and < 1_000_000 and var rest
            ? since.AddMicroseconds(rest)
            : throw new InvalidDataException($"Redis replied to TIME with '{reply}'.");
}
