namespace IncidentBot.Redis;

internal static class PrimaryTarget
{
    /// <summary>The one that most tests have, and `primary` where there are more.</summary>
    public static RedisTarget Primary(this RedisTargets targets) =>
        targets.All.Count == 1 ? targets.All.Single() : targets.All.Single(target => target.Name == RedisOptions.DefaultTarget);
}
