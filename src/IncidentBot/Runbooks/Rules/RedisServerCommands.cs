using IncidentBot.Runbooks.Shell;
using static IncidentBot.Runbooks.Rules.RedisCommands;

namespace IncidentBot.Runbooks.Rules;

/// <summary>Commands with subcommands, about the server itself.</summary>
internal sealed class RedisServerCommands(Offers offers)
{
    public Verdict Info(IReadOnlyList<ShellWord> words) => Sub(words, 1) switch
    {
        "" or "ALL" or "EVERYTHING" or "DEFAULT" => offers.Native("redis.diagnose", "All of INFO is read once, and what is wrong is said in one sentence."),
        "MEMORY" => offers.Native("redis.memory", "How full memory is, and what fills it."),
        "CLIENTS" => offers.Native(
            "redis.clients",
            "Who is connected, against maxclients; over a connection that is held, so that it answers when new ones are refused."),
        "PERSISTENCE" => offers.Native("redis.persistence", "Whether the data is safe on disk, and how much would be lost."),
        "REPLICATION" => offers.Native("redis.replication", "Role, link and offsets."),
        "SENTINEL" => Sentinel("MASTERS"),
        var section => offers.Native("redis.info", section == "STATS"
            ? "The section as it stands. Commands per second are no progress of a queue: polling workers and scripts raise them too."
            : "The section as it stands.", section.ToLowerInvariant()),
    };

    /// <summary>Redis 7 takes several settings at once: the most careful answer speaks, and an action would set one and drop the others.</summary>
    public Verdict Config(IReadOnlyList<ShellWord> words)
    {
        var step = Sub(words, 1) switch { "SET" => 2, "GET" => 1, _ => words.Count };
        if (words.Count <= 2 + step)
        {
            return Setting(words);
        }

        return Verdict.Several([.. words.Skip(2).Chunk(step).Select(part => Setting([.. words.Take(2), .. part]))]);
    }

    private Verdict Setting(IReadOnlyList<ShellWord> words) => (Sub(words, 1), Sub(words, 2)) switch
    {
        ("GET", "MAXCLIENTS") => offers.Guarded(
            "redis.clients",
            "CONFIG is often blocked, and a new connection is refused just when the limit is reached. INFO holds the limit too."),
        ("GET", "MAXMEMORY" or "MAXMEMORY*" or "MAXMEMORY-POLICY") =>
            offers.Guarded("redis.memory", "CONFIG is often blocked by managed services; INFO holds the limit and the policy too."),
        ("GET", "SAVE" or "APPENDONLY" or "APPENDFSYNC" or "APPEND*") =>
            offers.Guarded("redis.persistence", "CONFIG is often blocked by managed services; INFO says what is switched on and how it goes."),
        ("GET", "SLOWLOG*" or "SLOWLOG-LOG-SLOWER-THAN" or "SLOWLOG-MAX-LEN") =>
            offers.Guarded("redis.slowlog", "What the slow log holds answers the question."),
        ("GET", _) => Verdict.Manual("read by a person", "No action reads this setting; some hold passwords.") with { IsHarmless = true },
        ("SET", "MAXMEMORY-POLICY") when Sub(words, 3) == "NOEVICTION" => offers.Native(
            "redis.set-policy",
            "It is the right policy for queues. It lasts until the next restart unless it is in redis.conf too.",
            "noeviction"),
        ("SET", "MAXMEMORY-POLICY") => Verdict.Refused(
            "keep noeviction; free memory with /redis clear-cache, or raise maxmemory",
            "Eviction destroys queues: allkeys-* removes jobs and whole waiting lists, volatile-* removes the locks of running jobs, which then run twice."),
        ("SET", "MAXMEMORY") => offers.Guarded("redis.set-maxmemory", "Beyond the host's memory the kernel kills Redis; "
            + "the action looks at what the host has, and keeps the old value. "
            + "It is lost at the next restart unless it is also in redis.conf.", Value(words)),
        ("SET", "MAXCLIENTS") => offers.Guarded(
            "redis.set-maxclients",
            "New connections are refused just when it matters, so the action uses one that is held; the limit on open files caps it.",
            Value(words)),
        ("SET", "STOP-WRITES-ON-BGSAVE-ERROR") => Verdict.Manual(
            "last resort of a person: find out why saving fails first, /redis persistence",
            "Writes go on while nothing reaches the disk; a crash then loses all of them."),
        ("SET", "SAVE" or "APPENDONLY" or "APPENDFSYNC") => Verdict.Manual(
            "set by a person, after /redis persistence, and in redis.conf too",
            "It decides how much a crash loses, and switching it on makes the server fork."),
        ("SET", "REQUIREPASS" or "MASTERAUTH") => Verdict.Manual(
            "changed by a person, together with everybody who connects",
            "Clients that do not know the new password are cut off at their next connection."),
        ("SET", _) =>
            Verdict.Manual("set by a person who noted the old value, and in redis.conf too", "It changes the running server only, until the next restart."),
        ("RESETSTAT", _) => Verdict.Manual("left alone, or reset by a person", "It throws the evidence away."),
        ("REWRITE", _) => Verdict.Manual("done by a person who compared redis.conf before", "It rewrites the file on the host with whatever is set now."),
        _ => Verdict.Unknown("CONFIG has no such subcommand."),
    };

