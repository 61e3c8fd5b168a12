using IncidentBot.Actions;
using IncidentBot.Readings;
using IncidentBot.Redis.Actions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>All queues of RQ in one Redis, in counts.</summary>
internal sealed class ListAction(RedisTargets targets) : RedisRead(targets)
{
    private const int MaxLines = 30;

    /// <summary>Whose sentence is in the evidence.</summary>
    private const int MaxSaid = 9;

    public override ActionDefinition Definition { get; } =
        new(new ActionId("rq.list"), Risk.Observe, "Lists RQ's queues with their counts, and says whether work is suspended and which is in the worst trouble");

    protected override async Task<ActionReport> ReadAsync(RedisTarget target, ActionCall call, CancellationToken ct)
    {
        var session = await target.HoldAsync(ct);
        var names = await RqQueueNames.ReadAsync(session, ct);
        if (names.All.Count == 0)
        {
            return new ActionReport($"{target.Name} has no RQ queue: {RqKeys.Queues} is empty.", Healthy: true)
            {
                Evidence = ["Queues appear there with their first job. Check the database number in the target's URL, too."],
                Readings = Reading.Known(Reading.Count("rq.queues", 0)),
            };
        }

        var looks = await RqLooks.ReadAsync(session, target.Name, names.All, ct);
        var queues = looks.Queues;
        var troubled =
            queues.Select(queue => (Queue: queue, Trouble: queue.Troubles().FirstOrDefault(trouble => !looks.Suspension.Suspended || !trouble.Stops)))
                .Where(one => one.Trouble is not null)
                .OrderBy(one => one.Trouble!.Gravity)
                .ThenByDescending(one => one.Queue.Queue.Queued + one.Queue.Queue.Started)
                .Select(one => new Troubled(one.Queue, one.Trouble!))
                .ToList();
        var (queued, failed) = (queues.Sum(queue => queue.Queue.Queued), queues.Sum(queue => queue.Queue.Failed));
        var counts = $"{Plural.Of(names.All.Count, "RQ queue")}, {Figures.Count(queued)} queued, {Figures.Count(failed)} failed; "
            + $"{looks.Workers.Count()}; {looks.Suspension.Words}";
        var answer = looks.Suspension.Suspended ? $"RQ on {target.Name} stands still: it is {looks.Suspension.Words}; {Waiting(queues)}"
            : troubled.Count == 0 ? $"{target.Name}: {counts}"
            : troubled[0].Sentence + (troubled.Count == 1 ? "" : $"; {troubled.Count} of {Plural.Of(queues.Count, "queue")} need a look");
        var isWell = !looks.Suspension.Suspended && troubled.Count == 0;
        return new ActionReport(answer, isWell)
        {
            Gravity = looks.Suspension.Suspended ? Gravity.Outage : troubled is [var worst, ..] ? worst.Trouble.Gravity : Gravity.Degraded,
            // Suspended, all of them are: this list is what asks about that.
            Troubled = looks.Suspension.Suspended ? [] : [.. troubled.Take(MaxLines).Select(one => one.AsTrouble())],
            Evidence =
            [
                .. isWell ? Array.Empty<string>() : [counts],
                .. troubled.Skip(looks.Suspension.Suspended ? 0 : 1).Take(MaxSaid).Select(one => one.Sentence),
                $"{"queued",8} {"started",8} {"failed",8} {"scheduled",9} {"deferred",8}  queue",
                .. queues.Take(MaxLines).Select(look => Line(look.Queue)),
                .. queues.Count > MaxLines ? [$"… {queues.Count - MaxLines} more queues"] : Array.Empty<string>(),
            ],
            NotSeen = looks.Workers.Connections.Refusal is { } refusal ? [refusal] : [],
            Readings = Reading.Known(
            [
                Reading.Count("rq.queues", names.All.Count),
                Reading.Count("rq.queues_in_trouble", troubled.Count),
                Reading.Count("rq.queued", queued),
                Reading.Count("rq.failed", failed),
                .. looks.Workers.Readings,
                .. queues.SelectMany(look => look.Readings.OfType<Reading>().Select(reading => reading with { Name = $"{reading.Name}:{look.Queue.Name}" })),
            ]),
            Next =
            [
                .. (looks.Suspension.Suspended ? new Suggestion("Resume", $"/rq resume on {target.Name}") : troubled.FirstOrDefault()?.Trouble.Next) is { } next
                    ? [next]
                    : Array.Empty<Suggestion>(),
                .. troubled.Select(one => one.Look.Queue)
                    .Concat(queues.Select(look => look.Queue).OrderByDescending(queue => queue.Failed + queue.Queued))
                    .Take(1)
                    .Select(queue => new Suggestion($"Status of {queue.Name}", $"/rq status {queue.Name} on {target.Name}")),
            ],
        };
    }

    private static string Waiting(IReadOnlyList<StatusFindings> queues)
    {
        var waiting = queues.Where(look => look.Queue.Queued > 0).ToList();
        var jobs = waiting.Sum(look => look.Queue.Queued);
        return jobs == 0 ? "nothing waits now" : $"{Plural.Of(jobs, "job")} {Plural.Pick(jobs, "waits", "wait")} in {Plural.Of(waiting.Count, "queue")}";
    }

    private static string Line(RqQueue queue) => $"{Figures.Count(queue.Queued),8} {Figures.Count(queue.Started),8} "
        + $"{Figures.Count(queue.Failed),8} {Figures.Count(queue.Scheduled),9} {Figures.Count(queue.Deferred),8}  {queue.Name}";

    private sealed record Troubled(StatusFindings Look, RqTrouble Trouble)
    {
        public string Sentence => $"{Look.Queue.Name} on {Look.Target} {Trouble.Sentence}";

        public Trouble AsTrouble() => new(
            new ActionCall(new ActionId("rq.status"), Look.Target, new Dictionary<string, string> { ["queue"] = Look.Queue.Name }),
            Sentence,
            Trouble.Gravity);
    }
}
