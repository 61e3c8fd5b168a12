namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>Completed jobs that nobody asks for any more.</summary>
internal static class KeptJobs
{
    /// <summary>At a kilobyte each, a hundred megabytes. People who keep jobs to look at them keep thousands.</summary>
    public const long Many = 100_000;

    /// <summary>What a clean leaves: enough to look at.</summary>
    public const int Left = 1000;
}
