using IncidentBot.Runbooks.Shell;

namespace IncidentBot.Runbooks.Rules;

/// <summary>Several programs joined by <c>|</c>: which of them is the point.</summary>
internal static class Pipelines
{
    public static Verdict Read(ShellPipeline pipeline, Rulebook rules)
    {
        var commands = pipeline.Commands;
        if (commands.Count == 0)
        {
            return Verdict.Unknown("There is nothing before or after the pipe.");
        }

        if (commands.Count == 1)
        {
            return Files(rules.ReadCommand(commands[0]), commands[0]);
        }

        if (ClientsByText(commands, rules) is { } clients)
        {
            return clients;
        }

        var last = commands[^1];
        if (last.Words is [{ Value: "sh" or "bash" or "zsh" or "python" or "python3" or "sudo" }, ..]
            && !TextFilters.Arranges(last)
            && last.Words.All(word => word.Value is "sh" or "bash" or "zsh" or "python" or "python3" or "sudo" or "-" or "-s" or "-x"))
        {
            return Verdict.Refused("not done", "It runs whatever text arrives, which nobody has read.");
        }

        var core = commands.Where((command, index) => index == 0 || !TextFilters.Arranges(command)).ToList();
        var first = rules.ReadCommand(core[0]);
        var feeding = KeyPatterns.ListedBy(core[0]);
        for (var i = 1; i < core.Count; i++)
        {
            if (Xargs(core[i], rules) is { } each)
            {
                return feeding is not null && RedisCli.CommandName(each) is "DEL" or "UNLINK"
                    ? rules.Redis.Clear(feeding!, "KEYS blocks every client while it runs, and DEL through xargs is many processes.")
                    : Repeated(rules.ReadCommand(each));
            }
        }

        if (core.Count == 1)
        {
            return Files(first, last) is var verdict && commands.Count > 1 && first.Class is StepClass.Native or StepClass.Guarded
                ? verdict.And("The answer needs no filter.")
                : verdict;
        }

        // What echo prints is seen where it arrives as it was printed; an answer, or what a filter made of it, is not.
        var printed = TextFilters.Prints(core[0]);
        var fed = printed is not null && core[1] == commands[1] ? new StandardInput(printed) : StandardInput.Unseen;
        var rest = core.Skip(1).Select((command, index) => rules.ReadCommand(command, index == 0 ? fed : StandardInput.Unseen));
        return Files(Verdict.MostCautious(printed is null ? [first, .. rest] : [.. rest]), last);
    }

    /// <summary>Output that goes into a system file changes the host.</summary>
    private static Verdict Files(Verdict verdict, ShellCommand command)
    {
        var file = command.Redirects.FirstOrDefault(redirect => redirect.Writes
            && redirect.Target.StartsWith('/')
            && !redirect.Target.StartsWith("/tmp/", StringComparison.Ordinal)
            && !redirect.Target.StartsWith("/dev/", StringComparison.Ordinal))?.Target;
        return file is not null && verdict.IsHarmless
            ? Verdict.Manual("done by a person on the host", $"It writes to {file}, which the bot has no way to put back.")
            : verdict;
    }

    private static Verdict Repeated(Verdict verdict) => verdict.IsHarmless || verdict.Class is StepClass.Refused or StepClass.Unknown
        ? verdict.And("It runs once for each line that arrives.")
        : verdict with
        {
            Class = StepClass.Manual,
            Action = null,
            Becomes = $"once for each, by a person: {verdict.Becomes}",
            Why = $"{verdict.Why} It runs once for each line that arrives, whatever that is.",
        };

    private static ShellCommand? Xargs(ShellCommand command, Rulebook rules)
    {
        if (command.Words is not [{ Value: "xargs" or "parallel" }, ..])
        {
            return null;
        }

        var first = command.Words.Skip(1).TakeWhile(word => !rules.Knows(word.Value) && !word.Value.StartsWith("./", StringComparison.Ordinal)).Count() + 1;
        return new ShellCommand(first < command.Words.Count ? [.. command.Words.Skip(first)] : [new ShellWord("echo", [])], [], command.Redirects);
    }

    private static Verdict? ClientsByText(IReadOnlyList<ShellCommand> commands, Rulebook rules)
    {
        if (RedisCli.CommandName(commands[0]) != "CLIENT" || commands[1].Words is not [{ Value: "grep" }, .., { Value: var pattern }])
        {
            return null;
        }

        var first = rules.ReadCommand(commands[0]);
        return first.Class == StepClass.Native && pattern.Contains("idle=", StringComparison.Ordinal)
            ? rules.Offers.Guarded("redis.idle-clients", "Every line of CLIENT LIST holds 'idle=', so the filter finds everybody, "
                + "subscribers, replicas and blocked workers included. The action shows who is really idle and may be closed.")
            : null;
    }
}
