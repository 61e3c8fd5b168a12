using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>One job that its workers do not survive, or that fails again and again while others go well.</summary>
/// <param name="Tries">Of this job.</param>
/// <param name="Others">What is usual here.</param>
internal sealed record PoisonJob(QueueJob Job, long Stalls, long Tries, long Others)
{
    /// <summary>A worker that is killed leaves its job behind once. The second time it is the job.</summary>
    private const int Repeated = 2;

    /// <summary>Of a handful of jobs somebody can look at each; if more stalled it was the workers, as when all of them were restarted twice.</summary>
    private const int Few = 3;

    /// <summary>Three attempts are what people often allow; one that got this far is special.</summary>
    private const int ManyTries = 5;

    /// <summary>How much more often it was tried than is usual here.</summary>
    private const int TimesMore = 5;

    private static readonly string[] Alive = ["active", "wait", "paused", "prioritized", "delayed"];

    /// <summary>The worker is gone each time, not an exception thrown.</summary>
    public bool KillsWorkers => Stalls > 0;

    /// <summary>Its second stall, or the only one: nothing gets done behind it.</summary>
    public bool IsCauseOfStalls => Stalls >= Repeated;

    public string Words => KillsWorkers
        ? $"{Job.Called} has stalled {(Stalls == 1 ? "before" : Times(Stalls))}: its worker dies or hangs on it{Reason}"
        : $"{Job.Called} has been tried {Times(Tries)}, others {Times(Others)}{Reason}";

    public static PoisonJob? Of(QueueState state, QueueActivity activity)
    {
        var without = state.WithoutLock.Select(job => job.Id).ToHashSet(StringComparer.Ordinal);
        var alive = activity.In(Alive).ToList();
        var recent = alive.Where(job => activity.At - job.StartedAt < FailureWave.Longest).ToList();
        var stalled = recent.Select(job => (Job: job, Stalls: job.Stalls == 0 ? 0 : job.Stalls + (without.Contains(job.Id) ? 1 : 0)))
            .Where(one => one.Stalls > 0)
            .OrderByDescending(one => one.Stalls)
            .ToList();
        if (stalled.Count(one => one.Stalls >= Repeated) is > 0 and <= Few || (stalled.Count == 1 && IsHeldUpBy(state, activity)))
        {
            return new PoisonJob(stalled[0].Job, stalled[0].Stalls, stalled[0].Job.Tries, 0);
        }

        var most = recent.Where(job => job.HasFailed).MaxBy(job => job.Tries);
        var others = Median([.. alive.Concat(activity.In("completed")).Where(job => job != most).Select(job => job.Tries)]);
        return most is { Tries: >= ManyTries } && most.Tries >= TimesMore * others ? new PoisonJob(most, 0, most.Tries, others) : null;
    }

    private static bool IsHeldUpBy(QueueState state, QueueActivity activity) =>
        state.Runnable > 0 && activity.CompletedInMinute == 0 && activity.Events.Count("completed", activity.At - FailureWave.Minute) == 0;

    /// <summary>A job that has not begun yet counts as one that is tried once: it says nothing else.</summary>
    private static long Median(List<long> tries)
    {
        tries.Sort();
        return tries.Count == 0 ? 1 : Math.Max(1, tries[tries.Count / 2]);
    }

    private static string Times(long number) => number switch { 1 => "once", 2 => "twice", _ => $"{Figures.Count(number)} times" };

    private string Reason => Job.HasFailed ? $"; its last reason: {FailureReasons.Line(Job.Reason)}" : "";
}
