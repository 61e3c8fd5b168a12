using System.Text.RegularExpressions;

namespace IncidentBot.Runbooks.Rules;

/// <summary>Whether SQL only reads, told from its words and from the functions that it calls.</summary>
internal static partial class SqlText
{
    /// <summary>
    /// Whether a line is SQL and not Redis, which has SELECT, SET, COPY, RESET, DISCARD and others too: <c>SELECT 4</c> chooses a
    /// database of Redis, <c>SELECT pg_terminate_backend(4)</c> ends a session of PostgreSQL.
    /// </summary>
    public static bool Is(string line) => Statement().IsMatch(line) && !RedisSelect().IsMatch(line);

    public static Verdict Read(string sql)
    {
        var text = Comments().Replace(Literals().Replace(sql, "''"), " ").Trim();
        return text.TrimEnd(';').Length == 0 ? Verdict.Nothing("It holds no statement.")
            : Destroys().IsMatch(text) ? Verdict.Refused("not done", "It removes a whole table or database.")
            : Backends().IsMatch(text) ? Verdict.Manual(
                "done by a person, one session at a time",
                "It ends or cancels somebody's session on the database, though it looks like a read.")
            : Transaction().IsMatch(text) ? Verdict.Nothing("It only opens or ends a transaction around the statements beside it.")
            : Session().IsMatch(text) ? Verdict.Nothing("It is about the session at the database only.")
            : Secrets().IsMatch(text) ? Verdict.ReadByAPerson("It shows passwords; the bot never brings one into a channel.")
            : ExplainsUnseen(text)
                ? Verdict.Manual("done by a person who has read the statement", "EXPLAIN ANALYZE executes its statement, and which one is not in the runbook.")
            : Writes().IsMatch(text) || !Reads().IsMatch(text)
                ? Verdict.Manual("done by a person, in a transaction, on a copy first", "It changes data; the bot only ever reads a database.")
            : SqlFunctions.NotKnownToRead(text) is { } function
                ? Verdict.Manual(
                    "done by a person who knows what it does",
                    $"{function} is not known only to read; a SELECT that calls it may change something.")
            : new Verdict(StepClass.Sql, Sessions().IsMatch(text)
                ? "/db connections"
                : "/db query NAME, with an entry under Databases:…:Queries; it runs in a read-only transaction with a time limit", Sessions().IsMatch(text)
                ? "A count by application name finds only clients that set one. The action counts by application and state, against max_connections."
                : "It only reads.")
            { IsHarmless = true, Needs = ConfiguredText.OfQuery(sql) };
    }

    [GeneratedRegex(
        @"^\s*(?:select|insert\s+into|delete\s+from|alter\s+\w|create\s+(?:\w+\s+){0,3}?(?:table|index|role|user|database|extension|view|function)\b"
            + @"|drop\s+\w|truncate\s+(?:table\s+)?\w|vacuum\b|analyze\b|reindex\s|grant\s+\w|revoke\s+\w|explain\s+\w"
            + @"|with\s+\w+\s+as\s*\(|begin\s*;|commit\s*;"
            + @"|rollback\s*;|call\s+\w+\s*\(|do\s+\$|update\s+[\w.""]+\s+set\b|set\s+(?:session|local|global)\s|set\s+[\w.]+\s*(?:=|to\s)"
            + @"|show\s+[\w.]+\s*;?\s*$"
            + @"|copy\s+[\w.""]+\s*(?:\(|from\b|to\b)|reset\s+\w|discard\s+(?:all|plans|temp|sequences)\b"
            + @"|rename\s+table\b|restore\s+database\b|flush\s+(?:tables|privileges)\b"
            + @"|lock\s+table|checkpoint\s*;?\s*$|cluster\s+\w+\s+using\b|listen\s+\w+\s*;|unlisten\b|refresh\s+materialized\b)",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Statement();

    [GeneratedRegex(@"^\s*select\s+(?:\w+|\$\w+|\$\{\w+\}|<[^<>]*>)\s*(?:#.*)?$|^\s*select\s*$", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex RedisSelect();

    [GeneratedRegex(@"--[^\n]*|/\*.*?\*/", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Comments();

    [GeneratedRegex(@"'(?:[^']|'')*'", RegexOptions.NonBacktracking)]
    private static partial Regex Literals();

    [GeneratedRegex(@"\b(?:drop\s+(?:table|database|schema)|truncate)\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Destroys();

    [GeneratedRegex(
        @"^\s*(?:begin|start\s+transaction|commit|rollback|end)(?:\s+(?:work|transaction))?\s*;?\s*$",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Transaction();

    [GeneratedRegex(
        @"\bpg_(?:authid|shadow)\b|\brolpassword\b|\bmysql\.user\b|\bauthentication_string\b",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Secrets();

    private static bool ExplainsUnseen(string text) =>
        Explains().Match(text) is { Success: true } explain && !Query().IsMatch(text.AsSpan(explain.Length));

    [GeneratedRegex(
        @"^\s*explain\s+(?:\([^)]*\banalyze\b[^)]*\)|analyze\b)\s*(?:verbose\b)?",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Explains();

    [GeneratedRegex(@"^[\s(]*(?:select|with|values|table)\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Query();

    [GeneratedRegex(@"^\s*\\(?:q|x|timing|conninfo|c|connect|\?|h|pset|encoding|echo)(?:\s[^\\]*)?$", RegexOptions.NonBacktracking)]
    private static partial Regex Session();

    [GeneratedRegex(@"\bpg_(?:terminate|cancel)_backend\b|^\s*kill\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Backends();

    [GeneratedRegex(@"\b(?:insert|update|delete|alter|create|drop|grant|revoke|merge|copy|vacuum|reindex|cluster|call|do|lock|refresh|set"
        + @"|reset|nextval|setval|into)\b"
        + @"|\\(?:gexec|copy|i|ir|o|out|g\s*\||!|e|ef|w|lo_\w+|password|setenv)(?:\s|$)", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Writes();

    [GeneratedRegex(
        @"^\s*(?:\\(?:d\w*\+?|l\+?|x|timing|conninfo|c|connect|q|\?|h|pset|z|s[fv]|watch|encoding)(?:\s|$)"
            + @"|select\b|show\b|explain\b|with\b|values\b|table\b|describe\b|begin\b)",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Reads();

    [GeneratedRegex(@"\bpg_stat_activity\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Sessions();
}
