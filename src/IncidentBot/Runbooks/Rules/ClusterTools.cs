namespace IncidentBot.Runbooks.Rules;

/// <summary>Programs of other systems that stand beside a Redis: RabbitMQ, etcd, Kafka, Patroni, PostgreSQL's own, GitLab.</summary>
internal sealed class ClusterTools : ICommandFamily
{
    private static readonly Tool[] Tools =
    [
        new(["rabbitmqctl", "rabbitmq-diagnostics", "rabbitmqadmin"],
            Reads: ["status", "list_queues", "list_connections", "list_consumers", "list_channels", "cluster_status", "report", "environment", "ping",
                "list", "show",
                "check_running", "check_local_alarms", "list_vhosts", "list_users", "memory_breakdown"],
            Destroys: ["purge_queue", "delete_queue", "reset", "force_reset", "delete_vhost", "forget_cluster_node", "purge", "delete"]),
        new(["etcdctl"],
            Reads: ["version", "endpoint", "get", "watch", "check"],
            Destroys: ["del", "restore"]),
        new(["patronictl"],
            Reads: ["list", "topology", "history", "show-config", "version", "dsn"],
            Destroys: ["reinit", "remove"]),
        new(["kafka-topics", "kafka-topics.sh", "kafka-consumer-groups", "kafka-consumer-groups.sh", "kafka-configs", "kafka-configs.sh"],
            Reads: ["--list", "--describe", "--version"],
            Destroys: ["--delete", "--execute", "--delete-offsets"]),
        new(["pg_controldata", "pg_lsclusters", "pg_config", "pg_waldump"], Reads: ["*"], Destroys: []),
        new(["pg_resetwal", "kubeadm"], Reads: ["version", "-n", "--dry-run"], Destroys: ["*"]),
        new(["gitlab-ctl"], Reads: ["status", "tail", "service-list", "show-config", "diff-config"], Destroys: ["cleanse", "uninstall"]),
        new(["perf", "bpftrace", "gdb"], Reads: [], Destroys: []),
    ];

    public IReadOnlyList<string> Programs { get; } = [.. Tools.SelectMany(tool => tool.Programs)];

    public Verdict Read(Invocation call, Rulebook rules)
    {
        var tool = Tools.First(tool => tool.Programs.Contains(call.Program));
        var words = call.Arguments.Select(word => word.Value).ToList();
        return words.Any(word => tool.Destroys.Contains(word)) ? Destroyed(call)
            : words.Any(word => tool.Reads.Contains(word)) || tool.Reads is ["*"] ? Hosts.Reads(call.ToString())
            : tool.Destroys is ["*"] ? Destroyed(call)
            : Verdict.Manual("done by a person who is responsible for it", $"{call.Program} changes a running system.");
    }

    private static Verdict Destroyed(Invocation call) =>
        Verdict.Refused("done by a person outside the incident", $"As written, {call.Program} removes data or a member for good.");

    /// <param name="Reads">Words of which one makes it a read; a star alone for whatever it is given.</param>
    private sealed record Tool(string[] Programs, string[] Reads, string[] Destroys);
}
