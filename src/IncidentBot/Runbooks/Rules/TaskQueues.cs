namespace IncidentBot.Runbooks.Rules;

/// <summary>Workers and their tools: Celery, RQ, Sidekiq, Resque, gunicorn and the like.</summary>
internal sealed class TaskQueues : ICommandFamily
{
    private static readonly Verdict SecondServer = Hosts.Restart(
        "",
        "kill -HUP of the master process, new code without a gap",
        "As written it starts a second server beside the first, which fails because the port is in use: it restarts nothing.");

    public IReadOnlyList<string> Programs { get; } =
    [
        "celery", "flower", "rq", "rqworker", "rqscheduler", "rq-dashboard", "sidekiq", "sidekiqctl", "sidekiqmon", "resque",
        "gunicorn", "uvicorn", "uwsgi", "puma", "unicorn", "dramatiq", "huey_consumer", "bullmq",
    ];

    public Verdict Read(Invocation call, Rulebook rules) => call.Program switch
    {
        "celery" => Celery(call),
        "rq" or "rqworker" or "rqscheduler" => rules.Rq.Program(call),
        "sidekiqmon" => Hosts.Reads(call.ToString()),
        "sidekiqctl" => call.Operands() is ["quiet" or "status" or "stop", ..]
            ? Hosts.Changes(call.ToString(), "quiet takes no new jobs; stop ends after the grace, and jobs longer than that are pushed back.")
            : Verdict.Unknown("sidekiqctl has no such command."),
        "gunicorn" or "uvicorn" or "uwsgi" or "puma" or "unicorn" => call.Has("--version", "-v", "--check-config")
            ? Verdict.Nothing("It only tells about itself.")
            : call.ToString().Contains("0.0.0.0", StringComparison.Ordinal) ? SecondServer.And("It would also listen on every address of the host.")
            : SecondServer,
        "flower" or "rq-dashboard" => Verdict.Manual("the dashboard that is already there", "It starts a web page that shows every job to whoever finds it."),
        _ => Verdict.Manual("workers are started through their service manager", "Started by hand, a worker dies with the terminal and nobody supervises it."),
    };

    private static Verdict Celery(Invocation call)
    {
        var words = call.Operands(
            "-A", "--app", "-b", "--broker", "-d", "--destination", "-t", "--timeout", "-Q", "--queues", "-c", "--concurrency",
            "-l", "--loglevel", "-n", "--hostname", "-P", "--pool");
        return words.ElementAtOrDefault(0) switch
        {
            "inspect" or "status" or "report" or "list" or "events" => words[0] == "events"
                ? Hosts.Reads(call.ToString().Replace("events", "inspect active", StringComparison.Ordinal), "celery events fills a terminal and never ends.")
                : Hosts.Reads(
                    call.ToString(),
                    "It asks the workers through the broker: with Redis down it hangs, so give it a time limit. No answer means no worker or no broker."),
            "purge" => Verdict.Refused("not done", "It removes every waiting task for good, and says nothing about whose they were."),
            "amqp" => Verdict.Refused("not done", "It changes the broker by hand."),
            "control" => words.ElementAtOrDefault(1) switch
            {
                "shutdown" => Verdict.Manual("restarted through the service manager", "It stops the workers, and nothing starts them again."),
                "revoke" or "terminate" =>
                    Verdict.Manual("done by a person who knows the task", "A revoked task is gone, and one killed in the middle is half done."),
                _ => Hosts.Changes(call.ToString(), "It changes running workers, until they restart."),
            },
            "multi" => Hosts.Changes(call.ToString(), "restart waits for the tasks in work; stopwait needs a time limit."),
            "worker" or "beat" or "flower" => Verdict.Manual(
                "started through the service manager",
                "Started by hand, it dies with the terminal; a second beat would send every periodic task twice."),
            "call" or "shell" or "result" or "migrate" or "upgrade" =>
                Verdict.Manual("done by a person who knows the application", "It runs code of the application."),
            _ => Verdict.Unknown("celery has no such command that is known here."),
        };
    }
}
