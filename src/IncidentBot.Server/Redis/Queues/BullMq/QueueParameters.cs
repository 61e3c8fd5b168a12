using IncidentBot.Actions;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>Parameters that several actions share.</summary>
internal static class QueueParameters
{
    public static Parameter Queue { get; } = new("queue", "the name of the queue, as /queue list shows it", "publishing")
    {
        Required = true,
    };
}
