using System.Text.RegularExpressions;
using IncidentBot.Actions;
using IncidentBot.Execution;
using IncidentBot.Runbooks.Reading;
using IncidentBot.Runbooks.Rules;

namespace IncidentBot.Runbooks;

/// <summary>
/// Understands a Markdown runbook as it is: every command and every instruction in it, and what becomes of each. Nothing is
/// run, and nothing is handed to a shell.
/// </summary>
/// <param name="catalogue">The actions there are. What it does not hold is never promised.</param>
/// <param name="configured">What the configuration has for lines of runbooks: requests, queries, services, commands.</param>
/// <param name="targets">Those that are configured, so that a command which names an address goes to the target that has it.</param>
public sealed partial class RunbookChecker(
    ActionCatalogue catalogue, TargetCatalogue targets, IReadOnlyList<ConfiguredStep>? configured = null)
{
    private readonly Redactor redactor = new([]);

    public RunbookReport Check(RunbookText runbook)
    {
        var rules = new Rulebook(catalogue, targets, configured ?? []);
        var reader = new PassageReader(rules);
        var document = DocumentReader.Read(runbook.Value, rules);

        // The parser may count a line behind the end, where a block is not closed.
        var last = runbook.Value.Count(c => c == '\n') + 1;
        var inline = document.Passages.Where(passage => passage.Kind == PassageKind.Inline).ToLookup(passage => passage.Line);
        var found = (from passage in document.Passages
                     where !Repeats(passage, inline[passage.Line])
                     from read in reader.Read(passage)
                     let one = read with { Verdict = rules.Configured(read.Verdict, read.Text) }
                     orderby one.Line
                     select (Passage: passage, Found: one)).ToList();
        var steps = found.Select((one, index) => Step(one.Passage, one.Found, last) with { Number = index + 1 });
        var asides = from passage in document.Passages
                     where passage.Kind == PassageKind.Output
                     select new RunbookAside(
                         Math.Min(passage.Line, last),
                         Math.Min(passage.EndLine, last),
                         passage.Language.Length > 0 ? passage.Language : "text");
        return new RunbookReport(document.Title, runbook.Hash, [.. steps], [.. asides])
        {
            Sections = document.Sections,
            Symptoms = document.Symptoms,
            Notes = [.. document.Notes.Select(note => note with { Text = redactor.Clean(note.Text) })],
            Faults = [.. found.Where(one => one.Found.Verdict.Fix is not null).Select(one => (one.Found.Line, one.Found.Verdict.Why, one.Found.Verdict.Fix!))],
        };
    }

    private RunbookStep Step(Passage passage, Found found, int last)
    {
        var verdict = found.Verdict;
        var step = new RunbookStep(
            Math.Min(found.Line, last), Math.Min(found.EndLine, last), passage.Stage, passage.Section, Masked(found.Text),
            verdict.Class, Masked(verdict.Becomes), Masked(verdict.Why.Trim()), verdict.Action);
        return verdict.Action is { } id && catalogue.Find(id.Value) is { Definition: var action }
            ? step with { Words = verdict.Words, Risk = action.Risk, Missing = Missing(action, verdict.Words) }
            : step;
    }

    /// <summary>The placeholders, and the required arguments that are not there at all.</summary>
    private static IReadOnlyList<string> Missing(ActionDefinition action, IReadOnlyList<string> words)
    {
        var given = words.Count >= 2 && words[^2].Equals("on", StringComparison.OrdinalIgnoreCase) ? words.Count - 2 : words.Count;
        return
        [
            .. words.Where(Placeholder.Is),
            .. action.Parameters.Skip(given)
                .Where(parameter => parameter.Required && !words.Any(word => word.StartsWith(parameter.Name + "=", StringComparison.OrdinalIgnoreCase)))
                .Select(parameter => $"<{parameter.Name}>"),
        ];
    }

    /// <summary>"Run `kubectl get pods`." is one step, not two.</summary>
    private static bool Repeats(Passage passage, IEnumerable<Passage> inTheLine) =>
        passage.Kind == PassageKind.Instruction
        && inTheLine.Where(other => passage.Text.Contains(other.Text, StringComparison.Ordinal)).ToList() is { Count: > 0 } commands
        && passage.Text.Length - commands.Sum(command => command.Text.Length) <= 40;

    private string Masked(string text) => text.Contains("-cli", StringComparison.Ordinal)
        ? PasswordOption().Replace(redactor.Clean(text), "$1" + Redactor.Mask)
        : redactor.Clean(text);

    [GeneratedRegex(@"((?:^|\s)(?:-a|--pass)\s+)[^\s$<\[{""'][^\s]*", RegexOptions.NonBacktracking)]
    private static partial Regex PasswordOption();
}
