namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>How much of a queue is fetched: what it takes to judge fifty of them in a moment, or one that somebody asks about.</summary>
/// <param name="Events">Of the end of its stream; a job has three or four.</param>
/// <param name="Jobs">Of each end of each list and set.</param>
internal sealed record LookDepth(int Events, int Jobs)
{
    public static LookDepth OfMany { get; } = new(200, 15);

    public static LookDepth OfOne { get; } = new(5000, 50);
}
