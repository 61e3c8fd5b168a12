using System.Globalization;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>Moments as RQ writes them, and the server's clock, which every worker shares.</summary>
internal static class RqTime
{
    /// <exception cref="RedisErrorException">The server refuses TIME.</exception>
    public static async Task<DateTimeOffset> NowAsync(IRedisSession session, CancellationToken ct) =>
        ServerTime.Parse(await session.ExecuteAsync("TIME", [], ct));

    public static string Format(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <returns>Null for a field that is missing, empty or something else.</returns>
    public static DateTimeOffset? Parse(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;

    /// <summary>As a bound of a sorted set.</summary>
    public static string Score(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>Never negative: two clocks may differ.</summary>
    public static string Since(DateTimeOffset? then, DateTimeOffset now) =>
        then is null ? "an unknown time" : Duration.Words(now > then ? now - then.Value : TimeSpan.Zero);
}
