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

    /// <summary>Nobody is left of those that listen, whether something waits or not: what is seen of each is against it.</summary>
    public bool AllAreGone => Workers.Count > 0 && Workers.All(worker => worker.Silent || Queue.Connections.Has(worker) == false);

    /// <summary>What is seen of those that are gone.</summary>
    public string Gone => Workers.Any(worker => Queue.Connections.Has(worker) != false)
        ? $"but {Plural.Pick(Workers.Count, "its heartbeat is", "their heartbeats are")} overdue, the last was "
            + $"{RqTime.Since(Workers.Max(worker => worker.LastHeartbeat), Queue.Now)} ago: killed or hung"
        : $"but {Plural.Pick(Workers.Count, "it has", "they have")} no connection here: killed";

    public string Registered => $"{Plural.Pick(Workers.Count, $"its only worker {Workers[0].Name} is", $"its {Workers.Count} workers are")} registered, {Gone}";

    private TimeSpan Waited => Queue.HeadEnqueuedAt is { } since && Queue.Now > since ? Queue.Now - since : TimeSpan.Zero;

    /// <returns>Why nobody takes what waits; null where somebody does.</returns>
    public string? WhyNobodyTakes()
    {
        var living = Living.ToList();
        return (Queue.Queue.Queued, Workers.Count) switch
        {
            (0, _) => null,
            (_, 0) => "no worker listens to it",
            _ when living.Count == 0 => Registered,
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

    private static bool IsKilled(RqWorker worker, StatusFindings queue) => worker.Silent || (queue.Connections.Has(worker) == false && (worker.State == "busy"
        ? queue.Missed.Any(job => job.Worker == worker.Name)
        : queue.Queue.Queued > 0 && queue.Now - queue.HeadEnqueuedAt >= AtOnce));

    private TimeSpan Running(RqWorker worker) => worker.JobStartedAt < Queue.Now ? Queue.Now - worker.JobStartedAt.Value : TimeSpan.Zero;
}
