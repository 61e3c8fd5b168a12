using IncidentBot.Runbooks.Shell;

namespace IncidentBot.Runbooks.Rules;

/// <summary>Commands on the keys of RQ, and the <c>rq</c> program.</summary>
internal sealed class RqRules(Offers offers)
{
    private const string Requeues = "A job that had done part of its work does it again: look at /rq failed first. "
        + "RQ's own requeue takes several steps, and one that dies between them loses the job; the action takes one.";

    public Verdict Read(string key) => key.Split(':') switch
    {
        ["rq", "queue", var queue, ..] =>
            offers.Guarded("rq.status", "A misspelt queue has length 0 too. The action also says whether workers take from it.", Named(queue)),
        ["rq", "failed", var queue, ..] => offers.Guarded(
            "rq.failed",
            "The scores are when an entry expires, not when a job failed. The action shows the jobs and their last line of traceback.",
            Named(queue)),
        ["rq", "wip" or "scheduled" or "deferred" or "finished" or "canceled", var queue, ..] => offers.Guarded(
            "rq.status",
            "One registry shows one side of a queue. The action reads all of them, and says which jobs were abandoned or are overdue.",
            Named(queue)),
        ["rq", "workers" or "worker", ..] => offers.Native("rq.workers", "Workers with state, version and last heartbeat."),
        _ => offers.Guarded("rq.list", "The queues with their counts, and whether work is suspended."),
    };

    public Verdict Write(IReadOnlyList<ShellWord> words, string key) => (words[0].Value.ToUpperInvariant(), key) switch
    {
        ("DEL" or "UNLINK", "rq:suspended") => offers.Native("rq.resume", "The flag stops every RQ worker on this Redis, of every application."),
        ("SET" or "SETEX", "rq:suspended") => offers.Native("rq.suspend", "It stops every RQ worker on this Redis, of every application."),
        _ => Verdict.Manual(
            "done with the queue's own means: /rq requeue, recover-abandoned, enqueue-overdue",
            "A job is in several keys at once. Changing one of them by hand leaves ghosts, or jobs that never run."),
    };

    public Verdict Program(Invocation call)
    {
        var queue = Queue(call);
        var words = call.Operands("-u", "--url", "-q", "--queue", "-c", "--config", "-i", "--interval", "-d", "--duration");
        return (call.Program == "rq" ? words.ElementAtOrDefault(0) : call.Program) switch
        {
            "info" => offers.Native("rq.list", "Queues and whether anything is suspended; /rq workers shows who takes from them."),
            "requeue" when call.Has("--all", "-a") || words.Count < 2 =>
                offers.Guarded("rq.requeue", Requeues, queue, call.Has("--all", "-a") ? "all" : "<job>"),
            "requeue" => Verdict.Several([.. words.Skip(1).Select(job => offers.Guarded("rq.requeue", Requeues, queue, job))]),
            "suspend" => offers.Native("rq.suspend", "It stops every RQ worker on this Redis, of every application."),
            "resume" => offers.Native("rq.resume", "It lets every RQ worker on this Redis take jobs again."),
            "empty" => Verdict.Refused("not done", "It removes every waiting job for good."),
            "worker" or "rqworker" or "worker-pool" or "rqscheduler" => Verdict.Manual(
                "workers are started through their service manager: /host restart",
                "Started by hand, a worker dies with the terminal; without --with-scheduler it leaves scheduled jobs where they are."),
            "enqueue" or "cron" => Verdict.Manual("done by a person who knows the application", "It runs code of the application."),
            _ => Verdict.Unknown("rq has no such command that is known here."),
        };
    }

    /// <summary>A program in Python that calls <c>requeue</c> on a queue.</summary>
    public Verdict RequeueByProgram() => offers.Guarded(
        "rq.requeue",
        $"As written it fails: a Queue of RQ has no requeue, and get_job_ids() also removes what it finds expired. {Requeues}",
        "<queue>",
        "all");

    private static string Queue(Invocation call)
    {
        var at = call.Arguments.ToList().FindIndex(word => word.Value is "--queue" or "-q");
        return at >= 0 && at + 1 < call.Arguments.Count ? Named(call.Arguments[at + 1].Value) : "<queue>";
    }

    private static string Named(string queue) =>
        queue.Length == 0 || queue.Contains('*', StringComparison.Ordinal) || ShellText.IsOpen(queue) ? "<queue>" : queue;
}
