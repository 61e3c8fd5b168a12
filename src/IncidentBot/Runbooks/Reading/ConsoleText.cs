using System.Text.RegularExpressions;
using IncidentBot.Runbooks.Rules;

namespace IncidentBot.Runbooks.Reading;

/// <summary>The prompts of shells, of redis-cli and of database clients, in what people paste from a terminal.</summary>
internal static partial class ConsoleText
{
    public static bool IsPrompt(string line) => Prompt().IsMatch(line);

    public static bool IsReplLine(string line) => Repl().IsMatch(line);

    /// <summary>What is typed at the prompt of a shell; null for other lines.</summary>
    public static string? TypedShell(string line) => Behind(Prompt(), line);

    /// <summary>What is typed at the prompt of redis-cli; null for other lines.</summary>
    public static string? Typed(string line) => Behind(Repl(), line)?.Trim();

    /// <summary>What is typed at the prompt of a language; null for other lines.</summary>
    public static string? TypedProgram(string line) =>
        (Behind(Language(), line) ?? (Documents().IsMatch(line) ? line[(line.IndexOf('>', StringComparison.Ordinal) + 1)..] : null))?.Trim();

    /// <summary>What stands behind the second prompt of Python; null for other lines.</summary>
    public static string? TypedOn(string line) => Second().Match(line) is { Success: true } prompt ? line[prompt.Length..].TrimEnd() : null;

    /// <summary>What stands behind a bare <c>&gt;</c>, which a shell would take for a redirection; null for other lines.</summary>
    public static string? Bare(string line) => Behind(Naked(), line)?.Trim();

    /// <summary>What stands behind something that may be a prompt, such as <c>worker$ ls</c>: whoever asks looks whether it is a command.</summary>
    public static string? TypedSomewhere(string line) => Behind(Somewhere(), line)?.Trim();

    /// <summary>What is typed at the prompt of psql or mysql; null for other lines.</summary>
    /// <param name="goesOn">Whether a statement is open, so that a second prompt may follow.</param>
    public static string? TypedSql(string line, bool goesOn = false) =>
        Database().Match(line) is { Success: true } prompt && line[prompt.Length..].Trim() is var typed
            && (prompt.Groups["more"].Success ? goesOn : typed.StartsWith('\\') || SqlText.Is(typed))
            ? typed
            : null;

    /// <summary>The statements alone, when the text is what a terminal showed; the text as it is otherwise. Lines keep their places.</summary>
    public static string Statements(string text)
    {
        var lines = text.Split('\n');
        if (!lines.Any(line => TypedSql(line) is not null))
        {
            return text;
        }

        var goesOn = false;
        for (var i = 0; i < lines.Length; i++)
        {
            lines[i] = TypedSql(lines[i], goesOn) ?? "";
            goesOn = lines[i].Length > 0 && !lines[i].EndsWith(';') && !lines[i].StartsWith('\\');
        }

        return string.Join('\n', lines);
    }

    /// <summary>The line after one that ended with a backslash, without the shell's second prompt.</summary>
    public static string Continued(string line) => Continuation().Replace(line, "");

    /// <summary>Each prompt ends with the first letter of what is typed: a prompt that nothing follows is none.</summary>
    private static string? Behind(Regex prompt, string line) => prompt.Match(line) is { Success: true } match ? line[(match.Length - 1)..] : null;

    /// <summary>
    /// <c>$ ls</c>, <c>user@host:~$ ls</c>, <c>root@host:/# ls</c>, <c>[root@host ~]# ls</c>, <c>bash-5.1# ls</c>, <c>/data # ls</c>,
    /// <c>➜  ~ ls</c>, <c>10:15:00 user@host ~ % ls</c>, <c>PS C:\&gt; dir</c>.
    /// </summary>
    [GeneratedRegex(
        @"^\s*(?:(?:\[?\d\d:\d\d(?::\d\d)?\]?\s+)?(?:\([\w-]+\)\s*)?"
            + @"(?:(?:I have no )?[\w.!-]+@[\w.-]+[^$#\n]{0,40}?(?:[$#]|\s%)|\[[^\[\]\n]{1,60}\]\s?[#$]"
            + @"|(?:ba|z|k|da|a)?sh(?:-[\d.]+)?[#$]|(?:~|/)[\w./-]{0,60}\s?[#$]|[$%❯λ])\s+"
            + @"|➜\s+(?:~\S*\s+|\S+\s+git:\(\S*\)\s+(?:✗\s+)?)?|PS\s+(?:[A-Z]:|[/~])[^>\n]{0,80}>\s*|[A-Z]:[\\/](?:[^>\n]{0,80}[^>\s])?>\s*)\S",
        RegexOptions.NonBacktracking)]
    private static partial Regex Prompt();

    [GeneratedRegex(
        @"^\s*(?:irb(?:\([^)\n]{1,40}\)[^>\n]{0,20})?>|(?:\[\d+\]\s*)?pry\([^)\n]{1,40}\)[>*]|>>>|In \[\d+\]:|iex\(\d+\)>|node>|mongo(?:sh)?>"
            + @"|[\w-]{1,30}:(?:PRIMARY|SECONDARY)>|[\w-]+\((?:prod|dev|test|main)[\w:-]*\)>)\s+\S",
        RegexOptions.NonBacktracking)]
    private static partial Regex Language();

    /// <summary><c>shop&gt; db.jobs.drop()</c>: MongoDB's shell shows the name of the database.</summary>
    [GeneratedRegex(@"^\s*(?:(?:\S{1,40} ){1,3}\[[^\]\n]{1,60}\] )?[\w-]{1,40}>\s+(?:db|rs|sh)\.\w", RegexOptions.NonBacktracking)]
    private static partial Regex Documents();

    [GeneratedRegex(@"^\s*\.\.\.(?:\s|$)", RegexOptions.NonBacktracking)]
    private static partial Regex Second();

    [GeneratedRegex(@"^\s*>\s+\S", RegexOptions.NonBacktracking)]
    private static partial Regex Naked();

    [GeneratedRegex(@"^\s*[\w.:~@/-]{2,60}(?:\s[\w.-]{1,20})?(?:[$#>]|\s[$%])\s+\S", RegexOptions.NonBacktracking)]
    private static partial Regex Somewhere();

    [GeneratedRegex(@"^\s*>\s?", RegexOptions.NonBacktracking)]
    private static partial Regex Continuation();

    /// <summary><c>127.0.0.1:6379[2]&gt; INFO</c>, <c>redis 127.0.0.1:6379&gt; INFO</c>, <c>redis&gt; INFO</c>, <c>not connected&gt; PING</c>.</summary>
    [GeneratedRegex(
        @"^\s*(?:not connected|(?:(?:i?redis|valkey|keydb|sentinel)\s+)?(?:[\w.-]+:\d{2,5}|/[\w./-]+\.sock\S*)|(?:redis|valkey|sentinel)[\w.:-]*)"
            + @"(?:\[\d+\])?(?:\((?:TX|subscribed mode)\))?>\s*\S",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Repl();

    /// <summary><c>app=# SELECT</c>, <c>app-&gt; FROM</c>, <c>mysql&gt; SELECT</c>, <c>MariaDB [app]&gt; SELECT</c>.</summary>
    [GeneratedRegex(
        @"^\s*(?:[\w.-]+=[*!^]?[#>]|(?<more>[\w.-]+[-('""][*!]?[#>]|->|\.\.\.>)|mysql>|MariaDB\s\[[^\]\n]*\]>|sqlite>|cqlsh(?::\w+)?>|influx>)\s",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Database();
}
