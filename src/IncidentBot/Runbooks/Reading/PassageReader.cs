using System.Text.RegularExpressions;
using IncidentBot.Actions;
using IncidentBot.Runbooks.Rules;
using IncidentBot.Runbooks.Shell;

namespace IncidentBot.Runbooks.Reading;

/// <summary>A command or an instruction as it was found, before anything is said about it.</summary>
internal readonly record struct Found(int Line, int EndLine, string Text, Verdict Verdict);

/// <summary>Cuts a passage into single commands and asks the rules about each.</summary>
internal sealed partial class PassageReader(Rulebook rules)
{
    private const int LongestCommand = 200;

    private static readonly Verdict AsAnswer = Verdict.Nothing("It reads as an answer or a log, not as a command.");

    private static readonly Verdict Unreadable = Verdict.Unknown("Lists, quotes, brackets or marks stand in one another too deep for the file to be read.") with
    {
        Fix = "Only lines that are commands as they stand were found. Write it flatter, and split long paragraphs.",
    };

    private static readonly Verdict AsSentence = Verdict.Nothing("It reads as a sentence, not as a command.");

    private static readonly Verdict AsQuery = Verdict.Nothing("It is a question to a metrics server, not a command.");

    public IEnumerable<Found> Read(Passage passage) => passage.Kind switch
    {
        PassageKind.Shell => Shell(passage),
        PassageKind.Action => Actions(passage),
        PassageKind.Redis => Redis(passage),
        PassageKind.Sql => Sql(passage),
        PassageKind.Inline when passage.IsForbidden => [Whole(passage, Verdict.Refused("not done", "The text says not to."))],
        PassageKind.Inline => [Whole(passage, Inline(passage.Text))],
        PassageKind.Lua => [Whole(passage, ScriptReading.Read(passage.Text, [], rules.Redis))],
        PassageKind.Code => [Whole(passage, ProgramText.Program(passage.Text, passage.Language, rules))],
        PassageKind.Settings => [Whole(passage, ProgramText.Settings(passage.Text))],
        PassageKind.Unreadable => [Whole(passage, Unreadable)],
        PassageKind.Instruction => [Whole(passage, Told(passage.Text))],
        _ => [],
    };

    private IEnumerable<Found> Actions(Passage passage) =>
        from line in passage.Text.Split('\n').Select((text, index) => (Text: text, Number: passage.Line + index))
        let call = ActionLine.Read(line.Text, rules.Actions)
        where call is not null
        select new Found(line.Number, line.Number, line.Text.Trim(), Call(call));

    private static Verdict Call(ActionLine call) => call switch
    {
        { Fault: { } fault } => Verdict.Unknown(fault) with { Fix = call.Fix },
        { Definition: { } action } => new Verdict(
            StepClass.Native,
            string.Join(' ', [$"/{action.Id.System} {action.Id.Verb}", .. call.Words]),
            call.Comment.Length > 0 ? call.Comment : $"{action.Help}.")
        {
            Action = action.Id,
            Words = call.Words,
            IsHarmless = action.Risk == Risk.Observe,
        },
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static Found Whole(Passage passage, Verdict verdict) => new(passage.Line, passage.EndLine, passage.Text.Trim(), verdict);

    private Verdict Inline(string text) =>
        Read(text) is var verdict && (verdict.Class == StepClass.Unknown || verdict.IsHarmless) && Danger.In(text) is { } danger ? danger : verdict;

    private Verdict Read(string text) =>
        ConsoleText.Typed(text) is { } typed ? rules.Redis.ReadLine(typed)
        : SqlText.Is(text) ? SqlText.Read(text)
        : ProgramText.IsCall(text) ? ProgramText.Program(text, "", rules)
        : text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var first, ..] words
            && (InlineCommand.IsRedis(words, rules) || CommandNames.IsOfRedisAlone(words))
            ? rules.Redis.ReadLine(text)
        : rules.ReadScript(ConsoleText.TypedShell(text) ?? text);

