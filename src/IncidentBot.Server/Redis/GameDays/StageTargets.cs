namespace IncidentBot.Redis.GameDays;

/// <summary>The targets that game days play on: servers that the bot starts itself, on ports of this machine that were free.</summary>
internal static class StageTargets
{
    /// <summary>One server, with nobody beside it.</summary>
    public const string Single = "gameday";

    /// <summary>One of a pair, whose other half is <see cref="Standby"/>.</summary>
    public const string Pair = "gameday-pair";
    public const string Standby = "gameday-standby";

    /// <summary>A master and its replica, watched by three sentinels.</summary>
    public const string Watched = "gameday-watched";

    /// <summary>Three masters of a cluster.</summary>
    public const string Cluster = "gameday-cluster";

    /// <summary>A name that no resolver knows (RFC 6761).</summary>
    public const string Nowhere = "gameday-nowhere";

    public static IReadOnlyList<string> Names { get; } = [Single, Pair, Standby, Watched, Cluster, Nowhere];
}
