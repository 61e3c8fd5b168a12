namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>The keys of one queue: <c>bull:publishing:wait</c>. Job ids may hold colons, so they are never cut out of a key.</summary>
internal sealed record QueueKeys(string Prefix, string Queue)
{
    public string Base => $"{Prefix}:{Queue}:";

    public string Meta => this["meta"];

    public string this[string part] => Base + part;

    /// <summary>What BullMQ's workers call their blocking connection, https://docs.bullmq.io/guide/workers.</summary>
    public string WorkerName => $"{Prefix}:{Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Queue))}";

    public bool IsWorker(string clientName) => clientName == WorkerName || clientName.StartsWith(WorkerName + ":w", StringComparison.Ordinal);
}
