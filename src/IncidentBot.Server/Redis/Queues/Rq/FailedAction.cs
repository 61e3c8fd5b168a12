using System.Globalization;
using IncidentBot.Actions;
using IncidentBot.Execution;
using IncidentBot.Readings;
using IncidentBot.Redis.Sessions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>The failed jobs of a queue, the latest first, each with the end of its traceback.</summary>
internal sealed class FailedAction(RedisTargets targets, Redactor redactor) : RqRead(targets)
{
    private const int Usual = 10;
    private const int MaxShown = 30;
    private const int Looked = 2000;
    private const int MaxLine = 300;

    public override ActionDefinition Definition { get; } = new(
        new ActionId("rq.failed"),
        Risk.Observe,
        "Shows the latest failed jobs of an RQ queue and how they failed")
    {
        Parameters =
        [
            new Parameter("queue", "the queue, as /rq list shows it", "default") { Required = true },
            new Parameter("count", $"how many to show, up to {MaxShown}", "10")
            {
                Check = value => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= MaxShown
                    ? null
                    : $"is not a number from 1 to {MaxShown}.",
            },
        ],
    };

    protected override async Task<ActionReport> ReadAsync(RedisTarget target, IRedisSession session, string queue, ActionCall call, CancellationToken ct)
    {
        var shown = call.Find("count") is { } count ? int.Parse(count, CultureInfo.InvariantCulture) : Usual;
        var now = await RqTime.NowAsync(session, ct);
        var total = (await session.ExecuteAsync("ZCARD", [RqKeys.Failed(queue)], ct)).AsLong() ?? 0;
        if (total == 0)
        {
            return new ActionReport($"{queue} has no failed job.", Healthy: true) { Readings = Reading.Known(Reading.Count("rq.failed", 0)) };
        }

        var looked = await RqJob.ReadLastAsync(session, RqKeys.Failed(queue), Looked, ct);
        var latest = looked.Where(job => job.Exists).OrderByDescending(When).Take(shown).ToList();
        var gone = looked.Count(job => !job.Exists);
        return new ActionReport(
            $"{queue}: {Plural.Of(total, "failed job")}{(latest.Count > 0 ? $", the latest {RqTime.Since(When(latest[0]), now)} ago" : "")}",
            Healthy: false)
        {
            Evidence =
            [
                .. await LinesAsync(session, latest, now, ct),
                .. gone > 0 ? [$"{Figures.Count(gone)} of the entries name a job that has expired."] : Array.Empty<string>(),
                .. total > latest.Count + gone ? [$"… {Figures.Count(total - latest.Count - gone)} more"] : Array.Empty<string>(),
            ],
            Readings = Reading.Known(
                Reading.Count("rq.failed", total),
                Reading.Seconds("rq.failed_latest_age", latest.Count > 0 ? now - When(latest[0]) : null)),
            Next = [new Suggestion("Requeue all", $"/rq requeue {queue} all on {target.Name}")],
        };
    }

    // A job that a cleanup called failed has no end.
    private static DateTimeOffset? When(RqJob job) => job.EndedAt ?? job.EnqueuedAt;

    private async Task<IReadOnlyList<string>> LinesAsync(IRedisSession session, List<RqJob> jobs, DateTimeOffset now, CancellationToken ct)
    {
        if (jobs.Count == 0)
        {
            return [];
        }

        var replies = await session.PipelineAsync(
            [.. jobs.SelectMany(job => RqTraceback.Commands(job.Id).Prepend(RedisCommand.Of("HGET", RqKeys.Job(job.Id), "description")))],
            ct);
        var refusal = RqTraceback.Refusal(replies[1]);
        return [.. refusal is null ? Array.Empty<string>() : [$"How jobs of RQ 1.12 and newer failed is not known, {refusal}"], .. jobs.SelectMany((job, at) =>
        {
            // Redacted before it is cut: half a URL no longer looks like one with a password.
            var lines = RqTraceback.LastLines(replies[(3 * at) + 1], replies[(3 * at) + 2], most: 2).Select(redactor.Clean);
            return lines.Select(line => $"    {(line.Length > MaxLine ? line[..MaxLine] + "…" : line)}").Prepend(
                $"{job.Id}  {RqFunctions.NameIn(replies[3 * at].AsString()) ?? RqFunctions.Unnamed}, {job.Status}, {RqTime.Since(When(job), now)} ago");
        })];
    }
}
