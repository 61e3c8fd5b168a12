using IncidentBot.Actions;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;
using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>Reads which jobs a move is about, and moves them in batches: one step per job, one round trip per batch.</summary>
internal static class RqMover
{
    /// <summary>More than these are left for another run.</summary>
    public const int Most = 100_000;

    private const int Batch = 100;

    public static async Task<RqSelection> SelectAsync(IRedisSession session, RqMove move, string? onlyId, CancellationToken ct)
    {
        var jobs = onlyId is null
            ? await RqJob.ReadAsync(session, move.Registry, move.UpTo is { } limit ? RqTime.Score(limit) : "+inf", Most, ct)
            : await RqJob.FindAsync(session, move.Registry, onlyId, ct) is { } job ? [job] : [];
        var alive = move.Guard is { } guard ? await RqAlive.AmongAsync(session, jobs.Select(guard), ct) : new HashSet<string>();
        return new RqSelection([.. jobs.Select(job => (job, move.Fit(job, alive)))]);
    }

    /// <summary>Ends after the batch in which the server refused a job.</summary>
    public static async Task<RqOutcome> RunAsync(
        IRedisSession session,
        RqMove move,
        IReadOnlyList<RqJob> jobs,
        IProgress<RunProgress> progress,
        CancellationToken ct)
    {
        var fates = new Dictionary<RqFit, int>();
        var done = 0;
        foreach (var batch in jobs.Chunk(Batch))
        {
            var now = await RqTime.NowAsync(session, ct);
            var replies = await session.ChangeAsync([.. batch.Select(job => move.For(job, now))], ct);
            foreach (var fate in replies.Where(reply => reply.AsError is null).Select(reply => Enum.Parse<RqFit>(reply.ToString())))
            {
                fates[fate] = fates.GetValueOrDefault(fate) + 1;
            }

            done += batch.Length;
            progress.Report(new RunProgress(
                $"{Figures.Count(fates.GetValueOrDefault(RqFit.Moved))} of {Plural.Of(jobs.Count, "job")} in the queue",
                done / (double)jobs.Count));
            if (replies.Select(reply => reply.AsError).FirstOrDefault(error => error is not null) is { } error)
            {
                return new RqOutcome(fates, error);
            }
        }

        return new RqOutcome(fates, null);
    }
}

/// <summary>How many jobs met which fate, and what ended it early.</summary>
internal sealed record RqOutcome(IReadOnlyDictionary<RqFit, int> Fates, RespError? Error)
{
    public int Count(RqFit fit) => Fates.GetValueOrDefault(fit);
}

internal sealed record RqSelection(IReadOnlyList<(RqJob Job, RqFit Fit)> Jobs)
{
    public IReadOnlyList<RqJob> Movable => [.. Jobs.Where(entry => entry.Fit is RqFit.Moved).Select(entry => entry.Job)];

    /// <summary>Those to move, and those of which only the entry is left.</summary>
    public IReadOnlyList<RqJob> Touched => [.. Jobs.Where(entry => entry.Fit is RqFit.Moved or RqFit.Expired).Select(entry => entry.Job)];

    public int Count(RqFit fit) => Jobs.Count(entry => entry.Fit == fit);

    /// <summary>The entries that will not become jobs in the queue, and why.</summary>
    public IEnumerable<string> LeftOut()
    {
        foreach (var (fit, what) in Reasons)
        {
            if (Count(fit) is var count and > 0)
            {
                yield return $"{Plural.Of(count, "entry", "entries")} {what}.";
            }
        }
    }

    private static readonly (RqFit Fit, string What)[] Reasons =
    [
        (RqFit.Expired, "whose job has expired: dropped from the list, as RQ could not run it"),
        (RqFit.OtherStatus, "whose job has another status by now: left alone, somebody else has taken care of it"),
        (RqFit.Elsewhere, "whose job names another queue as its origin: left alone"),
        (RqFit.Alive, "whose worker still lives: left alone"),
        (RqFit.NoWorker, "whose job names no worker, so that nobody can say it is gone: left alone"),
    ];
}
