using System.Text.RegularExpressions;

namespace IncidentBot.Runbooks.Rules;

/// <summary>A program that calls BullMQ's own API (docs.bullmq.io, class Queue and class Job): what it means is an action on the queue.</summary>
internal static partial class BullMqProgram
{
    private const string Named = "<queue>";

    /// <summary>The most careful of several calls speaks, so what destroys stands first.</summary>
    private static readonly (string[] Methods, Func<Offers, Verdict> Verdict)[] Table =
    [
        (["obliterate", "drain", "removeJobs", "empty"], _ => Verdict.Refused("not done", "It removes the jobs of a queue for good.")),
        (["remove", "removeRepeatable", "removeJobScheduler", "moveToFailed", "moveToCompleted", "discard"],
            _ => Verdict.Manual("done by a person who knows the jobs", "It takes jobs away, or ends them, and that cannot be brought back.")),
        (["clean"], offers => offers.Guarded("queue.clean", "The action keeps a copy, and stops between batches.", Named, "<state>", "<older-than>")),
        (["retryJobs", "retry"], offers => offers.Guarded(
            "queue.retry-failed",
            "A job that did part of its work does it again: look at why they failed first, with /queue jobs.",
            Named)),
        (["promoteJobs", "promote"], offers => offers.Guarded("queue.promote", "The delay was meant by somebody; the action shows the jobs first.", Named)),
        (["pause"], offers => offers.Guarded("queue.pause", "It stops every worker of the queue, of every process.", Named)),
        (["resume"], offers => offers.Guarded("queue.resume", "It lets every worker of the queue take jobs again.", Named)),
        (["getJobCounts", "getJobCountByTypes", "getWaitingCount", "getActiveCount", "getFailedCount", "getCompletedCount", "getDelayedCount", "count",
            "isPaused", "getWorkers", "getWorkersCount", "getMetrics"],
            offers => offers.Guarded("queue.status", "All states at once, with the workers that serve them.", Named)),
        (["getWaiting", "getActive", "getFailed", "getCompleted", "getDelayed", "getJobs", "getJob", "getJobLogs"],
            offers => offers.Guarded("queue.jobs", "The jobs in a state, without their contents.", Named, "failed")),
    ];

    /// <returns>Null for a program that does not speak to a queue of BullMQ.</returns>
    public static Verdict? Read(string text, Rulebook rules)
    {
        if (!Uses().IsMatch(text))
        {
            return null;
        }

        var called = Calls().Matches(text).Select(match => match.Groups[1].Value).ToHashSet();
        var meant = Table.Where(entry => entry.Methods.Any(called.Contains)).Select(entry => entry.Verdict(rules.Offers)).ToList();
        return meant.Count > 0 ? Verdict.Several(meant) : null;
    }

    [GeneratedRegex(@"[""'](?:bullmq|bull)[""']|\bnew\s+Queue\s*\(", RegexOptions.NonBacktracking)]
    private static partial Regex Uses();

    /// <summary>On a queue or a job, by the names that people give them.</summary>
    [GeneratedRegex(@"\b\w*(?:[qQ]ueue|[jJ]ob|\bq|\bj)\w*\??\s*\.\s*(\w+)\s*\(", RegexOptions.NonBacktracking)]
    private static partial Regex Calls();
}
