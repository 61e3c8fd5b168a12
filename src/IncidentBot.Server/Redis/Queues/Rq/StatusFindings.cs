using IncidentBot.Actions;
using IncidentBot.Readings;
using IncidentBot.Redis.Info;
using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>What was read of a queue, and the words for it: what stops everything comes before what stops something.</summary>
internal sealed record StatusFindings(string Target, RqQueue Queue, IReadOnlyList<RqWorker> Workers, DateTimeOffset Now)
{
    private const int MaxWorkers = 8;

    public required RqSuspension Suspension { get; init; }
    public required RqLayout Layout { get; init; }
    public required RqConnections Connections { get; init; }
    public required IReadOnlyList<RqJob> Abandoned { get; init; }

    /// <summary>Started jobs whose heartbeat has expired while their worker's entry has not.</summary>
    public required IReadOnlyList<RqJob> Missed { get; init; }
    public required DateTimeOffset? HeadEnqueuedAt { get; init; }

    /// <summary>How jobs ended of late.</summary>
    public required FailureWave Ends { get; init; }

    private bool NoScheduler => Queue is { Overdue: > 0, HasScheduler: false };

    public ActionReport Report()
    {
        var troubles = Troubles().ToList();
        return new ActionReport(troubles.Count > 0 ? $"{Queue.Name} {troubles[0].Sentence}." : $"{Queue.Name} {AllIsWell()}", troubles.Count == 0)
        {
            Gravity = troubles is [var worst, ..] ? worst.Gravity : Gravity.Degraded,
            Evidence = [.. troubles.Skip(1).Select(trouble => $"Also: it {trouble.Sentence}."), .. Evidence()],
            NotSeen = Connections.Refusal is { } refusal ? [refusal] : [],
            Readings = Reading.Known(Readings),
            Next =
            [
                .. troubles.Select(trouble => trouble.Next)
                    .Append(Queue.Failed > 0 ? Step("Failed jobs", "failed") : null)
                    .OfType<Suggestion>()
                    .DistinctBy(step => step.Command),
            ],
        };
    }

    public IEnumerable<Reading?> Readings =>
    [
        .. Queue.Readings,
        .. Ends.ReadingsOf("rq"),
        Reading.Count("rq.abandoned", Abandoned.Count),
        Reading.Count("rq.workers", Workers.Count),
        Reading.Seconds("rq.queued_age", Now - HeadEnqueuedAt),
    ];

    /// <summary>What stops everything comes before what stops something.</summary>
    public IEnumerable<RqTrouble> Troubles()
    {
        var force = new Workforce(Workers, this);
        if (Suspension.Suspended)
        {
            yield return new RqTrouble(
                Gravity.Outage,
                $"stands still: RQ is {Suspension.Words}; {Waiting}",
                new Suggestion("Resume", $"/rq resume on {Target}"));
        }

        if (force.WhyNobodyTakes() is { } nobody)
        {
            yield return new RqTrouble(Gravity.Outage, $"stands still: {nobody}; {Waiting}", SeeWorkers);
        }

        if (force.WhatHoldsUp() is { } busy)
        {
            yield return new RqTrouble(Gravity.Outage, $"is held up: {busy}; {Waiting}", SeeWorkers);
        }

        if (Ends.IsWave)
        {
            yield return new RqTrouble(Gravity.Degraded, $"is failing: {Ends.Words}", Step("Failed jobs", "failed"));
        }

        if (Abandoned.Count > 0)
        {
            yield return new RqTrouble(
                Gravity.Degraded,
                $"has {Plural.Of(Abandoned.Count, "abandoned job")}: started, but the worker is gone",
                Layout.Newer is null ? Step("Recover", "recover-abandoned") : null);
        }

        if (Missed.Where(job => force.Killed.Any(worker => worker.Name == job.Worker)).ToList() is [var first, ..] lost)
        {
            yield return new RqTrouble(
                Gravity.Degraded,
                $"has {Plural.Of(lost.Count, "started job")} whose worker was killed: {first.Worker} is registered still, but "
                    + $"{(force.Killed.First(worker => worker.Name == first.Worker).Silent ? "its own heartbeat is overdue" : "it has no connection here")} "
                    + $"and missed the heartbeat of job {first.Id}",
                SeeWorkers);
        }

        if (NoScheduler)
        {
            yield return new RqTrouble(
                Gravity.Degraded,
                $"has {Plural.Of(Queue.Overdue, "overdue scheduled job")} and no scheduler: no worker runs with --with-scheduler",
                Layout.Newer is null ? Step("Enqueue overdue", "enqueue-overdue") : null);
        }
    }

    private Suggestion SeeWorkers => new("Workers", $"/rq workers on {Target}");

    private string Waiting
    {
        get
        {
            var since = HeadEnqueuedAt is null ? "" : $", the first for {RqTime.Since(HeadEnqueuedAt, Now)}";
            return $"{Plural.Of(Queue.Queued, "job")} {Plural.Pick(Queue.Queued, "waits", "wait")}{since}";
        }
    }

    private string AllIsWell() =>
        (Queue.Queued, Workers.Count) switch
        {
            (0, 0) => "is empty, and no worker listens to it",
            (0, _) when new Workforce(Workers, this) is { AllAreGone: true } force => $"is empty; {force.Registered}",
            (0, _) => "is served and empty",
            _ => $"is served: {Waiting}",
        }
        + (Queue.Failed > 0 ? $"; {Plural.Of(Queue.Failed, "job")} failed." : ".");

    private IEnumerable<string> Registries()
    {
        yield return $"queued {Figures.Count(Queue.Queued)}";
        yield return $"started {Figures.Count(Queue.Started)}";
        yield return $"failed {Figures.Count(Queue.Failed)}";
        yield return $"scheduled {Figures.Count(Queue.Scheduled)}";
        yield return $"deferred {Figures.Count(Queue.Deferred)}";
        yield return $"finished {Figures.Count(Queue.Finished)}";
        yield return $"canceled {Figures.Count(Queue.Canceled)}";
        if (Queue.Intermediate > 0)
        {
            yield return $"on the way to a worker {Figures.Count(Queue.Intermediate)}";
        }
    }

    private IEnumerable<string> Evidence()
    {
        yield return string.Join(", ", Registries());
        yield return string.Join("; ",
        [
            $"RQ is {Suspension.Words}",
            Queue.HasScheduler ? "a scheduler looks after this queue" : "no scheduler holds this queue",
            HeadEnqueuedAt is null ? "nothing waits" : $"the head has waited {RqTime.Since(HeadEnqueuedAt, Now)}",
        ]);
        foreach (var job in Abandoned.Take(5))
        {
            yield return $"abandoned {job.Id}: {job.Worker} is gone, its heartbeat expired "
                + $"{RqTime.Since(Times.AtSeconds((long)job.Score), Now)} ago";
        }

        if (Queue.Expired > Abandoned.Count)
        {
            yield return $"{Plural.Of(Queue.Expired - Abandoned.Count, "started job")} missed a heartbeat without being abandoned by "
                + "what can be seen: a worker's own cleanup, every 10 min, decides about those";
        }

        if (Layout.Newer is { } newer)
        {
            yield return $"RQ 2 or newer ({newer}): the bot only reads it";
        }

        foreach (var worker in Workers.Take(MaxWorkers))
        {
            yield return worker.Line(Now, Connections);
        }

        if (Workers.Count > MaxWorkers)
        {
            yield return $"… {Workers.Count - MaxWorkers} more workers";
        }
    }

    private Suggestion Step(string label, string verb) => new(label, $"/rq {verb} {Queue.Name} on {Target}");
}
