using System.Text.RegularExpressions;

namespace IncidentBot.Runbooks.Rules;

/// <summary>What a shell does by itself.</summary>
internal sealed partial class ShellBuiltins : ICommandFamily
{
    private static readonly string[] Quiet =
    [
        "cd", "pushd", "popd", "set", "unset", "shopt", "alias", "read", "local", "declare", "typeset", "readonly", "return",
        "exit", "break", "continue", "wait", "trap", "true", "false", ":", "test", "[", "[[", "shift", "let", "umask", "history",
        "clear", "logout", "jobs", "bg", "fg", "hash", "mapfile", "getopts", "in",
    ];

    public IReadOnlyList<string> Programs { get; } = [.. Quiet, "echo", "printf", "sleep", "export", "source", ".", "case", "man"];

    public Verdict Read(Invocation call, Rulebook rules) => call.Program switch
    {
        "export" => Verdict.Manual(
            "set in the service manager's or platform's configuration, then a restart",
            "It reaches only what this shell starts afterwards; services that run already do not see it."),
        "source" or "." => Source(call),
        "trap" when call.Operands() is [var script, ..] => rules.ReadScript(script).And("It runs when the shell ends or is told to."),
        "alias" => Alias(call, rules),
        "set" when call.Arguments is [{ Value: var first }, ..] && first is not ['-' or '+', ..] => rules.Redis.Read(call.Command.Words),
        "sleep" => Verdict.Nothing("It waits; the bot checks until a condition holds."),
        "case" => Danger.In(string.Join(' ', call.Command.Words))
            ?? Verdict.Manual("done by a person, branch by branch", "A case statement picks one of several commands; which, is not in the runbook."),
        "echo" or "printf" => Verdict.Nothing("It only prints."),
        _ => Verdict.Nothing("It is the shell's own bookkeeping."),
    };

    /// <summary>Settings are loaded by it, and scripts are run by it.</summary>
    private static Verdict Source(Invocation call)
    {
        var file = call.Arguments.Count > 0 ? call.Arguments[0].Value : "";
        return file.StartsWith("<(", StringComparison.Ordinal) ? Verdict.Refused("not done", "It runs whatever text arrives, which nobody has read.")
            : Settings().IsMatch(file) ? Verdict.Nothing("It loads settings into this shell; the bot's own come from configuration.")
            : Interpreters.OwnCode(file.Length > 0 ? file : call.Program);
    }

    private static Verdict Alias(Invocation call, Rulebook rules)
    {
        var meant = call.Arguments.Select(word => word.Value).Where(word => word.Contains('=', StringComparison.Ordinal))
            .Select(word => rules.ReadScript(word[(word.IndexOf('=', StringComparison.Ordinal) + 1)..]))
            .ToList();
        return meant.Count > 0 ? Verdict.MostCautious(meant).And("It is given another name here.") : Verdict.Nothing("It is the shell's own bookkeeping.");
    }

    [GeneratedRegex(
        @"(?:^|/)(?:activate|\.?[\w.-]*env|\.bashrc|\.bash_profile|\.profile|\.zshrc|profile|os-release|openrc|[\w.-]*rc)$"
            + @"|/etc/default/|/etc/sysconfig/", RegexOptions.NonBacktracking)]
    private static partial Regex Settings();
}
