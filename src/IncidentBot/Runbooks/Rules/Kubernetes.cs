namespace IncidentBot.Runbooks.Rules;

/// <summary><c>kubectl</c> and <c>helm</c>.</summary>
internal sealed class Kubernetes : ICommandFamily
{
    private static readonly string[] Valued =
    [
        "-n", "--namespace", "-c", "--container", "-l", "--selector", "-o", "--output", "-f", "--filename", "--context",
        "--kubeconfig", "--cluster", "--user", "-s", "--server", "--as", "--tail", "--since", "--timeout", "--replicas",
        "--image", "--from", "--sort-by", "--field-selector", "-p", "--patch", "--type", "--grace-period",
    ];

    public IReadOnlyList<string> Programs { get; } = ["kubectl", "oc", "k", "helm", "k9s", "stern", "kubectx", "kubens"];

    public Verdict Read(Invocation call, Rulebook rules)
    {
        if (call.Program is "kubectx" or "kubens" or "k9s")
        {
            return Verdict.Nothing("It only says which cluster the person looks at.");
        }

        var words = call.Operands(Valued);
        var verb = words.ElementAtOrDefault(0) ?? (call.Program == "stern" ? "logs" : "");
        return call.Program == "helm" ? Helm(verb, call) : verb switch
        {
            "exec" or "rsh" or "debug" or "run" or "attach" => OfContainer(rules.At(Pod(call, words), () => Inside(call, rules, verb)), call, verb is "run"),
            "get" when words.Skip(1).Any(NamesSecrets) =>
                Verdict.Manual("read by a person", "It shows secrets; the bot never fetches one into a channel.") with { IsHarmless = true },
            "get" or "describe" or "top" or "version" or "cluster-info" or "api-resources" or "explain" or "events" or "auth" or "diff" =>
                Hosts.Reads(Said(call)),
            "logs" => call.Has("-f", "--follow") || call.Program == "stern"
                ? Hosts.Reads("kubectl logs --tail=200, without -f", "It streams without end; the last lines are what is needed.")
                : Hosts.Reads(Said(call)),
            "rollout" => words.ElementAtOrDefault(1) is "status" or "history" ? Hosts.Reads(Said(call))
                : words.ElementAtOrDefault(1) == "undo"
                    ? Hosts.Changes(Said(call), "It puts the version before back; look at rollout history first, and wait with rollout status.")
                : words.ElementAtOrDefault(1) == "restart" && words.Skip(2).Any(ServiceManagers.IsRedis) ? ServiceManagers.RestartOfRedis
                : Hosts.Changes(Said(call), "Pods are replaced one after the other; a worker in the middle of a job needs a grace period "
                    + "as long as its longest job. Wait with rollout status."),
            "scale" => call.Has("--replicas=0") || call.Arguments.Zip(call.Arguments.Skip(1)).Any(pair => pair is ({ Value: "--replicas" }, { Value: "0" }))
                ? Verdict.Manual("done by a person: needs the number of replicas to come back to", "It stops every pod of it.")
                : Hosts.Changes(Said(call), "Check with rollout status; every new worker opens connections to Redis."),
            "set" => Hosts.Changes(
                Said(call),
                "It restarts the pods of the deployment one after the other. Try it with --dry-run=server, note the old value, then rollout status."),
            "delete" => words.Count > 1
                && (words[1] is "pod" or "pods" or "po"
                    ? words.Skip(2).All(word => !word.Contains('/', StringComparison.Ordinal) || IsPod(word))
                    : words.Skip(1).All(IsPod))
                ? Verdict.Manual(
                    "done by a person, after /redis persistence and /redis replication where it is a Redis pod",
                    "The pod is killed after its grace period; what Redis has not on disk is lost, and a master's replicas take over or not.")
                : Verdict.Refused("done by a person outside the incident", "It deletes objects of the cluster, volumes and their data perhaps among them."),
            "apply" or "create" or "patch" or "edit" or "replace" or "label" or "annotate" or "autoscale" or "expose" => Verdict.Manual(
                "done by a person, through the usual deployment, with kubectl diff first",
                "What it changes is in a file or an editor, not in the runbook."),
            "cordon" or "uncordon" or "drain" or "taint" =>
                Verdict.Manual("done by a person who knows what else runs on the node", "It concerns every pod on that node."),
            "port-forward" or "proxy" =>
                Verdict.Manual("a tunnel of a person's own; the bot connects as configured under Targets", "It runs until it is stopped."),
            "config" or "project" or "projects" or "login" or "whoami" => Verdict.Nothing("It only says which cluster the person looks at."),
            "cp" => Verdict.Manual("done by a person", "It copies files to or from a pod; dumps hold everybody's data."),
            "wait" => Hosts.Reads(Said(call), "It waits for a condition; give it a time limit."),
            "" => Verdict.Unknown("kubectl without a verb."),
            _ => Verdict.Unknown($"'{verb}' is not a verb of kubectl that is known here."),
        };
    }

