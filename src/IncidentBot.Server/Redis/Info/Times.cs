namespace IncidentBot.Redis.Info;

/// <summary>
/// Times as servers and the programs that use them write them; null for a number that is none, such as nanoseconds in the place of
/// milliseconds.
/// </summary>
internal static class Times
{
    private static readonly long LastMillisecond = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public static DateTimeOffset? AtSeconds(long? seconds) => AtMilliseconds(Thousandfold(seconds));

    public static DateTimeOffset? AtMilliseconds(long? milliseconds) =>
        milliseconds is >= 0 and var at && at <= LastMillisecond ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;

    public static TimeSpan? Seconds(long? seconds) => Milliseconds(Thousandfold(seconds));

    public static TimeSpan? Milliseconds(long? milliseconds) =>
        milliseconds is >= 0 and var span && span <= LastMillisecond ? TimeSpan.FromMilliseconds(span) : null;

    public static TimeSpan? Microseconds(long? microseconds) =>
        microseconds is >= 0 and var span && span / 1000 <= LastMillisecond ? TimeSpan.FromMicroseconds(span) : null;

    private static long? Thousandfold(long? number) => number is >= 0 and <= long.MaxValue / 1000 ? number * 1000 : null;
}
