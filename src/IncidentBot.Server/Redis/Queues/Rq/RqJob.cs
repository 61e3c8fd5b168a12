using System.Globalization;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>An entry of a registry and what its job's hash says. Never its <c>data</c>: that is pickled, and somebody else's code.</summary>
internal sealed record RqJob(string Id, double Score)
{
    private static readonly string[] Fields = ["status", "origin", "worker_name", "enqueued_at", "ended_at"];

    /// <summary>False when the job has expired, or only a remnant is left: RQ could not run it.</summary>
    public bool Exists { get; private init; }
    public string? Status { get; private init; }
    public string? Origin { get; private init; }
    public string? Worker { get; private init; }
    public DateTimeOffset? EnqueuedAt { get; private init; }
    public DateTimeOffset? EndedAt { get; private init; }

    /// <summary>True when nobody has put it into the queue since, and it has not ended since.</summary>
    public bool IsUntouchedSince(DateTimeOffset then) => !(EnqueuedAt >= then) && !(EndedAt >= then);

    public static async Task<RqJob?> FindAsync(IRedisSession session, string registry, string id, CancellationToken ct) =>
        (await session.ExecuteAsync("ZSCORE", [registry, id], ct)).AsString() is { } score ? (await FillAsync(session, [(id, Number(score))], ct))[0] : null;

    /// <summary>Page by page, so that no reply is long; at most <paramref name="most"/> entries from the lowest score up.</summary>
    /// <param name="max">The highest score, as ZRANGEBYSCORE takes it.</param>
    public static async Task<IReadOnlyList<RqJob>> ReadAsync(IRedisSession session, string registry, string max, int most, CancellationToken ct)
    {
        const int Page = 500;
        var jobs = new List<RqJob>();
        for (var from = 0; from < most; from += Page)
        {
            var reply =
                (await session.ExecuteAsync("ZRANGEBYSCORE", [registry, "-inf", max, "WITHSCORES", "LIMIT", from, Math.Min(Page, most - from)], ct)).AsItems();
            jobs.AddRange(await FillAsync(session, Pairs(reply), ct));
            if (reply.Count < 2 * Page)
            {
                break;
            }
        }

        return jobs;
    }

    /// <summary>The entries with the highest scores: mostly, but not always, those that came last.</summary>
    public static async Task<IReadOnlyList<RqJob>> ReadLastAsync(IRedisSession session, string registry, int most, CancellationToken ct) =>
        await FillAsync(session, Pairs((await session.ExecuteAsync("ZREVRANGE", [registry, 0, most - 1, "WITHSCORES"], ct)).AsItems()), ct);

    private static IReadOnlyList<(string Id, double Score)> Pairs(IReadOnlyList<RespValue> reply) =>
        [.. reply.Chunk(2).Select(pair => (pair[0].AsString() ?? "", Number(pair[1].AsString() ?? "")))];

    private static double Number(string score) =>
        double.TryParse(score, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
            : score.StartsWith('-') ? double.NegativeInfinity
            : double.PositiveInfinity;

    private static async Task<IReadOnlyList<RqJob>> FillAsync(IRedisSession session, IReadOnlyList<(string Id, double Score)> entries, CancellationToken ct)
    {
        if (entries.Count == 0)
        {
            return [];
        }

        var replies = await session.PipelineAsync(
            [.. entries.SelectMany(entry => new[]
            {
                RedisCommand.Of("HMGET", [RqKeys.Job(entry.Id), .. Fields.Select(field => (RedisArgument)field)]),
                RedisCommand.Of("HEXISTS", RqKeys.Job(entry.Id), "data"),
            })], ct);
        return [.. entries.Select(
            (entry, at) => Of(
                entry.Id,
                entry.Score,
                [.. replies[2 * at].AsItems(Fields.Length).Select(value => value.AsString())],
                replies[(2 * at) + 1].AsLong() > 0))];
    }

    private static RqJob Of(string id, double score, string?[] fields, bool exists) => new(id, score)
    {
        Exists = exists,
        Status = fields[0],
        Origin = fields[1],
        Worker = fields[2],
        EnqueuedAt = RqTime.Parse(fields[3]),
        EndedAt = RqTime.Parse(fields[4]),
    };
}
