using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>Work that nobody takes although somebody could.</summary>
internal sealed record StuckQueue(QueueState State, QueueActivity Activity, TimeSpan Waited)
{
    /// <summary>An idle worker looks by itself after its drainDelay, 5 s unless it is told otherwise. One more for a slow machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    public bool MarkerGone => Activity.MarkerGone == true;

    public string Words => $"{Plural.Of(State.Runnable, "job")} {Plural.Pick(State.Runnable, "waits", "wait, the first")} "
        + $"for {Duration.Words(Waited)}, and {Who}"
        + (MarkerGone ? "; the marker that wakes them is gone" : "");

    public static StuckQueue? Of(QueueState state, QueueActivity activity) =>
        state is { Active: 0, Paused: false, LimiterRuns: false, Full: false } && state.Wait + state.Prioritized > 0
            && activity.HeadWaited is { } waited && waited >= Patience
            && !activity.Events.Seen.Any(one => one.IsWork && activity.At - one.At < Patience)
            ? new StuckQueue(state, activity, waited)
            : null;

    private string Who => State.Workers switch
    {
        null => "nobody takes them; whether workers are connected the server does not say",
        0 => "nobody takes them; no worker gives the name of this queue, some that wait give none",
        1 => "its worker is connected, idle and takes none",
        var workers => $"its {Figures.Count(workers.Value)} workers are connected, idle and take none",
    };
}
