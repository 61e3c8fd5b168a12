using System.Globalization;
using IncidentBot.Readings;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>
/// The workers that registered themselves. A killed one stays registered, and its hash stays until its last heartbeat's time is over:
/// eight minutes in RQ 1.
/// </summary>
internal sealed record RqWorkers(IReadOnlyList<RqWorker> Registered, RqConnections Connections)
{
    private static readonly string[] Fields =
        ["state", "version", "queues", "last_heartbeat", "current_job", "hostname", "pid", "ip_address", "birth", "successful_job_count"];

    /// <summary>Those that can take a job, as far as can be seen.</summary>
    public IEnumerable<RqWorker> Alive => Registered.Where(IsThere);

    /// <summary>Those whose hash there is: it says what they are, whether they live or not.</summary>
    public IEnumerable<RqWorker> Entries => Registered.Where(worker => !worker.Gone);

    public bool IsThere(RqWorker worker) => worker is { Gone: false, Silent: false } && Connections.Has(worker) != false;

    public static async Task<RqWorkers> ReadAsync(IRedisSession session, CancellationToken ct)
    {
        string[] keys = [.. (await session.ExecuteAsync("SMEMBERS", [RqKeys.Workers], ct))
            .AsItems()
            .Select(key => key.AsString() ?? "")
            .Order(StringComparer.Ordinal)];
        var workers = new List<RqWorker>();
        foreach (var page in keys.Chunk(200))
        {
            var replies = await session.PipelineAsync(
                [
                    .. page.Select(key => RedisCommand.Of("HMGET", [key, .. Fields.Select(field => (RedisArgument)field)])),
                    .. page.Select(key => RedisCommand.Of("PTTL", key)),
                ],
                ct);
            workers.AddRange(page.Select((key, at) => RqWorker.Of(key, [.. replies[at].AsItems(Fields.Length).Select(value => value.AsString())]) with
            {
                EntryLeft = Times.Milliseconds(replies[page.Length + at].AsLong()) is { Ticks: > 0 } left ? left : null,
            }));
        }

        return new RqWorkers(await WithJobsAsync(session, workers, ct), await RqConnections.ReadAsync(session, ct));
    }

    /// <summary>Since when each runs what it runs.</summary>
    private static async Task<IReadOnlyList<RqWorker>> WithJobsAsync(IRedisSession session, IReadOnlyList<RqWorker> workers, CancellationToken ct)
    {
        if (!workers.Any(worker => worker.CurrentJob is { Length: > 0 }))
        {
            return workers;
        }

        var started = await session.PipelineAsync(
            [.. workers.Select(worker => RedisCommand.Of("HGET", RqKeys.Job(worker.CurrentJob ?? ""), "started_at"))],
            ct);
        return [.. workers.Select((worker, at) => worker with { JobStartedAt = RqTime.Parse(started[at].AsString()) })];
    }

    /// <summary>Who listens to it by its hash; whether they live, <see cref="Workforce"/> judges.</summary>
    public IReadOnlyList<RqWorker> Of(string queue) => [.. Entries.Where(worker => worker.Queues.Contains(queue))];

    public IEnumerable<Reading?> Readings =>
    [
        Reading.Count("rq.workers", Alive.Count()),
        Reading.Count("rq.workers_busy", Alive.Count(worker => worker.State == "busy")),
        Reading.Count("rq.workers_gone", Registered.Count(worker => !IsThere(worker))),
    ];

    /// <summary>In words: the living, and those that left only their name.</summary>
    public string Count()
    {
        var (alive, gone) = (Alive.Count(), Registered.Count(worker => !IsThere(worker)));
        return $"{Plural.Of(alive, "worker")}{(gone > 0 ? $" (and {gone} registered but gone: killed, or without a heartbeat)" : "")}";
    }
}

/// <param name="Gone">Registered, but its hash has expired: it was killed.</param>
internal sealed record RqWorker(string Name, bool Gone)
{
    public string? State { get; private init; }
    public string? Version { get; private init; }
    public IReadOnlyList<string> Queues { get; private init; } = [];
    public DateTimeOffset? LastHeartbeat { get; private init; }
    public string? CurrentJob { get; private init; }
    public string? Host { get; private init; }
    public string? Pid { get; private init; }
    public DateTimeOffset? Born { get; private init; }

    /// <summary>How long its hash stays if no heartbeat comes; null where it stays for ever.</summary>
    public TimeSpan? EntryLeft { get; init; }

    /// <summary>
    /// A living worker of RQ renews its hash while it has 60 s and more left: for 90 s every 30 s while it works, for its worker_ttl
    /// and a minute every worker_ttl less 15 s while it waits. A quarter of a minute is for a slow machine.
    /// </summary>
    public bool Silent => EntryLeft < TimeSpan.FromSeconds(45);

    /// <summary>The host of its connection, as the server saw it.</summary>
    public string? ConnectsFrom { get; private init; }

    /// <summary>Jobs that went well since.</summary>
    public long Successes { get; private init; }
    public DateTimeOffset? JobStartedAt { get; init; }

    /// <summary>The server refused it CLIENT SETNAME or CLIENT LIST, as RQ notes: no connection can be told to be its own.</summary>
    public bool CouldNotSayItsName { get; private init; }

    public static RqWorker Of(string key, IReadOnlyList<string?> fields) =>
        new(key.StartsWith(RqKeys.WorkerPrefix, StringComparison.Ordinal) ? key[RqKeys.WorkerPrefix.Length..] : key, fields.All(field => field is null))
        {
            State = fields[0],
            Version = fields[1],
            Queues = fields[2]?.Split(',') ?? [],
            LastHeartbeat = RqTime.Parse(fields[3]),
            CurrentJob = fields[4],
            Host = fields[5],
            Pid = fields[6],
            CouldNotSayItsName = fields[7] is null or "unknown",
            ConnectsFrom = fields[7]?.LastIndexOf(':') is > 0 and var colon ? fields[7]![..colon] : fields[7],
            Born = RqTime.Parse(fields[8]),
            Successes = long.TryParse(fields[9], CultureInfo.InvariantCulture, out var done) ? done : 0,
        };

    /// <summary>One line of a table.</summary>
    public string Line(DateTimeOffset now, RqConnections connections) => Gone
        ? $"{Name}  gone: registered, but without a heartbeat for so long that its entry has expired"
        : $"{Name}  {State ?? "starting"}, RQ {Version ?? "?"}, heartbeat {RqTime.Since(LastHeartbeat, now)} ago, "
            + $"{string.Join(' ', Queues)}, pid {Pid ?? "?"} on {Host ?? "?"}{(CurrentJob is { Length: > 0 } job ? $", runs {job}" : "")}"
            + (Silent ? ", its heartbeat is overdue" : "")
            + (connections.Has(this) == false ? ", no connection gives its name" : "");
}
