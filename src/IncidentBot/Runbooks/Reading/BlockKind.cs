using System.Text.RegularExpressions;
using IncidentBot.Runbooks.Rules;

namespace IncidentBot.Runbooks.Reading;

/// <summary>What a code block holds: as its fence says, and otherwise as it looks.</summary>
internal static partial class BlockKind
{
    public static PassageKind Of(string language, string text, Rulebook rules) => language.ToLowerInvariant() switch
    {
        "action" or "actions" => PassageKind.Action,
        not ("action" or "actions") when HoldsSettings(text) => PassageKind.Settings,
        "" or "bash" or "sh" or "shell" or "console" or "redis" or "text" when IsScript(text, rules) => PassageKind.Lua,
        not ("action" or "actions") when HoldsQuery(text, rules) => PassageKind.Output,
        "bash" or "sh" or "shell" or "zsh" or "console" or "terminal" or "shell-session" or "shellsession" or "sh-session"
            or "bash-session" or "command" or "cmd" or "bat" or "batch" or "powershell" or "pwsh" or "ps1" or "cron" or "crontab" => PassageKind.Shell,
        "redis" or "redis-cli" => PassageKind.Redis,
        "sql" or "psql" or "postgresql" or "postgres" or "pgsql" or "mysql" => PassageKind.Sql,
        "lua" => PassageKind.Lua,
        "python" or "py" or "python3" or "pycon" or "ruby" or "rb" or "irb" or "javascript" or "js" or "typescript" or "ts"
            or "node" or "go" or "java" or "kotlin" or "csharp" or "cs" or "php" or "elixir" or "rust"
            or "groovy" or "scala" or "perl" => PassageKind.Code,
        "yaml" or "yml" or "toml" or "ini" or "conf" or "config" or "properties" or "dockerfile" or "hcl" or "terraform"
            or "nginx" or "env" or "dotenv" or "diff" or "cfg" or "systemd" => PassageKind.Settings,
        "text" or "txt" or "plain" or "plaintext" or "none" or "http" when Begins(text, rules) || Acts(text) => Look(text, rules),
        "json" or "text" or "txt" or "plain" or "plaintext" or "output" or "log" or "logs" or "mermaid" or "xml" or "html"
            or "markdown" or "md" or "csv" or "http" or "promql" or "logql" or "plantuml" or "dot" or "jsonc" or "none" => PassageKind.Output,
        _ => Look(text, rules),
    };

