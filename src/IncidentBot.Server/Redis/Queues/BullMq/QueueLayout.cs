using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>The families of BullMQ versions that keep their jobs in the same places.</summary>
internal enum QueueLayout
{
    /// <summary>5.40 to 5.x: pausing renames <c>wait</c> to <c>paused</c>; a failed job with a priority is retried through <c>wait</c>.</summary>
    V5,

    /// <summary>6.x: jobs of a paused queue stay in <c>wait</c>; a retried job keeps its priority.</summary>
    V6,
}

/// <summary>Whether a queue may be changed, and by which family's scripts. Reads need none of this.</summary>
internal sealed record QueueFit(QueueLayout? Layout, string Why, string Needed)
{
    private const string Library = "bullmq:";
    private static readonly Version Oldest = new(5, 40);
    private static readonly Version TooNew = new(7, 0);

    /// <param name="repairing">True for <c>queue.resume</c> under v5, which puts jobs that are in two lists together again.</param>
    public static QueueFit Of(QueueState state, bool repairing = false)
    {
        if (state.LostItsMeta)
        {
            return No(
                "its hash meta is gone, evicted or deleted, so which version writes it is not known",
                "Start one Queue of its program, which writes it again; then see whether the queue should be paused.");
        }

        if (state is { Version: null, HasEvents: false })
        {
            return No("it has neither a version nor events, so Bull 3 or 4 writes it", "Use the API of Bull, such as job.retry().");
        }

        if (state.Version is not { } written)
        {
            return No(
                "its meta key has no version, so BullMQ before 5.20 wrote it",
                "Start one Queue of BullMQ 5.40 or newer, which writes it; until then use that program's own BullMQ.");
        }

        if (!written.StartsWith(Library, StringComparison.Ordinal) || !Version.TryParse(written[Library.Length..].Split('-', '+')[0], out var version))
        {
            return No($"'{written}' is not a version of BullMQ known here", "Use the API of that library.");
        }

        if (version < Oldest || version >= TooNew)
        {
            return No(
                $"BullMQ {version} keeps its jobs in a layout that was not tested here (5.40 to 6.x were)",
                "Use the API of that version, such as queue.retryJobs().");
        }

        var layout = version.Major == 5 ? QueueLayout.V5 : QueueLayout.V6;
        return Mixed(state, layout, repairing) is { } sign
            ? No($"{sign}, which {written} does not do: several versions use this queue", layout is QueueLayout.V5
                ? $"Bring all programs to one version. /queue resume {state.Keys.Queue} puts the jobs of both lists together."
                : "Bring all programs to 6.x, then call Queue.resume() of BullMQ 6 once: it moves them.")
            : new QueueFit(layout, "", "");
    }

    private static QueueFit No(string why, string needed) => new(null, why, needed);

    private static string? Mixed(QueueState state, QueueLayout layout, bool repairing) => (layout, state) switch
    {
        (_, { VersionChanged: true }) => "its version changed between two looks",
        (_, { HasOldMarkers: true }) => "wait holds a marker of BullMQ 3 or 4",
        (_, { HasOldPriorities: true }) => "it has the priority key of BullMQ 3",
        (QueueLayout.V6, { PausedList: > 0 and var count }) => $"the list 'paused' holds {Figures.Count(count)} jobs",
        (QueueLayout.V5, _) when repairing => null,
        (QueueLayout.V5, { Paused: true, Wait: > 0 and var count }) => $"it is paused and yet 'wait' holds {Figures.Count(count)} jobs",
        (QueueLayout.V5, { Paused: false, PausedList: > 0 and var count }) => $"it is not paused and yet 'paused' holds {Figures.Count(count)} jobs",
        _ => null,
    };
}
