namespace IncidentBot.Runbooks.Rules;

/// <summary><c>docker</c>, <c>docker compose</c> and the programs that speak like them.</summary>
internal sealed class Docker : ICommandFamily
{
    private static readonly string[] ExecValued =
    [
        "-u", "--user", "-e", "--env", "-w", "--workdir", "--index", "-f", "--file", "-p", "--project-name", "--env-file",
    ];

    private const string Grace = "The container gets 10 seconds unless told otherwise, then it is killed: "
        + "a worker's job is cut off and stalls, and a Redis that cannot save loses what it holds. "
        + "Look at /redis persistence first where it is a Redis.";

    public IReadOnlyList<string> Programs { get; } = ["docker", "docker-compose", "podman", "podman-compose", "nerdctl", "crictl"];

    public Verdict Read(Invocation call, Rulebook rules)
    {
        var words = call.Operands("-f", "--file", "-p", "--project-name", "--context", "-H", "--profile");
        var verb = words is ["compose" or "container" or "service" or "stack", _, ..] ? words[1] : words.ElementAtOrDefault(0) ?? "";
        return verb switch
        {
            "exec" or "run" => Kubernetes.OfContainer(Inside(call, rules, verb), call, verb is "run"),
            "ps" or "pods" or "inspectp" or "inspecti" or "ls" or "images"
                or "inspect" or "stats" or "top" or "info" or "version" or "port" or "config" or "diff" or "events" or "df" => Hosts.Reads(
                verb is "stats" && !call.Has("--no-stream") ? $"{call} --no-stream" : call.ToString(),
                verb is "stats" or "events" ? "It streams without end unless told to stop." : null),
            "logs" => Hosts.Logs(
                Followed(call),
                call.Has("-f", "--follow") ? $"docker logs --tail 200 {Followed(call)}" : call.ToString(),
                call.Has("-f", "--follow") ? "It streams without end; the last lines are what is needed." : "It runs on a host and only reads."),
            "restart" when words.Any(ServiceManagers.IsRedis) => ServiceManagers.RestartOfRedis,
            "restart" => Hosts.Restart(Last(words), call.ToString(), Grace),
            "stop" or "kill" => Verdict.Manual("by a person who knows what brings it back", Grace),
            "start" or "up" or "unpause" => call.Has("--force-recreate", "-V", "--renew-anon-volumes")
                ? Verdict.Manual("done by a person who knows where the data is", "It makes the containers anew; data outside a named volume is lost.")
                : Hosts.Changes(call.ToString(), "It starts what the compose file says; check with /redis ping afterwards where it is a Redis."),
            "update" or "scale" => Hosts.Changes(call.ToString(), "It changes a running service; note the old value."),
            "down" => Verdict.Manual("done by a person", call.Has("-v", "--volumes")
                ? "With its volumes, the data is removed for good."
                : "It removes the containers of the whole project, not of one service."),
            "rm" or "rmi" or "prune" or "volume" or "system" or "network" or "image" => words.Contains("prune")
                || words.Contains("rm")
                || verb is "rm" or "rmi"
                ? Verdict.Refused("done by a person outside the incident", "It removes containers, images or volumes, data perhaps among them.")
                : Hosts.Reads(call.ToString()),
            "cp" or "save" or "export" or "load" or "import" => Verdict.Manual("done by a person", "It copies files; dumps hold everybody's data."),
            "pull" or "build" or "push" or "tag" or "login" or "create" or "deploy" =>
                Verdict.Manual("done by a person, through the usual deployment", "It changes which version runs."),
            "attach" or "pause" or "wait" => Verdict.Manual("done by a person", "It holds or takes over a running container."),
            "" => Verdict.Nothing("It only explains itself."),
            _ => Verdict.Unknown($"'{verb}' is not a verb of {call.Program} that is known here."),
        };
    }

    /// <summary>Whose logs; <c>-f</c> is no file here.</summary>
    private static string Followed(Invocation call) => Last(call.Operands("--tail", "-n", "--since", "--until"));

    private static string Last(IReadOnlyList<string> words) => words.Count > 1 ? words[^1] : "";

    private static Verdict Inside(Invocation call, Rulebook rules, string verb)
    {
        var at = call.Arguments.ToList().FindIndex(word => word.Value == verb) + 1;
        while (at < call.Arguments.Count && call.Arguments[at].Value.StartsWith('-'))
        {
            at += ExecValued.Contains(call.Arguments[at].Value)
                || (verb == "run" && call.Arguments[at].Value is "--network" or "--name" or "-v" or "-p" or "--net" or "--link")
                ? 2
                : 1;
        }

        // The container or the service, then its command.
        return call.Arguments.ElementAtOrDefault(at) is { } container && verb == "exec"
            ? rules.At(Place.OfContainer($"the container {container.Value}"), () => rules.ReadRest(call, at + 1))
            : rules.ReadRest(call, at + 1);
    }
}
