using System.Text.RegularExpressions;
using IncidentBot.Runbooks.Shell;

namespace IncidentBot.Runbooks.Rules;

/// <summary>Recognises what a Lua script means from the Redis commands in it. Other scripts are left to people.</summary>
internal static partial class ScriptReading
{
    private static readonly HashSet<string> Lists = new(["lrange", "ltrim", "llen", "lpop", "lrem"], StringComparer.OrdinalIgnoreCase);

    /// <param name="words"><c>EVAL script numkeys key… arg…</c></param>
    public static Verdict Read(IReadOnlyList<ShellWord> words, RedisCommands redis)
    {
        if (words.Count < 2)
        {
            return Verdict.Unknown("EVAL without a script.");
        }

        return words[1].Substitutions.Count > 0 || Variable().IsMatch(words[1].Value)
            ? Danger.In(words[1].Value) ?? Unseen("The script is not in the runbook.")
            : Read(words[1].Value, words, redis);
    }

    public static Verdict Read(string script, IReadOnlyList<ShellWord> words, RedisCommands redis)
    {
        if (Danger.In(script) is { } danger)
        {
            return danger;
        }

        if (OnlyReturns().IsMatch(script))
        {
            return Verdict.Nothing("The script calls no Redis command.");
        }

        var calls = Calls().Matches(script).Select(match => (Name: match.Groups[1].Value.ToLowerInvariant(), End: match.Index + match.Length)).ToList();
        if (calls.Count == 0 || HidesCalls(script))
        {
            return Unseen("Which Redis commands it calls cannot be seen in its text.");
        }

        var names = calls.Select(call => call.Name).ToHashSet();
        var removes = names.Overlaps(["del", "unlink"]);
        if (calls.FirstOrDefault(call => call.Name is "keys" or "scan") is { Name: not null } listing
            && Pattern(Argument(script, listing.End), script, words) is { } pattern)
        {
            return Finished().IsMatch(pattern) && (removes || names.Overlaps(["ltrim", "lrem", "zrem"]))
                ? redis.CleanByScript(pattern, script, names.Overlaps(Lists))
                : removes && names.All(name => name is "keys" or "scan" or "del" or "unlink" or "ttl" or "type" or "exists") ? redis.Clear(
                    pattern,
                    "KEYS and DEL in one script block every client until all is done; "
                        + "with some millions of keys the server answers BUSY, and the script can no longer be stopped.")
                : names.All(name => name is "keys" or "scan" or "memory" or "type" or "ttl" or "exists" or "dbsize")
                    ? redis.Read([new ShellWord("KEYS", []), new ShellWord(pattern, [])]).And("The script blocks every client while it measures each key.")
                : Verdict.Manual(
                    "done by a person who has read the script",
                    $"It walks {pattern} with KEYS, which blocks every client, and calls {string.Join(", ", names)}.");
        }

        return calls.Count == 1 && names.Overlaps(["flushall", "flushdb", "shutdown", "debug", "config"]) ? redis.Read([new ShellWord(calls[0].Name, [])])
            : Verdict.Manual(
                "done by a person who has read the script",
                $"It calls {string.Join(", ", names)} in one step that blocks every client; nothing about it can be planned from here.");
    }

    /// <summary>A name for the calls, a command that is computed, code that is loaded: what is called then stands elsewhere.</summary>
    private static bool HidesCalls(string script) => Hides().IsMatch(Literals().Replace(Harmless().Replace(Calls().Replace(script, " "), " "), "''"));

    /// <summary>What follows the name of the command, up to the next comma or bracket.</summary>
    private static string Argument(string script, int at)
    {
        var rest = script.AsSpan(at).TrimStart();
        rest = rest is [',', ..] ? rest[1..] : rest;
        return (rest.IndexOfAny(',', ')') is >= 0 and var end ? rest[..end] : rest).Trim().ToString();
    }

    private static Verdict Unseen(string why) => Verdict.Manual("done by a person who has read the script", why);

    /// <summary>The pattern, written in the script or handed over: <c>ARGV[1]</c>.</summary>
    private static string? Pattern(string argument, string script, IReadOnlyList<ShellWord> words)
    {
        if (Literal().Match(argument) is { Success: true } literal)
        {
            return literal.Groups[1].Value;
        }

        if (Handed().Match(argument) is { Success: true } handed && words.Count > 2 && int.TryParse(words[2].Value, out var keys) && keys >= 0)
        {
            var at = int.Parse(handed.Groups[2].ValueSpan, System.Globalization.CultureInfo.InvariantCulture)
                + 2
                + (handed.Groups[1].Value == "ARGV" ? keys : 0);
            return at > 2 && at < words.Count ? words[at].Value : null;
        }

        // SCAN's pattern is further on, and a variable's is elsewhere.
        return AnyPattern().Match(script) is { Success: true } any ? any.Groups[1].Value : "*";
    }

    [GeneratedRegex(@"^(?:\$\w+|\$\{[^}]*\}|<[^<>]*>|\{\{[^}]*\}\}|-)$", RegexOptions.NonBacktracking)]
    private static partial Regex Variable();

    /// <summary>Numbers, texts and what was handed over; nothing that could be a call.</summary>
    [GeneratedRegex(@"^\s*return\s+(?:[\s\w.,+*/{}\[\]-]|'[^']*'|""[^""]*"")*;?\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex OnlyReturns();

    [GeneratedRegex(
        @"\bredis\b|\bserver\s*[.\[]|=\s*server\b|\bp?call\b|\b(?:loadstring|load|dofile|require|_G|getfenv|setfenv|rawget)\b",
        RegexOptions.NonBacktracking)]
    private static partial Regex Hides();

    [GeneratedRegex(@"\b(?:redis|server)\s*\.\s*(?:sha1hex|log|LOG_[A-Z]+|status_reply|error_reply|setresp|replicate_commands|REDIS_VERSION\w*)\b",
        RegexOptions.NonBacktracking)]
    private static partial Regex Harmless();

    [GeneratedRegex(@"'[^'\n]*'|""[^""\n]*""", RegexOptions.NonBacktracking)]
    private static partial Regex Literals();

    [GeneratedRegex(@"(?:redis|server)\s*\.\s*p?call\s*\(\s*['""](\w+)['""]", RegexOptions.NonBacktracking)]
    private static partial Regex Calls();

    [GeneratedRegex(@"^['""]([^'""]+)['""]$", RegexOptions.NonBacktracking)]
    private static partial Regex Literal();

    [GeneratedRegex(@"^(ARGV|KEYS)\s*\[\s*([0-9]{1,3})\s*\]", RegexOptions.NonBacktracking)]
    private static partial Regex Handed();

    [GeneratedRegex(@"['""]([^'""\s]*[\w:]\*[^'""\s]*)['""]", RegexOptions.NonBacktracking)]
    private static partial Regex AnyPattern();

    [GeneratedRegex(@":(?:completed|failed)$", RegexOptions.NonBacktracking)]
    private static partial Regex Finished();
}
