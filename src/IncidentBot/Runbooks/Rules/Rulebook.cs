using IncidentBot.Actions;
using IncidentBot.Runbooks.Shell;

namespace IncidentBot.Runbooks.Rules;

/// <summary>Finds the rule for a command. Every command gets a verdict; what no rule knows is unknown, and said so.</summary>
internal sealed class Rulebook
{
    private const int DeepestNesting = 6;

    /// <summary>Of programs that run programs: <c>sudo env nice timeout …</c>.</summary>
    private const int MostWrappers = 20;

    private readonly Dictionary<string, ICommandFamily> families =
        Families.All.SelectMany(family => family.Programs.Select(program => (program, family))).ToDictionary(pair => pair.program, pair => pair.family);
    private int depth;
    private int wrappers;

    public Rulebook(ActionCatalogue catalogue, TargetCatalogue targets, IReadOnlyList<ConfiguredStep> configured)
    {
        Actions = catalogue;
        Targets = targets;
        Offers = new Offers(catalogue);
        ConfiguredSteps = configured;
        Rq = new RqRules(Offers);
        Redis = new RedisCommands(Offers, Rq);
    }

    public ActionCatalogue Actions { get; }

    public TargetCatalogue Targets { get; }

    public Offers Offers { get; }

    public IReadOnlyList<ConfiguredStep> ConfiguredSteps { get; }

    public RedisCommands Redis { get; }

    public RqRules Rq { get; }

    /// <summary>Where what is read now would run; null for the host of whoever types it.</summary>
    public Place? Place { get; private set; }

    /// <summary>The action that the configuration has for it, where it has one: in anybody's runbook.</summary>
    /// <param name="written">The line as it stands: a command may be configured with its wrapper or its filter.</param>
    public Verdict Configured(Verdict verdict, string written) =>
        verdict.Class is StepClass.Http or StepClass.Sql or StepClass.HostCommand
            && ConfiguredSteps.FirstOrDefault(step => step.Says == verdict.Needs || step.Says == ConfiguredText.OfCommand(written)) is { } step
            ? Offered(step) ?? verdict
            : verdict;

    /// <returns>Null where the bot has no such action now.</returns>
    public Verdict? Offered(ConfiguredStep step) =>
        Actions.Find(step.Action.Value) is { Definition: var definition }
            ? new Verdict(
                StepClass.Native,
                string.Join(' ', [$"/{step.Action.System} {step.Action.Verb}", .. step.Words, "on", step.Target]),
                $"It is configured as {step.Setting}.")
            {
                Action = step.Action,
                Words = [.. step.Words, "on", step.Target],
                IsHarmless = definition.Risk == Risk.Observe,
            }
            : null;

    public bool Knows(string program) => families.ContainsKey(Name(program));

    /// <summary>A text of its own, such as what <c>bash -c</c> or <c>ssh</c> is given.</summary>
    /// <param name="input">What feeds it from outside, where something does.</param>
    public Verdict ReadScript(string text, StandardInput? input = null)
    {
        if (depth >= DeepestNesting)
        {
            return Danger.In(text) ?? Verdict.Unknown("It is nested too deeply to be read.");
        }

        depth++;
        try
        {
            var verdicts = ShellParser.Parse(text).Pipelines.Select(pipeline => ReadPipeline(pipeline, input)).ToList();
            return verdicts.Count == 0 ? Danger.In(text) ?? Verdict.Nothing("There is no command in it.")
                : Verdict.MostCautious(verdicts) is var worst && verdicts.Count > 1
                ? worst.And($"({verdicts.Count} commands are handed over at once; this is about the one that needs most care.)") : worst;
        }
        finally
        {
            depth--;
        }
    }

    public Verdict ReadPipeline(ShellPipeline pipeline, StandardInput? input = null)
    {
        if (pipeline.Fault is { } fault)
        {
            return Danger.In(pipeline.Text) ?? Verdict.Unknown($"The shell would not accept it: {fault}.");
        }

        var verdict = Inside(Pipelines.Read(pipeline, this, input), [.. pipeline.Commands.SelectMany(command => command.Substitutions)]);
        return pipeline.Context.Count == 0 || verdict.Class is StepClass.Unknown or StepClass.Refused
            ? verdict
            : verdict.IsHarmless
                ? verdict.And($"It stands {string.Join(", ", pipeline.Context)}.")
                : (verdict.Class == StepClass.Manual ? verdict : verdict with
                {
                    Class = StepClass.Manual,
                    Becomes = $"once for each case, by a person: {verdict.Becomes}",
                    Action = null,
                }).And($"It stands {string.Join(", ", pipeline.Context)}, and a change is never repeated without somebody looking at each.");
    }

