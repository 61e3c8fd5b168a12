using System.Text.RegularExpressions;

namespace IncidentBot.Runbooks.Rules;

/// <summary>Whether SQL only reads, told from its words.</summary>
internal static partial class SqlText
{
    public static bool Looks(string firstWord) => firstWord is "SELECT" or "SHOW" or "EXPLAIN" or "WITH" or "INSERT" or "UPDATE"
        or "DELETE" or "ALTER" or "DROP" or "CREATE" or "TRUNCATE" or "VACUUM" or "ANALYZE" or "REINDEX" or "BEGIN" or "COMMIT"
        or "ROLLBACK" or "GRANT" or "REVOKE" or "CALL";

    public static Verdict Read(string sql)
    {
        var text = Comments().Replace(Literals().Replace(sql, "''"), " ").Trim();
        return text.TrimEnd(';').Length == 0 ? Verdict.Nothing("It holds no statement.")
            : Destroys().IsMatch(text) ? Verdict.Refused("not done", "It removes a whole table or database.")
            : Backends().IsMatch(text) ? Verdict.Manual(
                "done by a person, one session at a time",
                "It ends or cancels somebody's session on the database, though it looks like a read.")
            : Writes().IsMatch(text) || !Reads().IsMatch(text)
                ? Verdict.Manual("done by a person, in a transaction, on a copy first", "It changes data; the bot only ever reads a database.")
            : new Verdict(StepClass.Sql, Sessions().IsMatch(text)
                ? "/db connections"
                : "/db query NAME, with an entry under Databases:…:Queries; it runs in a read-only transaction with a time limit", Sessions().IsMatch(text)
                ? "A count by application name finds only clients that set one. The action counts by application and state, against max_connections."
                : "It only reads.")
            { IsHarmless = true };
    }

    [GeneratedRegex(@"--[^\n]*|/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comments();

    [GeneratedRegex(@"'(?:[^']|'')*'")]
    private static partial Regex Literals();

    [GeneratedRegex(@"\b(?:drop\s+(?:table|database|schema)|truncate)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Destroys();

    [GeneratedRegex(@"\bpg_(?:terminate|cancel)_backend\b|^\s*kill\b", RegexOptions.IgnoreCase)]
    private static partial Regex Backends();

    [GeneratedRegex(@"\b(?:insert|update|delete|alter|create|drop|grant|revoke|merge|copy|vacuum|reindex|cluster|call|do|lock|refresh|set"
        + @"|reset|nextval|setval|pg_reload_conf|pg_switch_wal|pg_promote|into)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Writes();

    [GeneratedRegex(@"^\s*(?:\\\w|select\b|show\b|explain\b|with\b|values\b|table\b|describe\b|begin\b)", RegexOptions.IgnoreCase)]
    private static partial Regex Reads();

    [GeneratedRegex(@"\bpg_stat_activity\b", RegexOptions.IgnoreCase)]
    private static partial Regex Sessions();
}
