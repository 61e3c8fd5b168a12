using IncidentBot.Actions;
using IncidentBot.Readings;
using IncidentBot.Redis.Actions;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>RQ's workers as they registered themselves.</summary>
internal sealed class WorkersAction(RedisTargets targets) : RedisRead(targets)
{
    private const int MaxLines = 40;

    public override ActionDefinition Definition { get; } =
        new(new ActionId("rq.workers"), Risk.Observe, "Lists RQ's workers: state, version, last heartbeat, queues");

    protected override async Task<ActionReport> ReadAsync(RedisTarget target, ActionCall call, CancellationToken ct)
    {
        var session = await target.HoldAsync(ct);
        var now = await RqTime.NowAsync(session, ct);
        var workers = await RqWorkers.ReadAsync(session, ct);
        var suspension = await RqSuspension.ReadAsync(session, ct);
        var busy = workers.Alive.Count(worker => worker.State == "busy");
        return new ActionReport(
            workers.Registered.Count == 0 ? $"{target.Name}: no RQ worker is registered" : $"{target.Name}: {workers.Count()}, {busy} busy; {suspension.Words}",
            Healthy: workers.Alive.Any() && !suspension.Suspended)
        {
            Evidence =
            [
                .. workers.Registered.OrderByDescending(workers.IsThere).Take(MaxLines).Select(worker => worker.Line(now, workers.Connections)),
                .. workers.Registered.Count > MaxLines ? [$"… {workers.Registered.Count - MaxLines} more"] : Array.Empty<string>(),
                .. !workers.Registered.All(workers.IsThere)
                    ? ["A killed worker leaves its job behind. See /rq status of its queue."]
                    : Array.Empty<string>(),
            ],
            NotSeen = workers.Connections.Refusal is { } refusal ? [refusal] : [],
            Readings = Reading.Known(workers.Readings),
            Next = [new Suggestion("List the queues", $"/rq list on {target.Name}")],
        };
    }
}
