using IncidentBot.Runbooks.Shell;

namespace IncidentBot.Runbooks.Rules;

/// <summary><c>redis-cli</c>: its options first, then the command that it sends.</summary>
internal sealed class RedisCli : ICommandFamily
{
    private static readonly HashSet<string> Valued =
    [
        "-h", "-p", "-s", "-a", "-u", "-r", "-i", "-n", "-d", "-D", "-X", "-t", "--user", "--pass", "--pattern",
        "--quoted-pattern", "--count", "--cursor", "--sni", "--cacert", "--cacertdir",
        "--cert", "--key", "--tls-ciphers", "--tls-ciphersuites", "--show-pushes", "--memkeys-samples", "--pipe-timeout", "--keystats-samples", "--top",
    ];

    private static readonly HashSet<string> Plain = ["--tls", "--raw", "--no-raw", "--insecure", "--no-auth-warning", "--askpass", "--resp3", "--json"];

    private static readonly string[] Clients = ["redis-cli", "valkey-cli", "keydb-cli", "redis6-cli", "gitlab-redis-cli", "redis-cli.exe"];

    public IReadOnlyList<string> Programs => Clients;

    /// <summary>The Redis command that a <c>redis-cli</c> call sends, in capitals, or null.</summary>
    public static string? CommandName(ShellCommand command)
    {
        var program = command.Words.ToList().FindIndex(word => word.Value.EndsWith("-cli", StringComparison.Ordinal));
        return program < 0 ? null : Sent([.. command.Words.Skip(program + 1)]) is [{ Value: var name }, ..] ? name.ToUpperInvariant() : null;
    }

    /// <summary>Whether what follows is typed at its prompt: no command, no mode of its own, and nothing that feeds it.</summary>
    public static bool OpensSession(ShellCommand command)
    {
        var program = command.Words.ToList().FindIndex(word => Clients.Contains(word.Value[(word.Value.LastIndexOf('/') + 1)..]));
        return program >= 0 && !command.Redirects.Any(redirect => redirect.Reads)
            && Sent([.. command.Words.Skip(program + 1)]).Count == 0
            && command.Words.Skip(program + 1).All(word =>
                !word.Value.StartsWith("--", StringComparison.Ordinal) || Valued.Contains(word.Value) || Plain.Contains(word.Value));
    }

    /// <summary>What a call names that opens a session.</summary>
    public static RedisAim AimOf(ShellCommand command)
    {
        var program = command.Words.ToList().FindIndex(word => word.Value.Contains("-cli", StringComparison.Ordinal));
        return RedisAim.Of(new Invocation("redis-cli", [.. command.Words.Skip(program + 1)], command, null)) ?? RedisAim.None;
    }

    public static bool TakesValue(string option) => Valued.Contains(option);

    /// <summary>The command begins with the first word that is no option.</summary>
    public static bool EndsOptions(string word) => !word.StartsWith('-') || word == "-";

    public Verdict Read(Invocation call, Rulebook rules) =>
        Selected(RedisAim.Of(call, rules.Place), call.Input?.Text) is { } aim ? aim.Lead(Becomes(call, rules), rules.Targets) : Becomes(call, rules);

    /// <summary>With the database that the last <c>SELECT</c> of what is fed chose.</summary>
    private static RedisAim? Selected(RedisAim? aim, string? typed) =>
        (typed ?? "").Split(['\n', ';']).Aggregate(aim ?? RedisAim.None, (one, line) => one.Selecting(line.Trim())) is var selected
            && selected == RedisAim.None ? null : selected;

