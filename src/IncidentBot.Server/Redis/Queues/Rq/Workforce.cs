using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>Whether those who listen to a queue can take its jobs.</summary>
internal sealed record Workforce(IReadOnlyList<RqWorker> Workers, StatusFindings Queue)
{
    /// <summary>An idle worker takes a job within milliseconds of its coming. One without a connection never does.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(2);

    /// <summary>One that is connected may be cleaning up or starting; it does not take this long.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(10);

    /// <summary>Below that a job is on its way, and says nothing of the next.</summary>
    private static readonly TimeSpan LongJob = TimeSpan.FromMinutes(1);

    /// <summary>What people wait for without asking where it is.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Registered still, and killed: it would take a job, or prove that it runs one.</summary>
    public IReadOnlyList<RqWorker> Killed { get; } = [.. Workers.Where(worker => IsKilled(worker, Queue))];

    private IEnumerable<RqWorker> Living => Workers.Except(Killed);

    private TimeSpan Waited => Queue.HeadEnqueuedAt is { } since && Queue.Now > since ? Queue.Now - since : TimeSpan.Zero;

    /// <returns>Why nobody takes what waits; null where somebody does.</returns>
    public string? WhyNobodyTakes()
    {
        var living = Living.ToList();
        return (Queue.Queue.Queued, Workers.Count) switch
        {
            (0, _) => null,
            (_, 0) => "no worker listens to it",
            _ when living.Count == 0 => $"{Plural.Pick(Killed.Count, $"its only worker {Killed[0].Name} is", $"its {Killed.Count} workers are")} registered, "
                + $"but {Plural.Pick(Killed.Count, "it has", "they have")} no connection here: killed",
            _ when Waited >= Slow && living.TrueForAll(worker => worker.State == "idle") =>
                $"{Plural.Pick(living.Count, $"its only worker {living[0].Name} is idle and takes", $"its {living.Count} workers are idle and take")} none",
            _ => null,
        };
    }

    /// <returns>What all of them are busy with while others wait, where that will take long; null where not.</returns>
    public string? WhatHoldsUp()
    {
        var living = Living.ToList();
        if (Queue.Queue.Queued == 0
            || living.Count == 0
            || Waited < LongJob
            || !living.TrueForAll(worker => worker is { State: "busy", JobStartedAt: not null }))
        {
            return null;
        }

        var (shortest, longest) = (living.Min(Running), living.MaxBy(Running)!);

        // If the others take as long as those that run have taken already.
        var left = shortest * ((double)Queue.Queue.Queued / living.Count);
        if (shortest < LongJob || left < Patience)
        {
            return null;
        }

        var job = $"job {longest.CurrentJob} for {Duration.Words(Running(longest))}";
        return living.Count == 1 ? $"its only worker has run {job}" : $"all its {living.Count} workers are busy, the longest with {job}";
    }

    private static bool IsKilled(RqWorker worker, StatusFindings queue) => queue.Connections.Has(worker) == false && (worker.State == "busy"
        ? queue.Missed.Any(job => job.Worker == worker.Name)
        : queue.Queue.Queued > 0 && queue.Now - queue.HeadEnqueuedAt >= AtOnce);

    private TimeSpan Running(RqWorker worker) => worker.JobStartedAt < Queue.Now ? Queue.Now - worker.JobStartedAt.Value : TimeSpan.Zero;
}
