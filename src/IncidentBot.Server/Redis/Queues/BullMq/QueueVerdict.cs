using IncidentBot.Actions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>One thing to know about a queue.</summary>
/// <param name="Word">For a table.</param>
/// <param name="Gravity">Null where nothing is wrong.</param>
internal sealed record QueueVerdict(string Word, string Sentence, Gravity? Gravity)
{
    /// <summary>Workers take due jobs at once; so late is too late.</summary>
    private static readonly TimeSpan Overdue = TimeSpan.FromSeconds(5);

    public bool Healthy => Gravity is null;

    /// <summary>What makes sense next: a label and a command of <c>/queue</c>, without the target.</summary>
    public IReadOnlyList<(string Label, string Command)> Steps { get; private init; } = [];

    /// <summary>What stops everything comes before what stops something, and that before what may once.</summary>
    /// <returns>At least one; the first is the one that causes the others.</returns>
    public static IReadOnlyList<QueueVerdict> All(QueueState state, QueueActivity activity)
    {
        var troubles = Troubles(state, activity).ToList();
        return troubles.Count > 0 ? troubles : [Well(state)];
    }

    public static string Jobs(long count) => Plural.Of(count, "job");

    private static IEnumerable<QueueVerdict> Troubles(QueueState state, QueueActivity activity)
    {
        var queue = state.Keys.Queue;
        var poison = PoisonJob.Of(state, activity);
        var ended = EndedJobs.Of(activity);
        if (state.Paused)
        {
            yield return Stopped("paused", $"paused: {Jobs(state.Runnable)} held until somebody resumes it") with { Steps = [("Resume", $"resume {queue}")] };
        }

        if (state.NoWorkers && state.Runnable + state.Active + state.Overdue > 0)
        {
            yield return Stopped("no workers", $"no workers are connected; {QueueWords.LeftAlone(state, activity.HeadWaited)}");
        }

        if (poison is { IsCauseOfStalls: true })
        {
            yield return OfPoison(poison, state);
        }

        if (state.WithoutLock.Count > 0)
        {
            yield return Stopped("stalled", $"stalled: {QueueWords.Stalled(state)}") with { Steps = [("Retry the stalled", $"retry-stalled {queue}")] };
        }

        if (!state.NoWorkers && StuckQueue.Of(state, activity) is { } stuck)
        {
            yield return Stopped("stuck", $"stuck: {stuck.Words}") with
            {
                Steps = stuck.MarkerGone ? [("Pause, and resume then: that sets the marker", $"pause {queue}")] : [],
            };
        }

        if (ended.IsWave)
        {
            yield return Hampered("failing", $"failing: {ended.Words}") with
            {
                Steps = [ended.Failed > ended.Retried ? ("See the failed", $"jobs {queue} failed") : ("See those to be tried again", $"jobs {queue} delayed")],
            };
        }

        if (poison is { IsCauseOfStalls: false })
        {
            yield return OfPoison(poison, state);
        }

        foreach (var late in Late(state, activity, ended))
        {
            yield return late;
        }

        if (state.LostItsMeta)
        {
            yield return new QueueVerdict(
                "meta gone",
                "meta gone: its hash meta was evicted or deleted, and with it whether it is paused; its next Queue writes it anew",
                IncidentBot.Actions.Gravity.Risk);
        }

        if (state.Completed >= KeptJobs.Many)
        {
            yield return new QueueVerdict("kept", $"kept: {QueueWords.Kept(state, activity)}", IncidentBot.Actions.Gravity.Risk)
            {
                Steps = [($"Remove all but {Figures.Count(KeptJobs.Left)}", $"clean {queue} completed keep={KeptJobs.Left}")],
            };
        }
    }

    /// <summary>What makes jobs wait in a queue that works.</summary>
    private static IEnumerable<QueueVerdict> Late(QueueState state, QueueActivity activity, FailureWave ended)
    {
        var queue = state.Keys.Queue;
        if (state.Full && state.Runnable > 0)
        {
            yield return Hampered("maxed", $"maxed: {QueueWords.Full(state)}") with { Steps = [("See the active", $"jobs {queue} active")] };
        }

        if (state.LimitedFor is { } left && state.Runnable > 0)
        {
            yield return Hampered("limited", $"limited: the rate limit holds {Jobs(state.Runnable)} for another {Duration.Words(left)}");
        }

        if (state.OldestOverdue is { } late && late > Overdue)
        {
            yield return Hampered("overdue", $"overdue: {Jobs(state.Overdue)} should have started, the first {Duration.Words(late)} ago") with
            {
                Steps = [("Promote the overdue", $"promote {queue} overdue")],
            };
        }

        if (!state.Paused && Starvation.Of(activity) is { } starvation)
        {
            yield return Hampered("starved", $"starved: {starvation.Words}") with { Steps = [("See the waiting", $"jobs {queue} prioritized")] };
        }

        if (state is { Paused: false, NoWorkers: false } && Backlog.Of(state, activity, ended) is { } backlog)
        {
            yield return Hampered("behind", $"behind: {backlog.Words}") with { Steps = [("See the active", $"jobs {queue} active")] };
        }
    }

    private static QueueVerdict Well(QueueState state) => state switch
    {
        { Workers: null, Held: 0 } => Fine("no trouble seen", "no trouble seen, but the server does not say whether workers are connected"),
        { NoWorkers: true } => Fine("no workers", "no workers are connected; nothing waits for them now"),
        _ => Fine("healthy", $"healthy: {Jobs(state.Runnable)} waiting, {Jobs(state.Active)} active, {QueueWords.Workers(state)}"),
    };

    private static QueueVerdict OfPoison(PoisonJob poison, QueueState state) =>
        Hampered(
            "poison job",
            $"poison job: {poison.Words}{(state.Runnable > 0 ? $"; {Jobs(state.Runnable)} {Plural.Pick(state.Runnable, "waits", "wait")}" : "")}") with
        {
            Steps = [("See it", $"jobs {state.Keys.Queue} {poison.Job.State} 50")],
        };

    private static QueueVerdict Stopped(string word, string sentence) => new(word, sentence, IncidentBot.Actions.Gravity.Outage);

    private static QueueVerdict Hampered(string word, string sentence) => new(word, sentence, IncidentBot.Actions.Gravity.Degraded);

    private static QueueVerdict Fine(string word, string sentence) => new(word, sentence, null);
}
