using IncidentBot.Actions;
using IncidentBot.Readings;
using IncidentBot.Redis.Actions.Settings;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Info;
using IncidentBot.Words;

namespace IncidentBot.Redis.Actions.Reads;

/// <summary>Role, links and lag: https://redis.io/docs/latest/operate/oss_and_stack/management/replication/.</summary>
internal sealed class ReplicationAction(RedisTargets targets) : RedisRead(targets)
{
    private const long LagSecondsAllowed = 1;

    public override ActionDefinition Definition { get; } =
        new(new ActionId("redis.replication"), Risk.Observe, "Says whether this is the master, who replicates, and how far behind");

    protected override async Task<ActionReport> ReadAsync(RedisTarget target, ActionCall call, CancellationToken ct)
    {
        var info = await RedisInfo.ReadAsync(target, ct);
        var facts = info.Replication;
        if (facts.IsReplica)
        {
            return AsReplica(target, facts) with
            {
                Readings = Reading.Known(info.Readings("slave_repl_offset", "master_last_io_seconds_ago", "master_link_down_since_seconds")),
            };
        }

        // Only what a replica adds: without one there is no buffer, and without min-replicas INFO does not count the good ones.
        var waiting = facts.Replicas.Count == 0 ? (null, null) : await TryAsync(target, "CLIENT LIST", session => ClientList.ReadAsync(session, ct), ct);
        var needed = facts.GoodReplicas is null
            ? (null, null)
            : await TryAsync(target, "CONFIG GET min-replicas-to-write", session => ConfigSetting.ReadAsync(session, "min-replicas-to-write", ct), ct);
        var report = AsMaster(target, facts, waiting.Value, needed.Value);
        return report with
        {
            NotSeen = [.. new[] { waiting.Refusal, needed.Refusal }.OfType<string>(), .. info.Lacking("role")],
            Readings = Reading.Known(
            [
                .. info.Readings("connected_slaves", "min_slaves_good_slaves", "master_repl_offset", "repl_backlog_size"),
                .. facts.Replicas.SelectMany(replica => Readings(facts, replica)),
            ]),
        };
    }

    private static ActionReport AsReplica(RedisTarget target, ReplicationFacts facts)
    {
        var master = $"{facts.MasterHost}:{facts.MasterPort}";
        return facts.MasterLinkUp == true
            ? new ActionReport($"{target.Name} is a replica of {master}: it refuses writes", Healthy: false)
            {
                FailureClass = FailureClass.ReadOnly.Text().Name,
                Evidence =
                [
                    $"The link is up; offset {Reported.Count(facts.ReplicaOffset)}, "
                        + $"last heard of its master {(facts.LastHeardOfMaster is { } heard ? $"{Duration.Words(heard)} ago" : Reported.No)}.",
                    "If the application writes here, its URL points at the old master after a failover.",
                ],
            }
            : new ActionReport($"{target.Name} is a replica and has lost its master {master}", Healthy: false)
            {
                FailureClass = FailureClass.MasterDown.Text().Name,
                Evidence =
                [
                    facts.MasterLinkDownFor is { } down
                        ? $"The link has been down for {Duration.Words(down)}."
                        : "The link has not been up since this server became a replica.",
                    FailureClass.MasterDown.Text().NextStep,
                ],
            };
    }

    private static ActionReport AsMaster(RedisTarget target, ReplicationFacts facts, ClientList? clients, string? needed)
    {
        var late = facts.Replicas.Where(replica => replica.State != "online" || replica.LagSeconds > LagSecondsAllowed).ToList();
        var lacking = int.TryParse(needed, System.Globalization.CultureInfo.InvariantCulture, out var count) && facts.GoodReplicas < count;
        var answer = (facts.Replicas.Count, late.Count) switch
        {
            _ when lacking => $"refuses writes: {facts.GoodReplicas} of the {count} replicas it needs are good",
            _ when facts.Role is null => $"does not say whether it is the master: its role is {Reported.No}",
            _ when facts.IsActiveReplica => $"is an active replica of {facts.MasterHost ?? Reported.No}: it takes writes too, as KeyDB's masters do",
            (0, _) when facts.ConnectedReplicas is null => $"is the master; its replicas are {Reported.No}",
            (0, _) => "is the master, without replicas",
            (1, 0) => "is the master; its replica follows",
            (var all, 0) => $"is the master; all {all} replicas follow",
            (var all, var behind) => $"is the master; {behind} of {all} replicas {Plural.Pick(behind, "is", "are")} behind",
        };
        return new ActionReport($"{target.Name} {answer}", Healthy: late.Count == 0 && !lacking)
        {
            FailureClass = lacking ? FailureClass.NoReplicas.Text().Name : null,
            Evidence = [.. facts.Replicas.Select(replica => Line(facts, replica)), .. Buffers(facts, clients)],
        };
    }

    private static IEnumerable<Reading?> Readings(ReplicationFacts facts, ReplicaFacts replica) =>
    [
        Reading.Seconds($"replica.lag:{replica.Host}:{replica.Port}", Times.Seconds(replica.LagSeconds)),
        Reading.Bytes($"replica.behind:{replica.Host}:{replica.Port}", Behind(facts, replica)),
    ];

    private static string Line(ReplicationFacts facts, ReplicaFacts replica) =>
        $"{replica.Host}:{replica.Port}  {replica.State}, {replica.LagSeconds} s behind, {Reported.Bytes(Behind(facts, replica))} to go";

    /// <summary>A replica that is cut off copies everything anew once it needs more than the backlog holds.</summary>
    private static IEnumerable<string> Buffers(ReplicationFacts facts, ClientList? clients)
    {
        if (facts.Replicas.Count > 0 && facts.BacklogSize is { } size)
        {
            var most = facts.Replicas.Max(replica => Behind(facts, replica));
            yield return $"Backlog: {Figures.Bytes(size)}"
                + $"{(most > size ? "; a replica is further behind than that: cut off, it would copy everything anew" : "")}";
        }

        if (clients?.Clients.Where(client => client.Flags.Contains('S', StringComparison.Ordinal)).ToList() is { Count: > 0 } links)
        {
            yield return $"Waiting to be sent: {string.Join(", ", links.Select(link => Figures.Bytes(link.OutputBytes ?? 0)))} in the "
                + $"output buffers of {Plural.Of(links.Count, "replica")}";
        }
    }

    private static long? Behind(ReplicationFacts facts, ReplicaFacts replica) =>
        facts.MasterOffset - replica.Offset is { } behind ? Math.Max(0, behind) : null;
}
