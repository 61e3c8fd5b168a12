using System.Text.RegularExpressions;

namespace IncidentBot.Runbooks.Rules;

/// <summary>Programs and settings that stand in a block of their own. They are never run; what is known to be wrong is said.</summary>
internal static partial class ProgramText
{
    public static Verdict Program(string text, string language, Rulebook rules) =>
        Danger.In(text) is { } danger ? danger
        : KeysAndDelete().IsMatch(text) ? Verdict.Manual(
            "a cache: /redis clear-cache with its pattern; else a person who has read the code",
            "It lists keys with KEYS, which blocks every client, and deletes them.")
        : BullMqProgram.Read(text, rules) is { } queue ? queue
        : QueueRequeue().IsMatch(text) ? rules.Rq.RequeueByProgram()
        : SidekiqClear().IsMatch(text) ? Verdict.Refused("not done", "It removes every job of the queue or set for good.")
        : Requeue().IsMatch(text) ? Verdict.Manual(
            "done by a person with the queue's own means, after a look at why the jobs failed",
            "It runs jobs again; a job that did part of its work does it twice.")
        : Verdict.Manual(
            "run by a person who knows the application",
            $"It is a program{(language.Length > 0 ? $" ({language})" : "")}; its effect is not in its words.");

    /// <summary>A method that acts, called as a program does: <c>r.flushall()</c>, <c>await queue.drain()</c>.</summary>
    public static bool IsCall(string text) => ActingCall().IsMatch(text);

    /// <summary>A task of Ansible.</summary>
    public static bool Empties(string settings) => Flush().IsMatch(settings);

    public static Verdict Settings(string text) => Eviction().IsMatch(text)
        ? Verdict.Refused(
            "keep noeviction; raise maxmemory within the host's memory",
            "With this eviction policy Redis throws away jobs of the queues, or the locks of those that run.")
        : Empties(Harmless().Replace(text, "")) ? Verdict.Refused(
            "a cache: /redis clear-cache with its pattern",
            "It empties a database or all of them, queues and sessions included.")
        : Danger.In(Listing().Replace(Harmless().Replace(text, ""), " ")) is { } danger ? danger
        : Verdict.Manual("reviewed by a person and brought in through the usual deployment", "It is configuration, not a command.");

    [GeneratedRegex(@"\.keys\s*\(.*\.(?:del|delete|unlink)\b", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex KeysAndDelete();

    [GeneratedRegex(@"\bq(?:ueue)?\.requeue\s*\(", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex QueueRequeue();

    [GeneratedRegex(
        @"Sidekiq::.*(?:\.|&:)clear\b|\bq(?:ueue)?\.(?:empty|drain|obliterate|delete)\s*\(",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex SidekiqClear();

    [GeneratedRegex(@"\brequeue\b|&:retry\b|\bretry(?:_all|Jobs|\s*\()", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Requeue();

    [GeneratedRegex(
        @"^\s*(?:>\s*)?(?:await\s+)?[$@\w][\w.:$@()'"" ]*[.>](?:flush_?(?:all|db)|obliterate|drain|clear|empty|purge|delete\w*|del|destroy\w*"
            + @"|remove\w*|clean|retry\w*|requeue\w*|unlink|shutdown|drop\w*|truncate|each\(&:(?:clear|delete\w*|destroy\w*)\))!?(?:\(.*\)|\(|);?\s*$",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex ActingCall();

    /// <summary>What takes a command away protects, and a comment does nothing.</summary>
    [GeneratedRegex(
        @"^[ \t]*(?:#|//|rename-command\b).*$|-(?:flush\w+|shutdown|debug)\b",
        RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Harmless();

    [GeneratedRegex(@"\bcommand\s*[:=]\s*[""']?flush\b|\bflush_mode\s*[:=]", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Flush();

    /// <summary>The words of a command that is written as a list.</summary>
    [GeneratedRegex(@"[\s""',\[\]]+(?:- )?", RegexOptions.NonBacktracking)]
    private static partial Regex Listing();

    [GeneratedRegex(
        @"maxmemory[-_]?policy[""'\s:=,-]*(?:allkeys|volatile)|eviction[-_]?policy[""']?\s*[:=]\s*[""']?(?:allkeys|volatile)",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Eviction();
}