    /// <summary>Lines of redis.conf, of sysctl.conf and of a unit of systemd are no commands, whatever the fence says.</summary>
    private static bool HoldsSettings(string text) =>
        text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && !line.StartsWith('#')).ToList() is { Count: > 0 } lines
        && (UnitSection().IsMatch(lines[0]) || lines.All(line => RedisSettings.Is(line) || Kernel().IsMatch(line)));

    private static bool HoldsQuery(string text, Rulebook rules) =>
        text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && !line.StartsWith('#')).ToList() is [var first, ..] lines
        && MetricQuery.Is(first)
        && Danger.In(text) is null
        && !lines.Any(line => rules.Knows(line.Split(' ')[0]) || ConsoleText.IsPrompt(line) || ConsoleText.IsReplLine(line));

    /// <summary>Some line of it destroys, or calls something that acts, and is no answer and no log.</summary>
    private static bool Acts(string text) => text.Split('\n').Any(Acting);

    /// <summary>A script of Redis alone, which a shell would take for words of its own; one that stands in a command is read with that.</summary>
    private static bool IsScript(string text, Rulebook rules) =>
        text.Split('\n').Select(line => line.Trim()).ToLookup(LuaLine().IsMatch) is var lines
        && lines[true].Any()
        && !lines[false].Any(line => LooksLikeCommand(line, rules)
            || ConsoleText.IsPrompt(line)
            || ConsoleText.IsReplLine(line)
            || (line.Split(' ')[0] is { Length: > 0 } first && rules.Redis.Knows(first) && !first.Any(char.IsAsciiLetterLower)));

    private static bool Acting(string line) =>
        (Danger.In(line) is not null || ProgramText.IsCall(line) || Code().IsMatch(line) || ProgramText.Empties(line) || RequestLine.Changes(line.Trim()))
        && !Answers.IsPrinted(line) && !Answers.IsLog(line) && !Answers.IsReply(line);

    /// <summary>A fence of plain text that begins with a command holds commands, whatever it calls itself.</summary>
    private static bool Begins(string text, Rulebook rules) =>
        text.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0 && !line.StartsWith('#')) is { } first
        && (ConsoleText.IsPrompt(first) || ConsoleText.IsReplLine(first) || CronLine.Is(first) || (LooksLikeCommand(first, rules) && !first.EndsWith('.')));

    /// <summary>A fence without a language, or with one that is not known: one line that is a command makes it a block of commands.</summary>
    private static PassageKind Look(string text, Rulebook rules)
    {
        var lines = text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && !line.StartsWith('#')).ToList();
        return lines.Any(line => ConsoleText.TypedProgram(line) is not null) ? PassageKind.Shell
            : lines.Any(line => ConsoleText.TypedSql(line) is not null) && !lines.Any(line => ConsoleText.IsPrompt(line)) ? PassageKind.Sql
            : lines.Any(line => ConsoleText.IsReplLine(line)) && !lines.Any(line => ConsoleText.IsPrompt(line)) ? PassageKind.Redis
            : lines.Any(line => ConsoleText.IsPrompt(line) || LooksLikeCommand(line, rules) || IsPrompted(line, rules) || InlineCommand.HasOption(line)
                || (CronLine.Is(line) && LooksLikeCommand(CronLine.Command(line, rules).Trim(), rules)))
                ? PassageKind.Shell
            : lines.Count > 0 && SqlText.Is(lines[0]) ? PassageKind.Sql
            : lines.Count > 0 && lines.All(line => line.Split(' ')[0] is var first && rules.Redis.Knows(first) && !first.Any(char.IsAsciiLetterLower))
                ? PassageKind.Redis
            : lines.Count > 0 && lines.All(line => rules.Redis.Knows(line.Split(' ')[0])) && lines.Any(line => CommandNames.IsOfRedisAlone(line.Split(' ')))
                ? PassageKind.Redis
            : text.Split('\n').Select(line => line.TrimStart('#', ' ')).Any(line => Danger.In(line) is not null && LooksLikeCommand(line, rules))
                ? PassageKind.Shell
            : lines.Any(line => Says(line, rules)) ? PassageKind.Shell
            : Acts(text) && !IsTrace(lines) ? lines.Count > 0 && lines.All(line => Keyed().IsMatch(line)) ? PassageKind.Settings : PassageKind.Code
            : PassageKind.Output;
    }

    /// <summary>A step in words that names its command: <c>c.3 Delete the node: kubectl delete node n1</c>.</summary>
    private static bool Says(string line, Rulebook rules) =>
        !Answers.IsPrinted(line) && !Answers.IsLog(line) && !Answers.IsReply(line) && SpokenCommand.In(line, rules).Any();

    /// <summary>The frames of an exception quote the code that failed.</summary>
    private static bool IsTrace(List<string> lines) => lines.Any(line => line.StartsWith("Traceback (most", StringComparison.Ordinal));

    /// <summary>A word that may be a prompt, and behind it a command.</summary>
    private static bool IsPrompted(string line, Rulebook rules) =>
        (ConsoleText.Bare(line) ?? ConsoleText.TypedSomewhere(line)) is { } typed
        && (LooksLikeCommand(typed, rules) || rules.Redis.Knows(typed.Split(' ')[0]));

    /// <summary>A known program that is followed by something only a command line has; prose may begin with <c>find</c> or <c>read</c> as well.</summary>
    public static bool LooksLikeCommand(string line, Rulebook rules)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Called().IsMatch(line) || (words.Length > 0 && (rules.Knows(words[0]) || Assignment().IsMatch(words[0]))
            && (Unmistakable().IsMatch(words[0]) || words.Skip(1).Any(word => CommandLike().IsMatch(word))));
    }

    /// <summary>A word that only a command line has: an option, a path, a number, a variable.</summary>
    public static bool IsCommandLike(string word) => CommandLike().IsMatch(word);

    /// <summary>A program whose name is no word of a sentence.</summary>
    public static bool IsUnmistakable(string program) => Unmistakable().IsMatch(program);

    [GeneratedRegex(@"^(?:\S*/)?(?:redis-cli|redis-check-aof|redis-check-rdb|redis-server|valkey-cli|kubectl|docker|docker-compose|podman"
        + @"|helm|curl|wget|systemctl|journalctl|pm2|supervisorctl|sudo|ssh|psql|celery|sidekiq|rq|vercel|heroku|aws|gcloud|az|terraform"
        + @"|pgrep|pkill|telnet|nslookup|dig|npm|bundle|export)$", RegexOptions.NonBacktracking)]
    private static partial Regex Unmistakable();

    [GeneratedRegex(@"^-{1,2}[A-Za-z]|[/$|]|\.\w+$|^\d+$|^\w+=|\*", RegexOptions.NonBacktracking)]
    private static partial Regex CommandLike();

    /// <summary>PowerShell: <c>&amp; "C:\Program Files\Redis\redis-cli.exe" ping</c>; cmd has it without the sign.</summary>
    [GeneratedRegex(@"^\s*(?:&\s*)?[""'][A-Za-z]:[\\/][^""']*\.(?:exe|cmd|bat|ps1)[""']", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Called();

    [GeneratedRegex(@"^[A-Z_][A-Z0-9_]*=\S", RegexOptions.NonBacktracking)]
    private static partial Regex Assignment();

    [GeneratedRegex(@"^\[(?:Unit|Service|Install|Timer|Socket|Path|Mount)\]$", RegexOptions.NonBacktracking)]
    private static partial Regex UnitSection();

    [GeneratedRegex(@"^(?:vm|net|fs|kernel)(?:\.[\w-]+)+\s*=", RegexOptions.NonBacktracking)]
    private static partial Regex Kernel();

    [GeneratedRegex(@"^(?:(?:return|local|if|for|while)\b.*|\w+\s*=.*)?\b(?:redis|server)\.p?call\b", RegexOptions.NonBacktracking)]
    private static partial Regex LuaLine();

    /// <summary>How programs begin, in the languages that people paste.</summary>
    [GeneratedRegex(
        @"^\s*(?:import\s+[\w.{]+\s*(?:$|,|as\b|from\b|\})|from\s+[\w.]+\s+import\b|(?:const|let|var)\s+[\w{][^=]*=\s"
            + @"|(?:\w+\s*=\s*)?(?:Sidekiq|Resque|Delayed)(?:::\w+)*(?:\.\w|\()|\w+\s*=\s*(?:\w+\.)?(?:Redis|StrictRedis|Queue|\w+Registry|from_url)\("
            + @"|(?:\w+\s*=\s*)?[A-Za-z_$][\w$]*(?:(?:\.|::|->)\w+)+[!?]?\(.*\);?\s*$"
            + @"|await\s+\w|async\s+\w|def\s+\w+.*:$|require\s*['""(]|#!\S*/(?:env\s+)?(?:python|node|ruby|perl|php))",
        RegexOptions.NonBacktracking)]
    private static partial Regex Code();

    /// <summary>A line of YAML, JSON or INI.</summary>
    [GeneratedRegex(@"^\s*(?:-\s+)?(?:[\w./""'-]+\s*[:=](?:\s|$|"")|-\s|[\]\[{}])|^[\]\[{}\s,]+$", RegexOptions.NonBacktracking)]
    private static partial Regex Keyed();
}
