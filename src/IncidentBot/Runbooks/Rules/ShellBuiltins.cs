namespace IncidentBot.Runbooks.Rules;

/// <summary>What a shell does by itself.</summary>
internal sealed class ShellBuiltins : ICommandFamily
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
        "source" or "." => Verdict.Nothing("It loads settings into this shell; the bot's own come from configuration."),
        "sleep" => Verdict.Nothing("It waits; the bot checks until a condition holds."),
        "case" => Danger.In(string.Join(' ', call.Command.Words))
            ?? Verdict.Manual("done by a person, branch by branch", "A case statement picks one of several commands; which, is not in the runbook."),
        "echo" or "printf" => Verdict.Nothing("It only prints."),
        _ => Verdict.Nothing("It is the shell's own bookkeeping."),
    };
}
