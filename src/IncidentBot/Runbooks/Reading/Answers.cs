using System.Text.RegularExpressions;

namespace IncidentBot.Runbooks.Reading;

/// <summary>What people paste below a command: its answer, or a log. Only what no program could be is taken for one.</summary>
internal static partial class Answers
{
    public static bool Is(string text) => Answer().IsMatch(text) || IsReply(text) || IsLog(text);

    /// <summary>What redis-cli and psql print, which a shell would take for brackets and pipes.</summary>
    public static bool IsReply(string text) => Reply().IsMatch(text);

    /// <summary>Lines that begin with a time, and the frames of an exception.</summary>
    public static bool IsLog(string text) => Log().IsMatch(text);

    /// <summary>Columns, <c>name: value</c>, replies of Redis, tables of a database.</summary>
    [GeneratedRegex(
        @"^(?!.*\s--?[A-Za-z])(?:[^|;&$\n]*\S(?: {2,}|\t)\S[^|;&$\n]*"
            + @"|[\w .-]+:(?:\s.*|[\w.]*)|(?:PONG|OK|QUEUED|\(nil\)|\(empty (?:array|list or set)\)|\d+\)).*)$")]
    private static partial Regex Answer();

    [GeneratedRegex(
        @"^\s*(?:\((?:integer|error|double|nil|true|false|empty|\d+ rows?)\b.*|""(?:[^""\\\n]|\\.)*""|[+|-]*-{3,}[+|-]*[\s+|-]*|\|.*\|)\s*$",
        RegexOptions.NonBacktracking)]
    private static partial Regex Reply();

    [GeneratedRegex(
        @"^\s*(?:\[?\d{4}-\d\d-\d\d[T ]\d\d:|\[?\d\d:\d\d:\d\d|\d+:[XCSM] \d\d? \w{3} "
            + @"|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w* +\d"
            + @"|at [\w.<>$ ]+\(|Traceback \(most|File ""[^""]*"", line \d|(?:[\w.]*(?:Error|Exception)): |(?:ERROR|WARN|WARNING|INFO|FATAL|DEBUG)[ \]:])",
        RegexOptions.NonBacktracking)]
    private static partial Regex Log();
}
