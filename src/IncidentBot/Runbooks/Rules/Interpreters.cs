using IncidentBot.Runbooks.Shell;

namespace IncidentBot.Runbooks.Rules;

/// <summary>Programs whose effect is in code that the runbook does not hold.</summary>
internal sealed class Interpreters : ICommandFamily
{
    private static readonly string[] Endings = [".sh", ".py", ".rb", ".js", ".mjs", ".ts", ".pl", ".ps1", ".bash"];

    public IReadOnlyList<string> Programs { get; } =
    [
        "python", "python3", "ruby", "node", "php", "java", "perl5", "lua", "npm", "yarn", "pnpm", "make", "rake", "rails",
        "artisan", "django-admin", "manage.py", "flask", "go", "cargo", "dotnet", "deno", "bun", "just", "task", "ts-node",
        "iex", "mix", "irb", "expect", "pry", "gitlab-rails", "gitlab-rake", "tootctl", "bin/rails",
    ];

    public Verdict Read(Invocation call, Rulebook rules) =>
        Danger.In(call.ToString() + call.Input?.Text) is { } danger ? danger
        : call.Has("--version", "-V", "-v") && call.Arguments.Count == 1 ? Verdict.Nothing("It only tells its version.")
        : call.Program is "python" or "python3" && call.Arguments is [{ Value: "-m" }, _, ..] && rules.Knows(call.Arguments[1].Value) ? rules.ReadRest(call, 1)
        : OwnCode(call.Program);

    /// <summary>Whether what follows is typed at its prompt: <c>rails console</c>, <c>python3</c>, <c>mongosh app</c>.</summary>
    public static bool OpensConsole(ShellCommand command)
    {
        var words = command.Words.Select(word => word.Value).SkipWhile(word => word is "sudo" or "bundle" or "exec" or "run").ToList();
        return words is ["irb" or "pry" or "node" or "python" or "python3" or "ruby" or "iex" or "php" or "mongo" or "mongosh" or "bpython" or "ipython"]
            or ["mongo" or "mongosh", _]
            or [_, "console" or "c" or "shell" or "tinker", ..]
            or [_, _, "console" or "shell" or "tinker", ..];
    }

    /// <summary>A script named by its path or ending, or null.</summary>
    public static Verdict? Script(string program) =>
        program.Contains('/', StringComparison.Ordinal) || Endings.Any(ending => program.EndsWith(ending, StringComparison.Ordinal))
            ? OwnCode(program)
            : null;

    public static Verdict OwnCode(string program) => Verdict.Manual(
        "run by a person who knows it; or an entry in the allow-list, once somebody has read it",
        $"{program} runs code that is not in the runbook, so its effect cannot be told from here.");
}
