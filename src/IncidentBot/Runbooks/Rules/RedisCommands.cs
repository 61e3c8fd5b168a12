using IncidentBot.Runbooks.Shell;

namespace IncidentBot.Runbooks.Rules;

/// <summary>What a Redis command becomes. The table of names says which few lines know about it.</summary>
internal sealed class RedisCommands
{
    private readonly Dictionary<string, Func<IReadOnlyList<ShellWord>, Verdict>> rules = new(StringComparer.OrdinalIgnoreCase);
    private readonly Offers offers;

    public RedisCommands(Offers offers)
    {
        this.offers = offers;
        var server = new RedisServerCommands(offers);
        Add(server.Info, "INFO");
        Add(server.Config, "CONFIG");
        Add(server.Client, "CLIENT");
        Add(server.Memory, "MEMORY");
        Add(server.Cluster, "CLUSTER");
        Add(RedisServerCommands.Script, "SCRIPT", "FUNCTION");
        Add(_ => offers.Native("redis.ping", "It connects afresh with a deadline and says at which stage it failed; redis-cli reports success even when the reply is an error."), "PING");
        Add(_ => offers.Guarded("redis.info", "MONITOR streams without end, slows the server down and shows everybody's payloads. Command statistics show what is busy; /redis slowlog shows what is slow.", "commandstats"), "MONITOR");
        Add(words => Sub(words, 1) == "RESET" ? Verdict.Manual("left alone, or reset by a person", "It throws the evidence away.") : offers.Native("redis.slowlog", "The same entries, arguments hidden."), "SLOWLOG");
        Add(words => Sub(words, 1) == "RESET" ? Verdict.Manual("left alone, or reset by a person", "It throws the evidence away.") : offers.Native("redis.latency", "The events that Redis recorded, and 20 round trips besides."), "LATENCY");
        Add(_ => offers.Native("redis.info", "The number of keys per database.", "keyspace"), "DBSIZE");
        Add(_ => offers.Native("redis.replication", "Role, link and offsets."), "ROLE");
        Add(_ => offers.Native("redis.persistence", "When the last snapshot was written, and how it went."), "LASTSAVE");
        Add(_ => offers.Guarded("redis.memory", "KEYS blocks every other client until it has walked all keys. The action samples with SCAN and groups by prefix, BullMQ's keys by queue."), "KEYS");
        Add(_ => offers.Guarded("redis.memory", "A page of SCAN says little. The action samples keys within a time budget and groups them by prefix, with bytes."), "SCAN");
        Add(words => ScriptReading.Read(words, this), "EVAL", "EVAL_RO");
        Add(_ => Verdict.Manual("done by a person who knows the script", "Only its hash is here, not what it does."), "EVALSHA", "EVALSHA_RO", "FCALL", "FCALL_RO");
        Add(Remove, "DEL", "UNLINK");
        Add(RedisQueueCommands.Read, [.. RedisQueueCommands.Reads]);
        Add(RedisQueueCommands.Trim, "LTRIM", "ZREMRANGEBYRANK", "ZREMRANGEBYSCORE");
        Add(RedisQueueCommands.Write, [.. RedisQueueCommands.Writes]);
        foreach (var (names, verdict) in RedisFixedVerdicts.All)
        {
            Add(_ => verdict, names);
        }
    }

    public bool Knows(string name) => rules.ContainsKey(name);

    public Verdict Read(IReadOnlyList<ShellWord> words) => rules.GetValueOrDefault(words[0].Value) is { } rule
        ? rule(words)
        : words[0].IsOpen ? Verdict.Unknown($"Which command {words[0]} stands for is not in the runbook.") : Verdict.Unknown($"'{words[0]}' is not a Redis command that is known here.");

    /// <summary>A line as somebody types it at the prompt of redis-cli.</summary>
    public Verdict ReadLine(string line)
    {
        var words = ShellLexer.Read(line).Where(token => token.Kind is not (ShellTokenKind.Space or ShellTokenKind.Newline)).TakeWhile(token => token.Kind != ShellTokenKind.Comment).ToList();
        return words.Count == 0 ? Verdict.Nothing("Nothing is sent.")
            : words.FirstOrDefault(word => word.Fault is not null) is { Fault: { } fault } ? Danger.In(line) ?? Verdict.Unknown($"Redis would not accept it: {fault}.")
            : Read([.. words.Select(word => new ShellWord(word.Value, word.Substitutions))]);
    }

    /// <summary>KEYS and DEL, in whatever dress, over one pattern.</summary>
    public Verdict Clear(string pattern, string why) => pattern switch
    {
        _ when ShellText.IsOpen(pattern) => offers.Guarded("redis.clear-cache", $"{why} The action walks with SCAN and unlinks page by page, and only what Targets:…:Caches allows.", pattern),
        _ when KeyPatterns.ReachesQueues(pattern) => Verdict.Refused("cleaned by state and age instead, never by pattern", $"{pattern} reaches the keys of a job queue: jobs would be lost, and ids would stay behind without them."),
        _ => offers.Guarded("redis.clear-cache", $"{why} The action walks with SCAN and unlinks page by page, other clients wait milliseconds; the pattern must be allowed under Targets:…:Caches.", pattern),
    };

    internal static string Sub(IReadOnlyList<ShellWord> words, int at) => at < words.Count ? words[at].Value.ToUpperInvariant() : "";

    private Verdict Remove(IReadOnlyList<ShellWord> words) =>
        KeyPatterns.ListedBy(words) is { } pattern ? Clear(pattern, "KEYS blocks every client while it runs, and so does DEL of many keys.")
        : words.Skip(1).Any(word => word.Value.Contains('*', StringComparison.Ordinal)) ? Verdict.Manual("a cache: /redis clear-cache with its pattern", $"{words[0]} takes no patterns: it would look for a key with a star in its name and find nothing.")
        : words.Skip(1).Any(word => KeyPatterns.ReachesQueues(word.Value) && !word.IsOpen && word.Value.Length > 0) ? Verdict.Refused("done through the queue's own means", "It takes a key from under a job queue; ids and locks that point to it stay behind.")
        : Verdict.Manual("done by a person who has looked at the key", "No action removes single keys: what is in them cannot be brought back.");

    private void Add(Func<IReadOnlyList<ShellWord>, Verdict> rule, params string[] names)
    {
        foreach (var name in names)
        {
            rules[name] = rule;
        }
    }
}
