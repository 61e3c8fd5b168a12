namespace IncidentBot.Redis.Peers;

/// <summary>Bytes of acknowledged writes that a takeover would lose.</summary>
internal static class AtStake
{
    private const long Megabyte = 1 << 20;

    /// <summary>What a plan pins: offsets move with every write, so only a change of magnitude makes it another plan.</summary>
    public static string Magnitude(long? bytes) => bytes switch
    {
        null => "unknown",
        < Megabyte => "under 1 MB",
        < 16 * Megabyte => "1 to 16 MB",
        < 256 * Megabyte => "16 to 256 MB",
        _ => "256 MB or more",
    };
}