    /// <summary>What looks at a container is no look at a host: the whole call would be the entry. A shell in one is a session that nobody has read.</summary>
    /// <param name="isNew">It makes the container that it runs in.</param>
    public static Verdict OfContainer(Verdict inside, Invocation call, bool isNew) =>
        inside.Becomes == Verdict.NothingToDo ? Verdict.Manual("done by a person", isNew
            ? "It makes a container of its own, with what its image and its options allow; what is done there follows, if at all."
            : "It opens a session in a container; what is typed there follows in the runbook, if at all.")
        : inside.Class is not StepClass.HostCommand ? inside
        : inside.IsHarmless ? Hosts.Reads(call.ToString(), "It looks inside a container.")
        : Verdict.Manual("done by a person", $"It changes something inside a container. {inside.Why}");

    private static Place Pod(Invocation call, IReadOnlyList<string> words)
    {
        var option = call.Arguments.ToList().FindIndex(word => word.Value is "-n" or "--namespace");
        var space = option >= 0 ? call.Arguments.ElementAtOrDefault(option + 1)?.Value : null;
        return Place.OfContainer($"the pod {words.ElementAtOrDefault(1) ?? "that it names"}{(space is null ? "" : $" of the namespace {space}")}");
    }

    private static Verdict Inside(Invocation call, Rulebook rules, string verb)
    {
        var dashes = call.Arguments.ToList().FindIndex(word => word.Value == "--");
        if (dashes >= 0)
        {
            return rules.ReadRest(call, dashes + 1);
        }

        // Without --, what follows the pod is the command, as kubectl used to allow.
        var words = call.Operands(Valued);
        var program = call.Arguments.ToList().FindIndex(word => words.Count > 2 && word.Value == words[2]);
        return verb is "exec" or "rsh" && program > 0
            ? rules.ReadRest(call, program)
            : Verdict.Manual("done by a person", "It opens a session in a container; what is typed there follows in the runbook, if at all.");
    }

    private static Verdict Helm(string verb, Invocation call) => verb switch
    {
        "list" or "ls" or "status" or "history" or "get" or "show" or "search" or "version" or "template" or "diff" => Hosts.Reads(Said(call)),
        "repo" => Verdict.Nothing("It only updates the person's list of charts."),
        "rollback" => Hosts.Changes(Said(call), "Look at helm history first, and wait for the pods afterwards."),
        "uninstall" or "delete" => Verdict.Refused("done by a person outside the incident", "It removes the release, and with it perhaps its data."),
        _ => Verdict.Manual("done by a person, through the usual deployment", "What it changes is in the chart and its values, not in the runbook."),
    };

    private static bool NamesSecrets(string word) =>
        word.Split(',').Any(kind => kind is "secret" or "secrets" || kind.StartsWith("secret/", StringComparison.Ordinal)
            || kind.StartsWith("secrets/", StringComparison.Ordinal));

    private static bool IsPod(string named) =>
        named.StartsWith("pod/", StringComparison.Ordinal) || named.StartsWith("po/", StringComparison.Ordinal);

    private static string Said(Invocation call) => call.ToString();
}
