namespace IncidentBot.Redis.Wire;

/// <summary>How much a server can make us hold, whatever its replies claim.</summary>
internal sealed record RespLimits(
    int MaxLine = 64 * 1024,
    int MaxBulk = 64 * 1024 * 1024,
    int MaxReply = 128 * 1024 * 1024,
    int MaxItems = 2_000_000,
    int MaxDepth = 32)
{
    public static RespLimits Default { get; } = new();
}
