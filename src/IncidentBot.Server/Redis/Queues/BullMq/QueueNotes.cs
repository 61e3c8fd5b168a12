namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>What an approver of any of these changes should know about the queue as it is.</summary>
internal static class QueueNotes
{
    public static IEnumerable<string> Of(QueueState state)
    {
        if (state.Paused)
        {
            yield return $"The queue is paused and stays so: the jobs run after /queue resume {state.Keys.Queue}.";
        }

        if (state.NoWorkers)
        {
            yield return "No workers are connected: the jobs wait until one is.";
        }
    }
}
