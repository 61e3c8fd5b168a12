using IncidentBot.Runbooks.Shell;

namespace IncidentBot.Runbooks.Rules;

/// <summary>Several programs joined by <c>|</c>: which of them is the point.</summary>
internal static class Pipelines
{
    /// <param name="input">What feeds the first of them.</param>
    public static Verdict Read(ShellPipeline pipeline, Rulebook rules, StandardInput? input)
    {
        var commands = pipeline.Commands;
        if (commands.Count == 0)
        {
            return Danger.In(pipeline.Text) ?? Verdict.Unknown("There is nothing before or after the pipe.");
        }

        if (pipeline.FedBy is { } group)
        {
            return TextFilters.Arranges(commands[^1]) && commands.Count == 1 ? Files(rules.ReadCommand(commands[0]), commands[0])
                : Danger.In(group) ?? Read(pipeline with { FedBy = null }, rules, StandardInput.Unseen);
        }

        if (commands.Count == 1)
        {
            return input is { Text: null } && RunsText(commands[0]) ? AnyText : Files(rules.ReadCommand(commands[0], input), commands[0]);
        }

        if (ClientsByText(commands, rules) is { } clients)
        {
            return clients;
        }

        var last = commands[^1];
        if (RunsText(last) && !commands.SkipLast(1).All(command => command == commands[0] && TextFilters.Prints(command) is not null))
        {
            return AnyText;
        }

        var core = commands.Where((command, index) => index == 0 || !TextFilters.Arranges(command)).ToList();
        var first = rules.ReadCommand(core[0], input);
        var feeding = KeyPatterns.ListedBy(core[0]);
        for (var i = 1; i < core.Count; i++)
        {
            if (Xargs(core[i], rules) is { } each)
            {
                return feeding is not null && RedisCli.CommandName(each) is "DEL" or "UNLINK"
                    ? rules.Redis.Clear(feeding!, "KEYS blocks every client while it runs, and DEL through xargs is many processes.")
                    : Files(Repeated(rules.ReadCommand(each)), last);
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

    private static Verdict AnyText { get; } = Verdict.Refused("not done", "It runs whatever text arrives, which nobody has read.");

    /// <summary>An interpreter that is given no file and no text of its own runs what arrives, whatever runs it: <c>sudo -E bash -s -- --force</c>.</summary>
    private static bool RunsText(ShellCommand command)
    {
        var words = command.Words.Select(word => word.Value)
            .SkipWhile(word => word is "sudo" or "doas" or "env" or "nohup" or "exec" or "command" || word.StartsWith('-') || ShellParser.IsAssignment(word))
            .ToList();
        return words is [var program, .. var options]
            && program[(program.LastIndexOf('/') + 1)..]
                is "sh" or "bash" or "zsh" or "dash" or "ksh" or "ash" or "fish" or "python" or "python3" or "perl" or "ruby" or "node" or "php" or "lua"
            && (options.FirstOrDefault(option => option is not ("-x" or "-e" or "-u")) is null or "-" or "-s" or "/dev/stdin" or "--")
            && !command.Redirects.Any(redirect => redirect.Reads);
    }

    /// <summary>Output that goes into a system file changes the host; what prints nothing empties the file that it goes into.</summary>
    private static Verdict Files(Verdict verdict, ShellCommand command)
    {
        if (verdict.IsHarmless && command.Redirects.Any(redirect => redirect.Writes))
        {
            if (TextFilters.Prints(command) is { } text && Danger.In(text) is { } danger)
            {
                return danger.And("It is put into a file here; whoever runs that runs it.");
            }

            if (command.Words is [{ Value: ":" or "true" }] or [{ Value: "cat" }, { Value: "/dev/null" }])
            {
                return Verdict.Manual("done by a person on the host", "It empties a file.");
            }
        }

        return verdict.IsHarmless && WrittenBy(command, verdict) is { } file
            ? Verdict.Manual("done by a person on the host", $"It writes to {file}, which the bot has no way to put back.")
            : verdict;
    }

    /// <summary>
    /// Where it puts what it prints: a system file whatever it is, and any file where the host is asked. The answer of an action of the
    /// bot needs no file of one's own.
    /// </summary>
    private static string? WrittenBy(ShellCommand command, Verdict verdict)
    {
        var targets = command.Words is [{ Value: "tee" }, ..]
            ? command.Words.Skip(1).Select(word => word.Value).Where(word => !word.StartsWith('-'))
            : command.Redirects.Where(redirect => redirect.Writes && !redirect.Sign.EndsWith('&')).Select(redirect => redirect.Target);
        return targets.FirstOrDefault(target => !target.StartsWith("/tmp/", StringComparison.Ordinal)
            && !target.StartsWith("/dev/", StringComparison.Ordinal)
            && (target.StartsWith('/') || verdict.Class is StepClass.HostCommand || verdict.Becomes == Verdict.NothingToDo));
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