    private static IEnumerable<Found> Sql(Passage passage)
    {
        var index = 0;
        foreach (var (line, text) in SqlStatements.Cut(ConsoleText.Statements(passage.Text)))
        {
            var verdict = index++ > 0 && !SqlText.Is(text) && text.Split('\n').All(Answers.Is) ? AsAnswer : SqlText.Read(text);
            yield return new Found(passage.Line + line, passage.Line + line + text.Count(c => c == '\n'), text, verdict);
        }
    }

    private List<Found> Shell(Passage passage)
    {
        var transcript = TranscriptReader.Read(PlainSlashes(passage), rules);
        var typed = passage.Text.Split('\n');
        var found = transcript.Redis
            .Select(one => new Found(
                passage.Line + one.Line, passage.Line + one.Line, one.Text, Led(rules.Redis.ReadLine(one.Text), one.Aim)))
            .Concat(transcript.Sql.Select(one => new Found(
                passage.Line + one.Line,
                passage.Line + one.Line + one.Text.Count(c => c == '\n'),
                one.Text,
                SqlText.Read(one.Text))))
            .Concat(transcript.Programs.Select(one => new Found(
                passage.Line + one.Line,
                passage.Line + one.Line,
                one.Text,
                ProgramText.Program(one.Text, "", rules))))
            .Concat(transcript.Queries.Select(line => new Found(passage.Line + line, passage.Line + line, typed[line].Trim(), AsQuery)))
            .ToList();
        var shell = transcript.Shell.Split('\n');
        var text = string.Join('\n', shell.Select(line => CronLine.Command(line, rules)));
        var lines = new LineNumbers(text);
        var script = ShellParser.Parse(text);
        found.AddRange(script.Pipelines.Select((pipeline, index) => new Found(
            LineOf(pipeline.Start),
            LineOf(pipeline.End - 1),
            pipeline.Text,
            Repeated(Answer(rules.ReadPipeline(pipeline), pipeline.Text, index), shell[lines.Of(pipeline.Start)]))));
        found.AddRange(script.CommentsOutside()
            .Select(comment => Comment(comment.Value, LineOf(comment.Start), typed.ElementAtOrDefault(LineOf(comment.Start) - passage.Line + 1) ?? ""))
            .OfType<Found>());
        return [.. found.OrderBy(one => one.Line)];

        int LineOf(int at) => passage.Line + lines.Of(at);
    }

    /// <summary>A comment above a command describes it. One that stands alone and tells somebody to do something is a step.</summary>
    private Found? Comment(string comment, int line, string next)
    {
        var text = comment.TrimStart('#', ' ');
        if ((BlockKind.LooksLikeCommand(text, rules) || InlineCommand.IsWholeLine(text, rules)) && !EndsLikeProse().IsMatch(text))
        {
            return new Found(line, line, text, Inline(text).And("It stands in a comment."));
        }

        var described = next.Trim().Length > 0 && !next.TrimStart().StartsWith('#');
        return !described && Imperatives.Begin(text) ? new Found(line, line, text, Told(text)) : null;
    }

    /// <summary>A sentence may name what is configured. A change is offered only where no rule speaks of the sentence.</summary>
    private Verdict Told(string text)
    {
        var verdict = Instructions.Read(text);
        return ConfiguredSentence.In(text, rules.ConfiguredSteps) is { } step
            && rules.Offered(step) is { } named
            && (named.IsHarmless || verdict == Instructions.ForAPerson)
            ? named
            : verdict;
    }

