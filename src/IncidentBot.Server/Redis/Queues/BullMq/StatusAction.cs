using IncidentBot.Actions;
using IncidentBot.Readings;
using IncidentBot.Redis.Sessions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>Whether one queue works, in one sentence; then the numbers behind it.</summary>
internal sealed class StatusAction(RedisTargets targets, QueueNames names, QueueOptions options, QueueProgress progress) : QueueRead(targets, names, options)
{
    private const int IdsShown = 10;

    /// <summary>Troubles of which a line below says more than their sentence.</summary>
    private static readonly string[] HaveTheirLine = ["stalled", "overdue", "limited", "maxed"];

    public override ActionDefinition Definition { get; } = new(new ActionId("queue.status"), Risk.Observe, "Says whether a queue works, and what holds it up")
    {
        Parameters = [QueueParameters.Queue],
    };

    protected override async Task<ActionReport> ReadAsync(IRedisSession session, QueueState state, ActionCall call, CancellationToken ct)
    {
        var look = new QueueLook(state, await QueueActivity.ReadAsync(session, state, LookDepth.OfOne, ct));
        var (done, counted) = progress.Since(call.Target, look);
        return new ActionReport($"{state.Keys.Queue} on {call.Target}: {look.Verdict.Sentence}", look.Verdict.Healthy)
        {
            Gravity = look.Verdict.Gravity ?? Gravity.Degraded,
            NotSeen = [.. state.WhyWorkersAreUnknown is { } why ? [$"Workers unknown: {why}"] : Array.Empty<string>(), .. look.Activity.Events.Refusals],
            Evidence = [.. Lines(look), .. done, .. Changes(state)],
            Readings = Reading.Known([.. state.Readings, .. look.Readings, .. counted]),
            Next = [.. QueueSteps.Of(look, call.Target).Concat(Next(state, call.Target)).DistinctBy(step => step.Command)],
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
        yield return state.Workers is { } workers ? $"{Plural.Of(workers, "worker")} connected" : "workers unknown";
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

    private static IEnumerable<string> Lines(QueueLook look)
    {
        var state = look.State;
        yield return string.Join(", ", States(state));
        yield return string.Join("; ", Setting(state));
        foreach (var also in look.Verdicts.Skip(1).Where(verdict => !HaveTheirLine.Contains(verdict.Word)))
        {
            yield return $"Also {also.Sentence}";
        }

        if (state is { Workers: 0, NoWorkers: false })
        {
            yield return state.Held > 0
                ? $"No connection gives the name of this queue, as where CLIENT SETNAME is refused; but {QueueVerdict.Jobs(state.Held)} "
                    + $"{Plural.Pick(state.Held, "is", "are")} held by a worker."
                : $"No connection gives the name of this queue; {Plural.Of(state.Nameless, "connection")} without a name "
                    + $"{Plural.Pick(state.Nameless, "waits", "wait")} as workers do.";
        }

        if (state.NoWorkers)
        {
            yield return "Start its workers first: they run the jobs, and look after stalled and delayed ones by themselves.";
        }

        if (look.Activity.HeadWaited is { } age)
        {
            yield return $"The next job in line has waited {Duration.Words(age)}.";
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
        if (state.Overdue > 0)
        {
            yield return new Suggestion("Promote the overdue", $"/queue promote {queue} overdue on {target}");
        }

        if (state.Failed > 0)
        {
            yield return new Suggestion("See the failed", $"/queue jobs {queue} failed on {target}");
        }
    }

    private static string Count(long number) => Figures.Count(number);
}
