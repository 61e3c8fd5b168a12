using System.Globalization;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.Info;

/// <summary>What https://redis.io/docs/latest/commands/latency-latest/ remembers of one kind of delay.</summary>
/// <param name="Name">Of the event, <c>command</c> or <c>fork</c> for example.</param>
internal sealed record LatencyEvent(string Name, DateTimeOffset At, TimeSpan Last, TimeSpan Worst)
{
    /// <exception cref="RedisErrorException">The reply is a refusal.</exception>
    /// <exception cref="InvalidDataException">The reply is no list of events.</exception>
    public static IReadOnlyList<LatencyEvent> Parse(RespValue reply) =>
    [
        .. reply.AsItems().Select(item => item.AsItems(4)).Select(item =>
            Times.AtSeconds(item[1].AsLong()) is { } at
            && Times.Milliseconds(item[2].AsLong()) is { } last
            && Times.Milliseconds(item[3].AsLong()) is { } worst
                ? new LatencyEvent(item[0].AsString() ?? "?", at, last, worst)
                : throw new InvalidDataException("Redis replied to LATENCY LATEST with a time that is none.")),
    ];

    public string Time => At.ToString("MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>What it means for everybody else, and where to look.</summary>
    public string Warning => Name switch
    {
        "fork" => $"A fork made everybody wait {Last.TotalMilliseconds:0} ms at {Time}: a snapshot or an append-only rewrite began. `/redis persistence`",
        "command" or "fast-command" or "script" or "eval" =>
            $"A slow command made everybody wait {Last.TotalMilliseconds:0} ms at {Time}. `/redis slowlog` names it.",
        _ => $"{Name} made everybody wait {Last.TotalMilliseconds:0} ms at {Time}. `/redis latency` shows the worst of it.",
    };
}
