using IncidentBot.Watching;

namespace IncidentBot.Redis.Watching;

internal static class RedisWatchServices
{
    /// <summary>After the queues, which are watched with the Redis that they are in.</summary>
    public static IServiceCollection AddRedisWatch(this IServiceCollection services) => services
        .AddSingleton<QueueLooks>()
        .AddSingleton<GroupLook>()
        .AddSingleton<IWatchedSystem, WatchedRedis>();
}
