using IncidentBot.Actions;
using IncidentBot.Readings;
using IncidentBot.Redis.Actions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>All queues of RQ in one Redis, in counts.</summary>
internal sealed class ListAction(RedisTargets targets) : RedisRead(targets)
{
    private const int MaxLines = 30;

    public override ActionDefinition Definition { get; } =
        new(new ActionId("rq.list"), Risk.Observe, "Lists RQ's queues with their counts, and says whether work is suspended");

    private static Trouble TroubleOf(RqQueue queue, string target) => new(
        new ActionCall(new ActionId("rq.status"), target, new Dictionary<string, string> { ["queue"] = queue.Name }),
        $"No worker listens to {queue.Name}, where {Figures.Count(queue.Queued)} wait.");

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

        var queues = await RqQueue.ReadAsync(session, names.All, await RqTime.NowAsync(session, ct), ct);
        var workers = await RqWorkers.ReadAsync(session, ct);
        var suspension = await RqSuspension.ReadAsync(session, ct);
        var unserved = queues.Where(queue => queue.Queued > 0 && workers.Of(queue.Name).Count == 0).ToList();
        var (queued, failed) = (queues.Sum(queue => queue.Queued), queues.Sum(queue => queue.Failed));
        return new ActionReport($"{target.Name}: {Plural.Of(names.All.Count, "RQ queue")}, {Figures.Count(queued)} queued, "
            + $"{Figures.Count(failed)} failed; {workers.Count()}; {suspension.Words}", Healthy: !suspension.Suspended && unserved.Count == 0)
        {
            // Suspended, all of them are: this list is what asks about that.
            Troubled = suspension.Suspended ? [] : [.. unserved.Take(MaxLines).Select(queue => TroubleOf(queue, target.Name))],
            Evidence =
            [
                $"{"queued",8} {"started",8} {"failed",8} {"scheduled",9} {"deferred",8}  queue",
                .. queues.Take(MaxLines).Select(queue => $"{Figures.Count(queue.Queued),8} {Figures.Count(queue.Started),8} "
                    + $"{Figures.Count(queue.Failed),8} {Figures.Count(queue.Scheduled),9} {Figures.Count(queue.Deferred),8}  "
                    + $"{queue.Name}"),
                .. queues.Count > MaxLines ? [$"… {queues.Count - MaxLines} more queues"] : Array.Empty<string>(),
                .. unserved.Select(queue => $"No worker listens to {queue.Name}, where {Figures.Count(queue.Queued)} wait."),
            ],
            Readings = Reading.Known(
            [
                Reading.Count("rq.queues", names.All.Count),
                Reading.Count("rq.queued", queued),
                Reading.Count("rq.failed", failed),
                .. workers.Readings,
                .. queues.SelectMany(queue => queue.Readings.OfType<Reading>().Select(reading => reading with { Name = $"{reading.Name}:{queue.Name}" })),
            ]),
            Next =
            [
                .. suspension.Suspended ? [new Suggestion("Resume", $"/rq resume on {target.Name}")] : Array.Empty<Suggestion>(),
                .. queues.OrderByDescending(queue => queue.Failed + queue.Queued)
                    .Take(1)
                    .Select(queue => new Suggestion($"Status of {queue.Name}", $"/rq status {queue.Name} on {target.Name}")),
            ],
        };
    }
}
