using IncidentBot.Actions;

namespace IncidentBot.Redis.Actions;

/// <summary>Role, links and lag: https://redis.io/docs/latest/operate/oss_and_stack/management/replication/.</summary>
internal sealed class ReplicationAction(RedisTargets targets) : RedisRead(targets)
{
    private const long LagSecondsAllowed = 1;

    public override ActionDefinition Definition { get; } = new(new ActionId("redis.replication"), Risk.Observe, "Says whether this is the master, who replicates, and how far behind");

    protected override async Task<ActionReport> ReadAsync(RedisTarget target, ActionCall call, CancellationToken ct)
    {
        var facts = (await RedisInfo.ReadAsync(target, ct)).Replication;
        return facts.IsReplica ? AsReplica(target, facts) : AsMaster(target, facts);
    }

    private static ActionReport AsReplica(RedisTarget target, ReplicationFacts facts)
    {
        var master = $"{facts.MasterHost}:{facts.MasterPort}";
        return facts.MasterLinkUp == true
            ? new ActionReport($"{target.Name} is a replica of {master}: it refuses writes", Healthy: false)
            {
                FailureClass = FailureClass.ReadOnly.Text().Name,
                Evidence = [$"The link is up; offset {Figures.Count(facts.ReplicaOffset ?? 0)}.", "If the application writes here, its URL points at the old master after a failover."],
            }
            : new ActionReport($"{target.Name} is a replica and has lost its master {master}", Healthy: false)
            {
                FailureClass = FailureClass.MasterDown.Text().Name,
                Evidence =
                [
                    facts.MasterLinkDownFor is { } down ? $"The link has been down for {Figures.Duration(down)}." : "The link has not been up since this server became a replica.",
                    FailureClass.MasterDown.Text().NextStep,
                ],
            };
    }

    private static ActionReport AsMaster(RedisTarget target, ReplicationFacts facts)
    {
        var late = facts.Replicas.Where(replica => replica.State != "online" || replica.LagSeconds > LagSecondsAllowed).ToList();
        var answer = (facts.Replicas.Count, late.Count) switch
        {
            (0, _) => "is the master, without replicas",
            (1, 0) => "is the master; its replica follows",
            (var all, 0) => $"is the master; all {all} replicas follow",
            (var all, var behind) => $"is the master; {behind} of {all} replicas {(behind == 1 ? "is" : "are")} behind",
        };
        return new ActionReport($"{target.Name} {answer}", Healthy: late.Count == 0)
        {
            Evidence = [.. facts.Replicas.Select(replica => $"{replica.Host}:{replica.Port}  {replica.State}, {replica.LagSeconds} s behind, {Figures.Bytes(Math.Max(0, (facts.MasterOffset ?? 0) - (replica.Offset ?? 0)))} to go")],
        };
    }
}
