using IncidentBot.Runbooks.Shell;

namespace IncidentBot.Runbooks.Rules;

/// <summary>What a Redis command becomes. The table of names says which few lines know about it.</summary>
internal sealed class RedisCommands
{
    private readonly Dictionary<string, Func<IReadOnlyList<ShellWord>, Verdict>> rules = new(StringComparer.OrdinalIgnoreCase);
    private readonly Offers offers;
    private readonly BullMqRules bullMq;
    private readonly RqRules rq;

    public RedisCommands(Offers offers, RqRules rq)
    {
        this.offers = offers;
        this.rq = rq;
        bullMq = new BullMqRules(offers);
        var queues = new RedisQueueCommands(bullMq, rq);
        var server = new RedisServerCommands(offers);
        Add(server.Info, "INFO");
        Add(server.Config, "CONFIG");
        Add(server.Client, "CLIENT");
        Add(server.Memory, "MEMORY");
        Add(server.Cluster, "CLUSTER");
        Add(server.Script, "SCRIPT", "FUNCTION");
        Add(_ => offers.Native(
            "redis.ping",
            "It connects afresh with a deadline and says at which stage it failed; redis-cli reports success even when the reply is an error."), "PING");
        Add(_ => offers.Guarded("redis.activity", "MONITOR streams without end, slows the server down and shows everybody's payloads. "
            + "The action compares command statistics over a few seconds; /redis slowlog shows what is slow."), "MONITOR");
        Add(words => Sub(words, 1) == "RESET"
            ? Verdict.Manual("left alone, or reset by a person", "It throws the evidence away.")
            : offers.Native("redis.slowlog", "The same entries, arguments hidden."), "SLOWLOG");
        Add(words => Sub(words, 1) == "RESET"
            ? Verdict.Manual("left alone, or reset by a person", "It throws the evidence away.")
            : offers.Native("redis.latency", "The events that Redis recorded, and 20 round trips besides."), "LATENCY");
        Add(_ => offers.Native("redis.info", "The number of keys per database.", "keyspace"), "DBSIZE");
        Add(_ => offers.Native("redis.replication", "Role, link and offsets."), "ROLE");
        Add(_ => offers.Native("redis.persistence", "When the last snapshot was written, and how it went."), "LASTSAVE");
        Add(Keys, "KEYS");
        Add(_ => offers.Guarded(
            "redis.memory",
            "A page of SCAN says little. The action samples keys within a time budget and groups them by prefix, with bytes."), "SCAN");
        Add(words => ScriptReading.Read(words, this), "EVAL", "EVAL_RO");
        Add(
            _ => Verdict.Manual("done by a person who knows the script", "Only its hash is here, not what it does."),
            "EVALSHA",
            "EVALSHA_RO",
            "FCALL",
            "FCALL_RO");
        Add(Remove, "DEL", "UNLINK");
        Add(queues.Read, [.. RedisQueueCommands.Reads]);
        Add(queues.Write, [.. RedisQueueCommands.Writes]);
        Add(_ => offers.Native("redis.bgsave", "Followed to its end. The server forks: the action looks at memory and at the last save first."), "BGSAVE");
        Add(_ => offers.Guarded("redis.bgsave", "SAVE stops every client until the whole data set is written; BGSAVE does not."), "SAVE");
        Add(words => server.Sentinel(Sub(words, 1)), "SENTINEL");
        Add(words => server.ReplicaOf(Sub(words, 1)), "REPLICAOF", "SLAVEOF");
        foreach (var (names, verdict) in RedisFixedVerdicts.All)
        {
            Add(_ => verdict, names);
        }
    }

    public bool Knows(string name) => rules.ContainsKey(name);

    public Verdict Read(IReadOnlyList<ShellWord> words) => rules.GetValueOrDefault(words[0].Value) is { } rule
        ? rule(words)
        : Danger.In(string.Join(' ', words)) is { } danger ? danger
        : words[0].IsOpen ? Verdict.Unknown($"Which command {words[0]} stands for is not in the runbook.")
        : Verdict.Unknown($"'{words[0]}' is not a Redis command that is known here.");

