using IncidentBot.Actions;
using IncidentBot.Readings;
using IncidentBot.Redis.Actions;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;
using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>All queues of a target, one line each.</summary>
internal sealed class ListAction(RedisTargets targets, QueueNames names, QueueOptions options) : RedisRead(targets)
{
    private const int MostQueues = 50;

    /// <summary>More than that are one trouble, and are asked for as a list.</summary>
    private const int MostTroubled = 30;

    /// <summary>Whose sentence is in the evidence; the others have a word in their line.</summary>
    private const int MostSaid = 10;

    /// <summary>Of the counts of a queue those that its line shows; all of them are in its status.</summary>
    private static readonly string[] Listed =
        ["queue.waiting", "queue.active", "queue.delayed", "queue.overdue", "queue.stalled", "queue.completed", "queue.failed", "queue.workers"];

    public override ActionDefinition Definition { get; } =
        new(new ActionId("queue.list"), Risk.Observe, "Lists the BullMQ queues with their counts, and says which is in the worst trouble");

    protected override async Task<ActionReport> ReadAsync(RedisTarget target, ActionCall call, CancellationToken ct)
    {
        var session = await target.HoldAsync(ct);
        var prefix = options.PrefixOf(target.Name);
        var (found, complete) = await names.FindAsync(session, prefix, ct);
        var server = await QueueServer.ReadAsync(session, ct);

        // Side by side over one connection: fifty queues take as many turns as one.
        var read = await Task.WhenAll(found.Take(MostQueues).Select(name => LookAsync(session, new QueueKeys(prefix, name), server, ct)));
        IReadOnlyList<QueueLook> looks = [.. read.Select(one => one.Look).OfType<QueueLook>()];
        var cluster = await session.ExecuteAsync("INFO", ["cluster"], ct);

        // The worst speaks for the others; of several, the one that most jobs wait in.
        var troubled = looks.Where(look => !look.Verdict.Healthy)
            .OrderBy(look => look.Verdict.Gravity)
            .ThenByDescending(look => look.State.Runnable + look.State.Active + look.State.Overdue)
            .ToList();
        return new ActionReport(
            found.Count == 0 ? $"{target.Name}: no BullMQ queue with the prefix {prefix}"
            : troubled.Count == 0 ? $"{target.Name}: {Plural.Of(found.Count, "queue")}, none in trouble"
            : $"{TroubleOf(troubled[0], target.Name).Problem}"
                + $"{(troubled.Count == 1 ? "" : $"; {troubled.Count} of {Figures.Count(found.Count)} queues need a look")}",
            Healthy: troubled.Count == 0)
        {
            Gravity = troubled is [var worst, ..] ? worst.Verdict.Gravity!.Value : Gravity.Degraded,
            Troubled = [.. troubled.Take(MostTroubled).Select(look => TroubleOf(look, target.Name))],
            Evidence =
            [
                .. troubled.Skip(1).Take(MostSaid - 1).Select(look => TroubleOf(look, target.Name).Problem),
                .. looks.Select(Line),
                .. found.Count > MostQueues ? [$"… {found.Count - MostQueues} more queues"] : Array.Empty<string>(),
                .. cluster.AsError is null ? OfCluster(cluster) : [],
            ],
            NotSeen =
            [
                .. found.Count > 0 && server.Refusal is { } refusal ? [$"Workers unknown: {refusal}"] : Array.Empty<string>(),
                .. looks.SelectMany(look => look.Activity.Events.Refusals).Distinct().Select(words => $"What ended of late is not fully known, {words}"),
                .. read.Select(one => one.Spread).OfType<string>(),
                .. cluster.AsError is { } refused
                    ? [$"Whether this is a node of a cluster, whose other nodes may have more queues, is not known: INFO is refused, {refused.Message}"]
                    : Array.Empty<string>(),
                .. complete ? Array.Empty<string>() : ["There are too many keys to see them all in time: queues may be missing."],
            ],
            Readings = Reading.Known(
            [
                Reading.Count("queues", found.Count),
                Reading.Count("queues_in_trouble", troubled.Count),
                .. looks.SelectMany(Readings),
            ]),
            Next =
            [
                .. troubled.Take(1).SelectMany(look => QueueSteps.Of(look.Verdict, target.Name)),
                .. troubled.Take(3)
                    .Select(look => new Suggestion($"Status of {look.State.Keys.Queue}", $"/queue status {look.State.Keys.Queue} on {target.Name}")),
            ],
        };
    }

    /// <summary>The keys of a queue without a hash tag are on several nodes, as no version of BullMQ could use them.</summary>
    private static async Task<(QueueLook? Look, string? Spread)> LookAsync(IRedisSession session, QueueKeys keys, QueueServer server, CancellationToken ct)
    {
        try
        {
            return (await QueueLook.ReadAsync(session, keys, server, LookDepth.OfMany, ct), null);
        }
        catch (RedisErrorException e) when (OtherNode.Of(e.Error) is { } other)
        {
            return (null, $"{keys.Queue}  not read: some of its keys are on {other.Address}, because neither its prefix nor its name has a {{hash tag}}");
        }
    }

    private static IEnumerable<string> OfCluster(RespValue info) => info is RespValue.Text text && RedisInfo.Parse($"{text}").Flag("cluster_enabled") == true
        ? ["This is one node of a cluster: queues on the other nodes are not in this list. A target for each node lists its own."]
        : [];

    private static Trouble TroubleOf(QueueLook look, string target) => new(
        new ActionCall(new ActionId("queue.status"), target, new Dictionary<string, string> { ["queue"] = look.State.Keys.Queue }),
        $"{look.State.Keys.Queue} on {target}: {look.Verdict.Sentence}",
        look.Verdict.Gravity!.Value);

    private static IEnumerable<Reading?> Readings(QueueLook look) =>
        look.State.Readings.Where(reading => reading is not null && Listed.Contains(reading.Name)).Concat(look.Readings)
            .OfType<Reading>()
            .Select(reading => reading with { Name = $"{reading.Name}:{look.State.Keys.Queue}" });

    private static string Line(QueueLook look)
    {
        var state = look.State;
        return $"{state.Keys.Queue}  {look.Verdict.Word}  {Figures.Count(state.Runnable)} waiting, "
            + $"{Figures.Count(state.Active)} active, {Figures.Count(state.Delayed)} delayed, {Figures.Count(state.Failed)} failed"
            + $"{(state.Paused ? ", paused" : "")}  ({state.Version ?? "version unknown"})";
    }
}
