namespace IncidentBot.Runbooks.Rules;

/// <summary>Command lines of hosting platforms. They act with a person's own rights.</summary>
internal sealed class CloudPlatforms : ICommandFamily
{
    private static readonly HashSet<string> ReadingWords =
        new(["list", "ls", "status", "show", "info", "logs", "get", "describe", "inspect", "ps", "version", "whoami", "config", "output"]);

    public IReadOnlyList<string> Programs { get; } =
    [
        "vercel", "heroku", "fly", "flyctl", "railway", "render", "netlify", "aws", "gcloud", "az", "doctl", "terraform", "tofu",
        "pulumi", "ansible", "ansible-playbook", "gh", "argocd", "flux", "vault", "consul", "nomad",
    ];

    public Verdict Read(Invocation call, Rulebook rules)
    {
        var words = call.Operands("--app", "-a", "--region", "--profile", "--query", "--output", "--project", "-n", "-g");
        return (call.Program, words) switch
        {
            ("vercel", ["env", "add", ..]) => Hosts.Changes(
                $"{call}, the value on its input, then a new deployment",
                "As written it asks questions, and nothing changes until the next deployment."),
            ("heroku", ["redis:cli", ..]) => rules.Offers.Guarded("redis.diagnose", "It opens a session at the server, where anything could be typed unseen."),
            ("heroku", ["ps:restart" or "restart" or "dyno:restart", ..]) => Hosts.Changes(call.ToString(), "Without a name it restarts every dyno at once."),
            ("terraform" or "tofu" or "pulumi", ["plan" or "preview" or "show" or "output" or "state", ..]) => Hosts.Reads(call.ToString()),
            ("terraform" or "tofu" or "pulumi", ["destroy", ..]) =>
                Verdict.Refused("done by a person outside the incident", "It removes infrastructure with the data on it."),
            _ when words.Any(word => Verb(word) is "delete" or "destroy" or "remove" or "terminate" || word.StartsWith("delete-", StringComparison.Ordinal)) =>
                Verdict.Refused("done by a person outside the incident", "It deletes something of the platform, data perhaps among it."),
            _ when words.Any(word => ReadingWords.Contains(Verb(word))
                || word.StartsWith("describe-", StringComparison.Ordinal)
                || word.StartsWith("list-", StringComparison.Ordinal)
                || word.StartsWith("get-", StringComparison.Ordinal)) && !words.Any(word => Verb(word) is "set" or "add" or "update" or "apply") =>
                    Hosts.Reads(call.ToString(), "It reads with the rights of whoever is logged in."),
            _ => Danger.In(call.ToString()) ?? Verdict.Manual(
                "done by a person with rights on the platform",
                $"{call.Program} acts on the platform with a person's own rights; note what was there before."),
        };
    }

    private static string Verb(string word) => word[(word.LastIndexOf(':') + 1)..];
}