    public Verdict ReadCommand(ShellCommand command, StandardInput? input = null)
    {
        input = Redirected(command) ?? input;
        if (Sockets.Read(command, this) is { } sent)
        {
            return sent;
        }

        if (command.Words.Count == 0)
        {
            return command.Redirects.Any(redirect => redirect.Writes)
                ? Verdict.Manual("done by a person on the host", "It empties a file.")
                : command.Assignments.SelectMany(word => word.Substitutions).ToList() is { Count: > 0 } computed
                    ? Verdict.MostCautious([.. computed.Select(script => ReadScript(script))])
                : Danger.In(string.Join(' ', command.Assignments)) is { } held ? held.And("It is kept in a variable here; whoever uses that runs it.")
                : Verdict.Nothing(command.Assignments.Count > 0 ? "It sets a variable of this shell only." : "It feeds the lines around it.");
        }

        var program = command.Words[0].Value;
        var call = new Invocation(Name(program), [.. command.Words.Skip(1)], command, input);
        var isScript = program.StartsWith("./", StringComparison.Ordinal)
            && !program.EndsWith("-cli", StringComparison.Ordinal)
            && !program.EndsWith(".exe", StringComparison.OrdinalIgnoreCase);
        if (!isScript && families.GetValueOrDefault(call.Program) is { } family)
        {
            return family.Read(call, this);
        }

        return SqlText.Is(call.ToString()) ? SqlText.Read(call.ToString())
            : RequestLine.Is(call.ToString()) ? RequestLine.Read(call.ToString())
            : Redis.Knows(program) && program.All(c => !char.IsAsciiLetterLower(c)) ? Redis.Read(command.Words)
            : RedisSettings.Is(call.ToString()) ? RedisSettings.Read(call.ToString())
            : program.StartsWith("/etc/init.d/", StringComparison.Ordinal) ? ServiceManagers.InitScript(call, this)
            : Interpreters.Script(program)
            ?? Danger.In(call.ToString())
            ?? Verdict.Unknown(command.Words[0].IsOpen ? $"What {program} stands for is not in the runbook." : $"No rule knows the program '{program}'.");
    }

    /// <summary>What is read within runs there. A place in a place is the inner one.</summary>
    public Verdict At(Place place, Func<Verdict> read)
    {
        var before = Place;
        Place = place;
        try
        {
            return read();
        }
        finally
        {
            Place = before;
        }
    }

    /// <summary>The words after a wrapper, as a command of their own.</summary>
    public Verdict ReadRest(Invocation call, int from)
    {
        // sudo NAME=value program
        var words = call.Arguments.Skip(from).SkipWhile(word => ShellParser.IsAssignment(word.Value)).ToList();
        if (words.Count == 0)
        {
            return Verdict.Manual("done by a person", $"It opens a session with {call.Program}; what is typed there is not in the runbook.");
        }

        if (wrappers >= MostWrappers)
        {
            return Danger.In(string.Join(' ', words)) ?? Verdict.Unknown("So many programs run one another that it cannot be read.");
        }

        wrappers++;
        try
        {
            return ReadCommand(new ShellCommand(words, [], call.Command.Redirects), call.Input);
        }
        finally
        {
            wrappers--;
        }
    }

    /// <summary>A substitution runs too: what is refused inside is refused outside.</summary>
    private Verdict Inside(Verdict verdict, IReadOnlyList<string> inside)
    {
        if (inside.Count == 0 || verdict.Class == StepClass.Refused)
        {
            return verdict;
        }

        foreach (var script in inside)
        {
            var inner = ReadScript(script);
            if (inner.Class == StepClass.Refused || (verdict.IsHarmless && !inner.IsHarmless))
            {
                return inner.And("It stands inside $(…), which is never evaluated.");
            }
        }

        return verdict.And("$(…) is never evaluated: the value comes from configuration or is typed.");
    }

    private static StandardInput? Redirected(ShellCommand command) =>
        command.Redirects.LastOrDefault(redirect => redirect.Reads) is not { } redirect ? null
        : redirect.Body is { } text ? new StandardInput(text)
        : redirect.Target == "/dev/null" ? new StandardInput("")
        : StandardInput.Unseen;

    private static string Name(string program)
    {
        var slash = program.LastIndexOfAny(['/', '\\']);
        var name = slash >= 0 && slash < program.Length - 1 ? program[(slash + 1)..] : program;
        return name.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) ? name[..^4].ToLowerInvariant() : name;
    }
}
