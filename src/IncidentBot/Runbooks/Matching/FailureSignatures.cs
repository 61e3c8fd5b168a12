namespace IncidentBot.Runbooks.Matching;

/// <summary>Which class of failure an error text speaks of. The classes have the names that findings use.</summary>
internal static class FailureSignatures
{
    private static readonly (string Class, string[] Texts)[] Table =
    [
        ("OOM", ["oom command not allowed", "used memory > 'maxmemory'", "oom", "out of memory", "outofmemoryerror"]),
        ("MAX CLIENTS", ["max number of clients", "maxclients", "max clients", "too many clients", "too many connections"]),
        ("REFUSED", ["econnrefused", "connection refused", "refused", "error 111", "errno 111"]),
        ("CONNECT TIMEOUT", ["etimedout", "connect timeout", "connection timed out", "connection timeout", "error 110", "errno 110"]),
        ("HUNG", ["hung", "command timed out", "read timeout", "timeout reading from socket", "redistimeoutexception", "rediscommandtimeoutexception",
            "timeout performing", "i/o timeout", "jedisconnectiontimeout", "timeout"]),
        ("UNREACHABLE", ["ehostunreach", "enetunreach", "no route to host", "unreachable"]),
        ("NO SUCH NAME", ["enotfound", "eai_again", "getaddrinfo", "name or service not known", "no such name"]),
        ("CLOSED", ["econnreset", "socket closed", "connection reset", "epipe", "broken pipe", "connection is closed",
            "maxretriesperrequesterror", "max retries per request", "stream isn't writeable", "connection closed by server",
            "connection to broker lost", "error 104", "errno 104", "unexpected end of stream", "socketclosedunexpectedlyerror",
            "no connection is active", "noconnectionavailable", "noconnectionisavailable", "clientclosederror"]),
        ("NOAUTH", ["noauth", "authentication required"]),
        ("WRONGPASS", ["wrongpass", "invalid password", "invalid username-password"]),
        ("PASSWORD NOT EXPECTED", ["called without any password configured", "no password is set"]),
        ("NOPERM", ["noperm", "no permissions to", "nopermissionerror"]),
        ("LOADING", ["loading redis is loading", "is loading the dataset", "busyloadingerror", "loading"]),
        ("READONLY", ["readonly you can't write", "read only replica", "readonlyerror", "readonly"]),
        ("MISCONF", ["misconf", "unable to persist", "errors writing to the aof"]),
        ("AOF", ["bad file format reading the append only file", "aof"]),
        ("CLUSTERDOWN", ["clusterdown", "hash slot not served", "the cluster is down", "clusterallfailederror",
            "failed to refresh slots cache", "clusterdownerror"]),
        ("MASTERDOWN", ["masterdown", "link with master is down"]),
        ("NOREPLICAS", ["noreplicas", "not enough good replicas"]),
        ("BUSY", ["busy redis is busy", "busy running a script", "busy"]),
        ("UNKILLABLE", ["unkillable"]),
        ("BUSYKEY", ["busykey", "target key name already exists"]),
        ("TRYAGAIN", ["tryagain", "multiple keys request during rehashing"]),
        ("CROSSSLOT", ["crossslot", "keys in request don't hash to the same slot"]),
        ("EXECABORT", ["execabort", "transaction discarded because of previous errors"]),
        ("POOL", ["connection pool timeout", "could not get a resource from the pool", "connectionpool::timeouterror", "pool exhausted"]),

        // What the libraries of queues say; no state of a Redis, but the same words in a runbook and in an incident mean the same.
        ("STALLED", ["stalled more than allowable limit", "job stalled", "stalled jobs", "missing lock for job", "could not renew lock for job",
            "lock mismatch for job", "missing key for job"]),
        ("ABANDONED", ["abandonedjoberror", "abandoned jobs", "work-horse terminated unexpectedly", "work-horse process was terminated unexpectedly",
            "workerlosterror", "worker exited prematurely"]),
        ("JOB TIMEOUT", ["jobtimeoutexception", "task exceeded maximum timeout", "timelimitexceeded", "softtimelimitexceeded", "hard time limit"]),
    ];

    /// <summary>What is no outage yet, and the failure that it becomes: whoever wrote a procedure for that one wrote it for this.</summary>
    private static readonly Dictionary<string, string> LeadsTo = new()
    {
        ["nearly full"] = "OOM",
        ["evicts queues"] = "OOM",
        ["fragmented"] = "OOM",
        ["few places left"] = "MAX CLIENTS",
        ["snapshot failed"] = "MISCONF",
        ["slow disk"] = "MISCONF",
        ["replica behind"] = "NOREPLICAS",
        ["noquorum"] = "MASTERDOWN",
        ["split"] = "MASTERDOWN",
        ["clients refused"] = "NOPERM",
        ["slow"] = "HUNG",
        ["expiry storm"] = "HUNG",
    };

    /// <param name="text">In lower case. The name of a class and nothing besides: in a sentence, "nearly full" may be said of a disk.</param>
    /// <returns>Null where it is no such class.</returns>
    public static string? LedToBy(string text) => LeadsTo.GetValueOrDefault(text);

    /// <param name="text">In lower case.</param>
    public static IReadOnlyList<string> ClassesIn(string text) =>
        [.. Table.Where(entry => Phrases.Contains(text, entry.Class.ToLowerInvariant()) || entry.Texts.Any(signature => Phrases.Contains(text, signature)))
            .Select(entry => entry.Class)];
}
