using IncidentBot.Actions;
using IncidentBot.Readings;
using IncidentBot.Redis.Sessions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>Whether one queue works, in one sentence; then the numbers behind it.</summary>
internal sealed class StatusAction(RedisTargets targets, QueueNames names, QueueOptions options, QueueProgress progress) : QueueRead(targets, names, options)
{
    private const int IdsShown = 10;

    public override ActionDefinition Definition { get; } = new(new ActionId("queue.status"), Risk.Observe, "Says whether a queue works, and what holds it up")
    {
        Parameters = [QueueParameters.Queue],
    };

    protected override async Task<ActionReport> ReadAsync(IRedisSession session, QueueState state, ActionCall call, CancellationToken ct)
    {
        var verdict = QueueVerdict.Of(state);
        var (done, counted) = await progress.ReadAsync(session, call.Target, state, ct);
        return new ActionReport($"{state.Keys.Queue} on {call.Target}  {verdict.Sentence}", verdict.Healthy)
        {
            Evidence = [.. Lines(state), done, .. Changes(state)],
            Readings = Reading.Known([.. state.Readings, .. counted]),
            Next = [.. Next(state, call.Target)],
        };
    }

    private static IEnumerable<string> States(QueueState state) =>
    [
        $"{Count(state.Wait)} wait",
        $"{Count(state.PausedList)} paused",
        $"{Count(state.Prioritized)} prioritized",
        $"{Count(state.Active)} active",
        $"{Count(state.Delayed)} delayed",
        $"{Count(state.WaitingChildren)} waiting-children",
        $"{Count(state.Completed)} completed",
        $"{Count(state.Failed)} failed",
    ];

    private static IEnumerable<string> Setting(QueueState state)
    {
        yield return state.Workers is { } workers ? $"{Plural.Of(workers, "worker")} connected" : "Workers unknown: CLIENT LIST is refused";
        yield return state.Paused ? "paused" : "not paused";
        if (state.Concurrency is { } most)
        {
            yield return $"at most {most} at a time";
        }

        if (state.Max is { } max)
        {
            yield return $"rate limit {max}";
        }
    }

    private static IEnumerable<string> Lines(QueueState state)
    {
        yield return string.Join(", ", States(state));
        yield return string.Join("; ", Setting(state));
        if (state.Workers == 0)
        {
            yield return "Start its workers first: they run the jobs, and look after stalled and delayed ones by themselves.";
        }

        if (state.HeadAge is { } age)
        {
            yield return $"The next job in line was added {Duration.Words(age)} ago.";
        }

        if (state.WithoutLock.Count > 0)
        {
            var since = state.OldestWithoutLock is { } oldest ? $", the oldest for {Duration.Words(oldest)}" : "";
            var ids = string.Join(", ", state.WithoutLock.Take(IdsShown).Select(job => job.HasData ? job.Id : $"{job.Id} (its data is gone)"));
            var more = state.WithoutLock.Count > IdsShown ? " …" : "";
            yield return $"Active without a lock: {QueueVerdict.Jobs(state.WithoutLock.Count)}{since}: {ids}{more}";
        }

        if (state.Overdue > 0)
        {
            var since = state.OldestOverdue is { } late ? $", the first since {Duration.Words(late)}" : "";
            yield return $"Delayed and due: {QueueVerdict.Jobs(state.Overdue)}{since}";
        }

        if (state.LimitedFor is { } left)
        {
            yield return $"The rate limit holds for another {Duration.Words(left)}, then work goes on by itself. Whoever set it can raise it.";
        }

        if (state.Full)
        {
            yield return $"At most {state.Concurrency} at a time is its owner's setting (setGlobalConcurrency): what is active has to end first.";
        }
    }

    private static IEnumerable<string> Changes(QueueState state) => QueueFit.Of(state) is { Layout: null } fit
        ? [$"Read only: {fit.Why}. {fit.Needed}"]
        : [$"Written by {state.Version}."];

    private static IEnumerable<Suggestion> Next(QueueState state, string target)
    {
        var queue = state.Keys.Queue;
        if (state.Paused)
        {
            yield return new Suggestion("Resume", $"/queue resume {queue} on {target}");
        }

        if (state.WithoutLock.Count > 0)
        {
            yield return new Suggestion("Retry the stalled", $"/queue retry-stalled {queue} on {target}");
        }

        if (state.Overdue > 0)
        {
            yield return new Suggestion("Promote the overdue", $"/queue promote {queue} overdue on {target}");
        }

        if (state.Full)
        {
            yield return new Suggestion("See the active", $"/queue jobs {queue} active on {target}");
        }

        if (state.Failed > 0)
        {
            yield return new Suggestion("See the failed", $"/queue jobs {queue} failed on {target}");
        }
    }

    private static string Count(long number) => Figures.Count(number);
}