    private static Verdict Becomes(Invocation call, Rulebook rules)
    {
        if (Mode(call, rules) is { } mode)
        {
            return mode;
        }

        var sent = Sent(call.Arguments);
        if (sent.Count > 0)
        {
            // What -x reads becomes the last argument.
            return rules.Redis.Read(call.Has("-x") ? [.. sent, new ShellWord(call.Input?.Text ?? "<stdin>", [])] : sent);
        }

        if (call.Input is { Text: null })
        {
            return Verdict.Manual("done by a person who has read what is sent", "The commands that it sends are not in the runbook.");
        }

        if (call.Input is { Text: { } typed })
        {
            var lines = typed.Split(['\n', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return lines.Length == 0 ? Verdict.Nothing("Nothing is sent.") : Verdict.MostCautious([.. lines.Select(rules.Redis.ReadLine)])
                .And(lines.Length > 1 ? $"({lines.Length} commands are sent; this is about the one that needs most care.)" : "");
        }

        return call.Has("--version", "--help", "-v")
            ? Verdict.Nothing("It only tells about redis-cli itself.")
            : rules.Offers.Guarded("redis.diagnose", "It opens a session at the server, where anything could be typed unseen. "
                + "The actions under /redis answer the usual questions and are on the record.");
    }

    private static IReadOnlyList<ShellWord> Sent(IReadOnlyList<ShellWord> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var value = arguments[i].Value;
            if (Valued.Contains(value))
            {
                i++;
            }
            else if (EndsOptions(value))
            {
                return [.. arguments.Skip(i)];
            }
        }

        return [];
    }

    /// <summary>Options that make redis-cli do something of its own.</summary>
    private static Verdict? Mode(Invocation call, Rulebook rules)
    {
        var offers = rules.Offers;
        return call switch
        {
            _ when call.Has("--bigkeys") => offers.Guarded(
                "redis.big-keys",
                "--bigkeys counts elements, not bytes. The action measures bytes, within a time budget; /redis memory adds them up by prefix."),
            _ when call.Has("--memkeys", "--keystats") => offers.Guarded(
                "redis.big-keys",
                "It walks every key for as long as that takes. The action has a time budget; /redis memory adds up bytes by prefix."),
            _ when call.Has("--hotkeys") =>
                Verdict.Manual("read /redis slowlog and /redis activity", "--hotkeys answers only under an LFU eviction policy, and queues need noeviction."),
            _ when call.Has("--stat") => offers.Guarded("redis.activity", "--stat never ends. The action watches for a few seconds and says what is busy."),
            _ when call.Has("--latency", "--latency-history", "--latency-dist") =>
                offers.Guarded("redis.latency", "It never ends by itself. The action measures 20 round trips and reads the latency events."),
            _ when call.Has("--intrinsic-latency") =>
                Verdict.Manual("run by a person on the Redis host", "It measures the host it runs on, at full load, not the server."),
            _ when call.Has("--scan") => offers.Guarded("redis.memory", "A list of keys can be "
                + $"endless{(KeyPatterns.ListedBy(call.Command) is { } pattern ? $" ({pattern})" : "")}. "
                + "The action samples keys and groups them by prefix, with bytes."),
            _ when call.Has("--pipe") => Verdict.Manual(
                "done by a person, with the data at hand",
                "It writes whatever the file holds, as fast as the server takes it; nothing about it can be planned."),
            _ when call.Has("--rdb", "--functions-rdb") => Verdict.Manual(
                "taken by a person, or by the backup that is in place",
                "It makes the server fork and sends the whole data set; look at memory first: /redis persistence."),
            _ when call.Has("--replica", "--slave") =>
                Verdict.Refused("not done", "It attaches as a replica: the server sends everything it holds, payloads included, without end."),
            _ when call.Has("--eval") =>
                Verdict.Manual("done by a person who has read the script", "The script is in another file, so its effect cannot be read from the runbook."),
            _ when call.Has("--cluster") => Cluster(call, rules),
            _ when call.Has("--lru-test", "--ldb") => Verdict.Refused("not done", "It loads or stops a live server to try something out."),
            _ when call.Has("-r") => Sent(call.Arguments) is { Count: > 0 } sent ? rules.Redis.Read(sent).And("It is repeated; once is enough here.") : null,
            _ => null,
        };
    }

    private static Verdict Cluster(Invocation call, Rulebook rules) =>
        call.Arguments.SkipWhile(argument => argument.Value != "--cluster").Skip(1).ToList() is [{ Value: "call" }, _, _, ..] called
            ? rules.Redis.Read([.. called.Skip(2).TakeWhile(word => !word.Value.StartsWith("--cluster", StringComparison.Ordinal))])
                .And("It is sent to every node.")
        : call.Arguments.SkipWhile(argument => argument.Value != "--cluster").ElementAtOrDefault(1)?.Value is "check" or "info"
            ? rules.Offers.Guarded("redis.cluster", "The same from every node, with what they disagree about.")
            : Verdict.Manual("done by a person with the cluster's layout at hand", "It moves slots or changes the members of the cluster.");
}
