using IncidentBot.Actions;
using IncidentBot.Readings;
using IncidentBot.Redis.Actions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>All queues of a target, one line each.</summary>
internal sealed class ListAction(RedisTargets targets, QueueNames names, QueueOptions options) : RedisRead(targets)
{
    private const int MostQueues = 50;

    /// <summary>More than that are one trouble, and are asked for as a list.</summary>
    private const int MostTroubled = 10;

    public override ActionDefinition Definition { get; } = new(new ActionId("queue.list"), Risk.Observe, "Lists the BullMQ queues with their counts");

    protected override async Task<ActionReport> ReadAsync(RedisTarget target, ActionCall call, CancellationToken ct)
    {
        var session = await target.HoldAsync(ct);
        var prefix = options.PrefixOf(target.Name);
        var (found, complete) = await names.FindAsync(session, prefix, ct);
        var states = new List<QueueState>();
        foreach (var name in found.Take(MostQueues))
        {
            if (await QueueReader.ReadAsync(session, new QueueKeys(prefix, name), ct) is { } state)
            {
                states.Add(state);
            }
        }


        // The one that most jobs wait in speaks for the others.
        var troubled = states.Where(state => !QueueVerdict.Of(state).Healthy)
            .OrderByDescending(state => state.Runnable + state.Active + state.Overdue)
            .ToList();
        return new ActionReport(
            found.Count == 0 ? $"{target.Name}: no BullMQ queue with the prefix {prefix}"
            : troubled.Count == 0 ? $"{target.Name}: {Figures.Count(found.Count)} queues, none in trouble"
            : $"{TroubleOf(troubled[0], target.Name).Problem}"
                + $"{(troubled.Count == 1 ? "" : $"; {troubled.Count} of {Figures.Count(found.Count)} queues need a look")}",
            Healthy: troubled.Count == 0)
        {
            Troubled = [.. troubled.Take(MostTroubled).Select(state => TroubleOf(state, target.Name))],
            Evidence =
            [
                .. states.Select(Line),
                .. found.Count > MostQueues ? [$"… {found.Count - MostQueues} more queues"] : Array.Empty<string>(),
                .. states.Exists(state => state.Workers is null) ? ["Workers unknown: CLIENT LIST is refused"] : Array.Empty<string>(),
                .. complete ? Array.Empty<string>() : ["There are too many keys to see them all in time: queues may be missing."],
            ],
            Readings = Reading.Known(
            [
                Reading.Count("queues", found.Count),
                Reading.Count("queues_in_trouble", troubled.Count),
                .. states.SelectMany(Readings),
            ]),
            Next = [.. troubled.Take(3).Select(state => new Suggestion($"Status of {state.Keys.Queue}", $"/queue status {state.Keys.Queue} on {target.Name}"))],
        };
    }

    private static Trouble TroubleOf(QueueState state, string target) => new(
        new ActionCall(new ActionId("queue.status"), target, new Dictionary<string, string> { ["queue"] = state.Keys.Queue }),
        $"{state.Keys.Queue} on {target}: {QueueVerdict.Of(state).Sentence}");

    private static IEnumerable<Reading?> Readings(QueueState state) =>
    [
        Reading.Count($"queue.waiting:{state.Keys.Queue}", state.Runnable),
        Reading.Count($"queue.active:{state.Keys.Queue}", state.Active),
        Reading.Count($"queue.delayed:{state.Keys.Queue}", state.Delayed),
        Reading.Count($"queue.failed:{state.Keys.Queue}", state.Failed),
        Reading.Count($"queue.workers:{state.Keys.Queue}", state.Workers),
    ];

    private static string Line(QueueState state) =>
        $"{state.Keys.Queue}  {QueueVerdict.Of(state).Word}  {Figures.Count(state.Runnable)} waiting, "
            + $"{Figures.Count(state.Active)} active, {Figures.Count(state.Delayed)} delayed, {Figures.Count(state.Failed)} failed"
        + $"{(state.Paused ? ", paused" : "")}  ({state.Version ?? "version unknown"})";
}