    public Verdict Client(IReadOnlyList<ShellWord> words) => Sub(words, 1) switch
    {
        "LIST" or "INFO" => offers.Native("redis.clients", "Grouped, with the longest idle ones named."),
        "KILL" => Kill(words),
        "SETNAME" or "GETNAME" or "ID" or "SETINFO" or "NO-EVICT" or "NO-TOUCH" or "TRACKING" or "REPLY" or "CACHING" =>
            Verdict.Nothing("It is about the connection that types it."),
        "PAUSE" or "UNPAUSE" =>
            Verdict.Manual("done by a person who watches the clock", "It stops the commands of every client, and forgotten it is an outage of its own."),
        _ => Verdict.Manual("done by a person", "No action does this."),
    };

    public Verdict Memory(IReadOnlyList<ShellWord> words) => Sub(words, 1) switch
    {
        "PURGE" => Verdict.Manual("done by a person", "It gives freed pages back to the host and can stall the server while it does."),
        "USAGE" => offers.Guarded("redis.memory", "One key says little. The action samples keys and adds up bytes by prefix."),
        _ => offers.Native("redis.memory", "How full memory is, what fills it, and how fragmented it is."),
    };

    public Verdict Cluster(IReadOnlyList<ShellWord> words) => Sub(words, 1) switch
    {
        "INFO" or "NODES" or "SLOTS" or "SHARDS" or "REPLICAS" or "SLAVES" or "LINKS" => offers.Guarded(
            "redis.cluster",
            "One node's word is not enough: during a split they differ. The action asks every node and says which slots nobody serves."),
        "MYID" or "KEYSLOT" or "COUNTKEYSINSLOT" or "GETKEYSINSLOT" =>
            Verdict.Manual("read by a person on any node", "No action shows this.") with { IsHarmless = true },
        "RESET" or "FLUSHSLOTS" or "FORGET" or "DELSLOTS" =>
            Verdict.Refused("not done", "It takes a node or its slots out of the cluster, with the data in them."),
        "FAILOVER" when Sub(words, 2) == "TAKEOVER" =>
            Verdict.Refused("/redis cluster, then /redis cluster-failover", "TAKEOVER asks no other node: two masters may serve the same slots."),
        "FAILOVER" => offers.Guarded(
            "redis.cluster-failover",
            "With FORCE, writes that had not reached the replica are lost; the action says which slots and how far behind it is.",
            "<node>"),
        _ => Verdict.Manual("done by a person with the cluster's layout at hand", "It changes the cluster."),
    };

    public Verdict Script(IReadOnlyList<ShellWord> words) => Sub(words, 1) switch
    {
        "KILL" => offers.Native(
            "redis.kill-script",
            "It stops a script that has written nothing; one that has written cannot be stopped, and waiting is all that is left."),
        "EXISTS" or "LIST" or "DUMP" or "STATS" => Verdict.Manual("read by a person", "No action looks at scripts.") with { IsHarmless = true },
        _ => Verdict.Manual("done by a person", "It changes which scripts the server knows; clients that call them by hash fail until they load them again."),
    };

    public Verdict Sentinel(string subcommand) => subcommand switch
    {
        "FAILOVER" => offers.Guarded(
            "redis.failover",
            "It goes ahead without asking the other Sentinels. The action looks at quorum and offsets first, and follows until all of them agree."),
        "SET" or "MONITOR" or "REMOVE" or "RESET" or "FLUSHCONFIG" or "CONFIG" =>
            Verdict.Manual("done by a person, on every Sentinel", "It changes what this one Sentinel watches; the others do not learn of it."),
        _ => offers.Guarded("redis.sentinels", "One Sentinel's word is not enough: during a split they differ, "
            + "and an unknown name gives an empty reply that looks like success. The action asks every one, compares, "
            + "and asks the named master for its role."),
    };

    public Verdict ReplicaOf(string host) => host == "NO"
        ? offers.Guarded(
            "redis.promote-standby",
            "A replica that is behind has not got the last writes, and the former master goes on accepting others. The action compares role and offsets first.")
        : Verdict.Manual(
            "/redis standby first; then /redis rejoin, where the other side is the configured standby",
            "A server that becomes a replica drops its own data.");

    private static string Value(IReadOnlyList<ShellWord> words) => words.Count > 3 ? words[3].Value : "<value>";

    private Verdict Kill(IReadOnlyList<ShellWord> words)
    {
        const string Why =
            "The action reads the entry again first, refuses replicas, subscribers and blocked workers, and says when the client was gone already.";
        return Sub(words, 2) switch
        {
            "" => Verdict.Unknown("CLIENT KILL needs to know whom."),
            "ID" when words.Count > 4 && words.Skip(3).All(word => word.IsOpen || word.Value.All(char.IsAsciiDigit)) =>
                Verdict.Several([.. words.Skip(3).Select(word => offers.Guarded("redis.kill-client", Why, word.Value))]),
            "ID" or "ADDR" when words.Count > 4 => Verdict.Manual("one by one: /redis clients, then /redis kill-client", "It cuts off whoever all of it fits."),
            "ID" or "ADDR" when words.Count > 3 => offers.Guarded("redis.kill-client", Why, words[3].Value),
            "TYPE" or "USER" or "LADDR" or "SKIPME" or "MAXAGE" => Verdict.Refused(
                "one by one: /redis clients, then /redis kill-client",
                "It cuts off a whole kind of clients at once, workers and replicas among them."),
            _ => offers.Guarded("redis.kill-client", Why, words[2].Value),
        };
    }
}
