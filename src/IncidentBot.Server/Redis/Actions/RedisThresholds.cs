namespace IncidentBot.Redis.Actions;

internal static class RedisThresholds
{
    /// <summary>Above this share of maxmemory a recovery does not count as done: the next minutes would fill it again.</summary>
    public const double MemoryFill = 0.85;
}
