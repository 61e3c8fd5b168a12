using System.Text.RegularExpressions;

namespace IncidentBot.Runbooks.Reading;

/// <summary>What people paste below a command: its answer, or a log. Only what no program could be is taken for one.</summary>
internal static partial class Answers
{
    public static bool Is(string text) => (Answer().IsMatch(text) && !Option().IsMatch(text)) || IsReply(text) || IsLog(text);

    /// <summary>What redis-cli and psql print, which a shell would take for brackets and pipes.</summary>
    public static bool IsReply(string text) => Reply().IsMatch(text);

    /// <summary>Lines that begin with a time, and the frames of an exception.</summary>
    public static bool IsLog(string text) => Log().IsMatch(text);

    /// <summary>Columns, <c>name: value</c>, replies of Redis, tables of a database.</summary>
    [GeneratedRegex(
        @"^(?:[^|;&$\n]*\S(?: {2,}|\t)\S[^|;&$\n]*"
            + @"|[\w .-]+:(?:\s.*|[\w.]*)|(?:PONG|OK|QUEUED|\(nil\)|\(empty (?:array|list or set)\)|\d+\)).*)$",
        RegexOptions.NonBacktracking)]
    private static partial Regex Answer();

    /// <summary>In its first line.</summary>
    [GeneratedRegex(@"^.*\s--?[A-Za-z]", RegexOptions.NonBacktracking)]
    private static partial Regex Option();

    /// <summary>
    /// What begins as no program's name can: a line of MONITOR, of CLIENT LIST or CLUSTER NODES, a numbered reply, a field of INFO, an
    /// error. A word in it that would destroy is no command either.
    /// </summary>
    public static bool IsPrinted(string text) => Printed().IsMatch(text);

    [GeneratedRegex(
        @"^\s*(?:\d{10}\.\d{6} \[|\[?\d{4}-\d\d-\d\d[T ]\d\d:|\d+:[XCSM] \d\d? \w{3} |\d+:signal-handler \(|\d+\) "
            + @"|id=\d+ addr=|[0-9a-f]{40} \S+:\d"
            + @"|-?(?:ERR|OOM|NOAUTH|WRONGPASS|WRONGTYPE|MISCONF|NOPERM|CLUSTERDOWN|NOSCRIPT|CROSSSLOT|EXECABORT|MASTERDOWN|NOREPLICAS|TRYAGAIN"
            + @"|BUSY|LOADING|READONLY|UNKILLABLE|MOVED|ASK) [\w'].*\s|(?:Could|Unable|Failed) (?:not |to )|/dev/\S+\s+[\d.]+[KMGT]?\s"
            + @"|(?:-?bash|sh|zsh|curl|psql|ssh|mysql|sudo): [^|;&]*$|[a-z][a-z0-9_]*:[^/\s|;&=]*$|\d+ (?:queues|workers|jobs|rows?)\b|-> \S+: )",
        RegexOptions.NonBacktracking)]
    private static partial Regex Printed();

    [GeneratedRegex(
        @"^\s*(?:\((?:integer|error|double|nil|true|false|empty|\d+ rows?)\b.*|""(?:[^""\\\n]|\\.)*""|[+|-]*-{3,}[+|-]*[\s+|-]*|\|.*\|"
            + @"|[●○×] .*|- empty -)\s*$",
        RegexOptions.NonBacktracking)]
    private static partial Regex Reply();

    [GeneratedRegex(
        @"^\s*(?:\[?\d{4}-\d\d-\d\d[T ]\d\d:|\[?\d\d:\d\d:\d\d|\d+:[XCSM] \d\d? \w{3} "
            + @"|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w* +\d"
            + @"|at [\w.<>$ ]+\(|Traceback \(most|File ""[^""]*"", line \d|(?:[\w.]*(?:Error|Exception)): |(?:ERROR|WARN|WARNING|INFO|FATAL|DEBUG)[ \]:])",
        RegexOptions.NonBacktracking)]
    private static partial Regex Log();
}