    private IEnumerable<Found> Redis(Passage passage)
    {
        var lines = passage.Text.Split('\n');
        var transcript = lines.Any(line => ConsoleText.IsReplLine(line));
        var lastQuoted = Array.FindLastIndex(lines, line => line.AsSpan().IndexOfAny('\'', '"') >= 0);
        var aim = RedisAim.None;
        for (var i = 0; i < lines.Length; i++)
        {
            var first = i;
            var line = transcript ? ConsoleText.Typed(lines[i]) ?? "" : Bare().Replace(lines[i], "").Trim();
            if (line.Length == 0 || line.StartsWith('#') || line.StartsWith("//", StringComparison.Ordinal))
            {
                continue;
            }

            // A quote that is open goes on in the next line.
            while (i < lastQuoted && i - first < LongestCommand && ShellLexer.Read(line).Any(token => token.Fault is not null))
            {
                line += "\n" + lines[++i];
            }

            aim = aim.At(lines[first]).Selecting(line);
            yield return new Found(
                passage.Line + first,
                passage.Line + i,
                line,
                Answer(
                    rules.Knows(line.Split(' ')[0]) && !rules.Redis.Knows(line.Split(' ')[0]) ? rules.ReadScript(line) : Led(rules.Redis.ReadLine(line), aim),
                    line,
                    first));
        }
    }

    /// <summary>What has an action, or may not be done, says where it is aimed.</summary>
    private Verdict Led(Verdict verdict, RedisAim aim) =>
        verdict.Class is StepClass.Unknown || verdict.Becomes == Verdict.NothingToDo ? verdict : aim.Lead(verdict, rules.Targets);

    /// <summary>
    /// What no rule knows as a command may be an answer or a sentence. Either may name one: <c>c.3 Delete the node: kubectl delete node n1</c>.
    /// </summary>
    private Verdict Answer(Verdict verdict, string text, int index)
    {
        if (Answers.IsPrinted(text) || (verdict.Class == StepClass.Unknown && (Answers.IsLog(text) || (index > 0 && Answers.IsReply(text)))))
        {
            return AsAnswer;
        }

        var (isAnswer, isSentence) = (index > 0 && Answers.Is(text), Sentence().IsMatch(text));
        return verdict.Class != StepClass.Unknown || !(isAnswer || isSentence) ? verdict
            : SpokenCommand.In(text, rules).ToList() is { Count: > 0 } spoken ? Verdict.MostCautious([.. spoken.Select(one => Inline(one.Text))])
            : isAnswer ? AsAnswer
            : Imperatives.Begin(text) ? Told(text)
            : AsSentence;
    }

    /// <summary>What stands in a crontab runs by itself, so that even a read is set up by a person.</summary>
    private static Verdict Repeated(Verdict verdict, string line) =>
        !CronLine.Is(line) || verdict.Class is StepClass.Unknown or StepClass.Refused ? verdict
            : Verdict.Manual("set up by a person, once it is agreed on", $"{verdict.Why} The times before it make it run again and again by itself.");

    /// <summary>In PowerShell and cmd a backslash is a slash and not a sign that quotes, and in the path of a drive everywhere.</summary>
    private static string PlainSlashes(Passage passage) =>
        passage.Language.ToLowerInvariant() is "powershell" or "pwsh" or "ps1" or "cmd" or "bat" or "batch" ? passage.Text.Replace('\\', '/')
            : passage.Text.Contains(":\\", StringComparison.Ordinal) ? OnDrive().Replace(passage.Text, path => path.Value.Replace('\\', '/'))
            : passage.Text;

    [GeneratedRegex(@"\b[A-Zcd]:\\[^""'\s<>|]*(?: [^""'\s<>|]*\\[^""'\s<>|]*)*", RegexOptions.NonBacktracking)]
    private static partial Regex OnDrive();

    [GeneratedRegex(@"^\s*>\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Bare();

    /// <summary>Words and nothing that a shell knows, the first with a capital: no program is called so.</summary>
    [GeneratedRegex(@"^[A-Z][a-z']+,?(?: +[^\s|;&$<>`=\\-][^\s|;&$<>`=\\]*){3,}$", RegexOptions.NonBacktracking)]
    private static partial Regex Sentence();

    [GeneratedRegex(@"[.:]$", RegexOptions.NonBacktracking)]
    private static partial Regex EndsLikeProse();
}
