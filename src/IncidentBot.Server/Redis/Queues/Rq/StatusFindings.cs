using IncidentBot.Actions;
using IncidentBot.Readings;
using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>What was read of a queue, and the words for it: what stops everything comes before what stops something.</summary>
internal sealed record StatusFindings(string Target, RqQueue Queue, IReadOnlyList<RqWorker> Workers, DateTimeOffset Now)
{
    private const int MaxWorkers = 8;

    public required RqSuspension Suspension { get; init; }
    public required RqLayout Layout { get; init; }
    public required IReadOnlyList<RqJob> Abandoned { get; init; }
    public required DateTimeOffset? HeadEnqueuedAt { get; init; }

    private bool NoScheduler => Queue is { Overdue: > 0, HasScheduler: false };

    public ActionReport Report()
    {
        var troubles = Troubles().ToList();
        return new ActionReport(troubles.Count > 0 ? $"{Queue.Name} {troubles[0].Sentence}" : $"{Queue.Name} {AllIsWell()}", troubles.Count == 0)
        {
            Evidence = [.. troubles.Skip(1).Select(trouble => $"Also: it {trouble.Sentence}"), .. Evidence()],
            Readings = Reading.Known(
            [
                .. Queue.Readings,
                Reading.Count("rq.abandoned", Abandoned.Count),
                Reading.Count("rq.workers", Workers.Count),
                Reading.Seconds("rq.queued_age", Now - HeadEnqueuedAt),
            ]),
            Next =
            [
                .. troubles.Select(trouble => trouble.Next).OfType<Suggestion>(),
                .. Queue.Failed > 0 ? [Step("Failed jobs", "failed")] : Array.Empty<Suggestion>(),
            ],
        };
    }

    private IEnumerable<(string Sentence, Suggestion? Next)> Troubles()
    {
        if (Suspension.Suspended)
        {
            yield return ($"stands still: RQ is {Suspension.Words}; {Waiting}.", new Suggestion("Resume", $"/rq resume on {Target}"));
        }

        if (Queue.Queued > 0 && Workers.Count == 0)
        {
            yield return ($"stands still: no worker listens to it; {Waiting}.", new Suggestion("Workers", $"/rq workers on {Target}"));
        }

        if (Abandoned.Count > 0)
        {
            yield return (
                $"has {Plural.Of(Abandoned.Count, "abandoned job")}: started, but the worker is gone.",
                Layout.Newer is null ? Step("Recover", "recover-abandoned") : null);
        }

        if (NoScheduler)
        {
            yield return (
                $"has {Plural.Of(Queue.Overdue, "overdue scheduled job")} and no scheduler: no worker runs with --with-scheduler.",
                Layout.Newer is null ? Step("Enqueue overdue", "enqueue-overdue") : null);
        }
    }

    private string Waiting
    {
        get
        {
            var since = HeadEnqueuedAt is null ? "" : $", the first for {RqTime.Since(HeadEnqueuedAt, Now)}";
            return $"{Plural.Of(Queue.Queued, "job")} {Plural.Pick(Queue.Queued, "waits", "wait")}{since}";
        }
    }


    private string AllIsWell() => (Queue.Queued, Queue.Failed) switch
    {
        (0, 0) => "is served and empty.",
        (0, var failed) => $"is served and empty; {Plural.Of(failed, "job")} failed.",
        (_, 0) => $"is served: {Waiting}.",
        (_, var failed) => $"is served: {Waiting}; {Plural.Of(failed, "job")} failed.",
    };

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
                + $"{RqTime.Since(DateTimeOffset.FromUnixTimeSeconds((long)job.Score), Now)} ago";
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
            yield return worker.Line(Now);
        }

        if (Workers.Count > MaxWorkers)
        {
            yield return $"… {Workers.Count - MaxWorkers} more workers";
        }
    }

    private Suggestion Step(string label, string verb) => new(label, $"/rq {verb} {Queue.Name} on {Target}");
}