    /// <summary>A line as somebody types it at the prompt of redis-cli.</summary>
    public Verdict ReadLine(string line)
    {
        var words = ShellLexer.Read(line)
            .Where(token => token.Kind is not (ShellTokenKind.Space or ShellTokenKind.Newline))
            .TakeWhile(token => token.Kind != ShellTokenKind.Comment)
            .ToList();
        return words.Count == 0 ? Verdict.Nothing("Nothing is sent.")
            : SqlText.Is(line) ? SqlText.Read(line)
            : RequestLine.Is(line) ? RequestLine.Read(line)
            : words.FirstOrDefault(word => word.Fault is not null) is { Fault: { } fault }
                ? Danger.In(line) ?? Verdict.Unknown($"Redis would not accept it: {fault}.")
            : Read([.. words.Select(word => new ShellWord(word.Value, word.Substitutions))]);
    }

    /// <summary>KEYS and DEL, in whatever dress, over one pattern.</summary>
    public Verdict Clear(string pattern, string why) => pattern switch
    {
        _ when ShellText.IsOpen(pattern) => offers.Guarded(
            "redis.clear-cache",
            $"{why} The action walks with SCAN and unlinks page by page, and only what Targets:…:Caches allows.",
            pattern),
        _ when KeyPatterns.ReachesQueues(pattern) => Verdict.Refused(
            "cleaned by state and age instead, never by pattern",
            $"{pattern} reaches the keys of a job queue: jobs would be lost, and ids would stay behind without them."),
        _ when KeyPatterns.IsHeld(pattern) => Verdict.Manual(
            "done by a person who knows what holds them",
            $"{why} {pattern} reads as locks, sessions or streams, which do not come back by themselves as a cache does."),
        _ => offers.Guarded(
            "redis.clear-cache",
            $"{why} The action walks with SCAN and unlinks page by page, other clients wait milliseconds; "
                + "the pattern must be allowed under Targets:…:Caches.",
            pattern),
    };

    private static bool RqFlag(IReadOnlyList<ShellWord> words) => words is [_, { Value: "rq:suspended" }];

    internal static string Sub(IReadOnlyList<ShellWord> words, int at) => at < words.Count ? words[at].Value.ToUpperInvariant() : "";

    /// <summary>A script that removes finished jobs.</summary>
    public Verdict CleanByScript(string pattern, string script, bool readsAsList) => BullKey.Of(pattern) is { } key
        ? bullMq.CleanByScript(key, script, readsAsList)
        : Verdict.Manual(
            "clean finished jobs by age with the queue's own means",
            "It would remove jobs and leave what points to them behind, and it blocks every client meanwhile.");

    private Verdict Keys(IReadOnlyList<ShellWord> words)
    {
        const string Blocks = "KEYS blocks every other client until it has walked all keys.";
        var pattern = words.Count > 1 ? words[1].Value : "";
        return BullKey.Of(pattern) is not null ? offers.Guarded("queue.list", $"{Blocks} The action finds the queues with SCAN, and counts their jobs.")
            : pattern.StartsWith("rq:queue", StringComparison.Ordinal)
                ? offers.Guarded("rq.list", $"{Blocks} RQ keeps a list of its queues; the action reads that, and counts their jobs.")
            : offers.Guarded("redis.memory", $"{Blocks} The action samples with SCAN and groups by prefix, BullMQ's keys by queue.");
    }

    private Verdict Remove(IReadOnlyList<ShellWord> words) =>
        RqFlag(words) ? rq.Write(words, words[1].Value) :
        KeyPatterns.ListedBy(words) is { } pattern ? Clear(pattern, "KEYS blocks every client while it runs, and so does DEL of many keys.")
        : words.Skip(1).Any(word => word.Value.Contains('*', StringComparison.Ordinal)) ? Verdict.Manual(
            "a cache: /redis clear-cache with its pattern",
            $"{words[0]} takes no patterns: it would look for a key with a star in its name and find nothing.")
        : words.Skip(1).Any(word => KeyPatterns.ReachesQueues(word.Value) && !word.IsOpen && word.Value.Length > 0)
            ? Verdict.Refused("done through the queue's own means", "It takes a key from under a job queue; ids and locks that point to it stay behind.")
        : Verdict.Manual("done by a person who has looked at the key", "No action removes single keys: what is in them cannot be brought back.");

    private void Add(Func<IReadOnlyList<ShellWord>, Verdict> rule, params string[] names)
    {
        foreach (var name in names)
        {
            rules[name] = rule;
        }
    }
}
