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

    public IEnumerable<Found> Read(Passage passage) => passage.Kind switch
    {
        PassageKind.Shell => Shell(passage),
        PassageKind.Action => Actions(passage),
        PassageKind.Redis => Redis(passage),
        PassageKind.Sql => SqlStatements.Cut(passage.Text).Select(statement => new Found(
            passage.Line + statement.Line,
            passage.Line + statement.Line + statement.Text.Count(c => c == '\n'),
            statement.Text,
            SqlText.Read(statement.Text))),
        PassageKind.Inline => [Whole(passage, Inline(passage.Text))],
        PassageKind.Lua => [Whole(passage, ScriptReading.Read(passage.Text, [], rules.Redis))],
        PassageKind.Code => [Whole(passage, ProgramText.Program(passage.Text, passage.Language, rules))],
        PassageKind.Settings => [Whole(passage, ProgramText.Settings(passage.Text))],
        PassageKind.Instruction => [Whole(passage, Instructions.Read(passage.Text))],
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
        ConsoleText.Typed(text) is { } typed ? rules.Redis.ReadLine(typed)
        : InlineCommand.IsRedis(text.Split(' ', StringSplitOptions.RemoveEmptyEntries), rules) ? rules.Redis.ReadLine(text)
        : rules.ReadScript(ConsoleText.Commands(text));

    private List<Found> Shell(Passage passage)
    {
        var found = new List<Found>();
        var lines = ConsoleText.Commands(passage.Text).Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (ConsoleText.Typed(lines[i]) is { } typed && !rules.Knows(lines[i].Trim().Split(' ')[0]))
            {
                found.Add(new Found(passage.Line + i, passage.Line + i, typed, rules.Redis.ReadLine(typed)));
                lines[i] = "";
            }
        }

        var text = string.Join('\n', lines);
        var script = ShellParser.Parse(text);
        found.AddRange(script.Pipelines.Select((pipeline, index) => new Found(
            LineOf(pipeline.Start),
            LineOf(pipeline.End - 1),
            pipeline.Text,
            Answer(rules.ReadPipeline(pipeline), pipeline.Text, index))));
        found.AddRange(script.Comments.Where(comment => !script.Pipelines.Any(pipeline => comment.Start >= pipeline.Start && comment.End <= pipeline.End))
            .Select(comment => Comment(comment.Value, LineOf(comment.Start), lines.ElementAtOrDefault(LineOf(comment.Start) - passage.Line + 1) ?? ""))
            .OfType<Found>());
        return [.. found.OrderBy(one => one.Line)];

        int LineOf(int at) => passage.Line + text.AsSpan(0, Math.Max(0, at)).Count('\n');
    }

    /// <summary>A comment above a command describes it. One that stands alone and tells somebody to do something is a step.</summary>
    private Found? Comment(string comment, int line, string next)
    {
        var text = comment.TrimStart('#', ' ');
        if (BlockKind.LooksLikeCommand(text, rules) && !EndsLikeProse().IsMatch(text))
        {
            return new Found(line, line, text, rules.ReadScript(text).And("It stands in a comment."));
        }

        var described = next.Trim().Length > 0 && !next.TrimStart().StartsWith('#');
        return !described && Imperatives.Begin(text) ? new Found(line, line, text, Instructions.Read(text)) : null;
    }

    private IEnumerable<Found> Redis(Passage passage)
    {
        var lines = passage.Text.Split('\n');
        var transcript = lines.Any(line => ConsoleText.IsReplLine(line));
        for (var i = 0; i < lines.Length; i++)
        {
            var first = i;
            var line = transcript ? ConsoleText.Typed(lines[i]) ?? "" : lines[i].Trim();
            if (line.Length == 0 || line.StartsWith('#') || line.StartsWith("//", StringComparison.Ordinal))
            {
                continue;
            }

            // A quote that is open goes on in the next line.
            while (i + 1 < lines.Length
                && ShellLexer.Read(line).Any(token => token.Fault is not null)
                && i - first < LongestCommand
                && string.Join('\n', lines[i..]).IndexOfAny(['\'', '"']) >= 0)
            {
                line += "\n" + lines[++i];
            }

            yield return new Found(
                passage.Line + first,
                passage.Line + i,
                line,
                rules.Knows(line.Split(' ')[0]) && !rules.Redis.Knows(line.Split(' ')[0]) ? rules.ReadScript(line) : rules.Redis.ReadLine(line));
        }
    }

    /// <summary>People paste the answer below the command. Only what no program could be is taken for one.</summary>
    private static Verdict Answer(Verdict verdict, string text, int index) =>
        index > 0 && verdict.Class == StepClass.Unknown && AnswerLine().IsMatch(text)
            ? Verdict.Nothing("It reads as the answer to the command above, not as a command.")
            : verdict;

    /// <summary>Columns, <c>name: value</c>, replies of Redis.</summary>
    [GeneratedRegex(@"^(?!.*\s--?[A-Za-z])(?:[^|;&$\n]*\S(?: {2,}|\t)\S[^|;&$\n]*|[\w .-]+:(?:\s.*|[\w.]*)|(?:PONG|OK|QUEUED|\(nil\)|\d+\)).*)$")]
    private static partial Regex AnswerLine();

    [GeneratedRegex(@"[.:]$")]
    private static partial Regex EndsLikeProse();
}
