using IncidentBot.Redis;

namespace IncidentBot.Support;

/// <summary>What is the same in most Redis tests.</summary>
internal static class TestRedis
{
    public static CancellationToken Token => TestContext.Current.CancellationToken;

    // A second is the product's default; two cores shared by parallel tests deserve more where slowness is not the point.
    public static RedisOptions Patient { get; } = new()
    {
        ConnectTimeout = TimeSpan.FromSeconds(5),
        ReadTimeout = TimeSpan.FromSeconds(5),
        CommandTimeout = TimeSpan.FromSeconds(5),
    };

    public static RedisOptions Hasty { get; } = new()
    {
        ConnectTimeout = TimeSpan.FromMilliseconds(400),
        ReadTimeout = TimeSpan.FromMilliseconds(400),
        CommandTimeout = TimeSpan.FromMilliseconds(400),
    };
}
