namespace IncidentBot.Redis.Queues.Rq;

/// <summary>Where RQ keeps things. A worker or client of RQ 1.x uses these names; they cannot be configured there.</summary>
internal static class RqKeys
{
    public const string All = "rq:*";
    public const string Queues = "rq:queues";
    public const string Workers = "rq:workers";
    public const string Suspended = "rq:suspended";
    public const string QueuePrefix = "rq:queue:";
    public const string WorkerPrefix = "rq:worker:";
    public const string JobPrefix = "rq:job:";
    public const string ExecutionsPrefix = "rq:executions:";

    public static string Queue(string queue) => QueuePrefix + queue;

    /// <summary>Since RQ 1.15 a job passes through here between the queue and its worker.</summary>
    public static string Intermediate(string queue) => $"{QueuePrefix}{queue}:intermediate";

    /// <summary>Scored by the moment at which the job's heartbeat expires.</summary>
    public static string Started(string queue) => $"rq:wip:{queue}";

    /// <summary>Scored by the moment at which the entry expires, a year after the failure by default: not by the failure.</summary>
    public static string Failed(string queue) => $"rq:failed:{queue}";

    /// <summary>Scored by the moment at which the job is due.</summary>
    public static string Scheduled(string queue) => $"rq:scheduled:{queue}";

    public static string Deferred(string queue) => $"rq:deferred:{queue}";

    public static string Finished(string queue) => $"rq:finished:{queue}";

    public static string Canceled(string queue) => $"rq:canceled:{queue}";

    public static string SchedulerLock(string queue) => $"rq:scheduler-lock:{queue}";

    public static string Worker(string name) => WorkerPrefix + name;

    public static string Job(string id) => JobPrefix + id;

    public static string Dependents(string id) => $"{JobPrefix}{id}:dependents";

    /// <summary>With two colons: so RQ writes it.</summary>
    public static string Dependencies(string id) => $"{JobPrefix}:{id}:dependencies";

    public static string Results(string id) => $"rq:results:{id}";
}
