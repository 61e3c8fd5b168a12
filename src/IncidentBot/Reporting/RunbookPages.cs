using System.Globalization;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Runbooks;
using IncidentBot.Runbooks.Matching;
using IncidentBot.Words;

namespace IncidentBot.Reporting;

/// <summary>Runbooks to be looked at, before any incident follows one.</summary>
public static class RunbookPages
{
    private const int MostSteps = 60;
    private const int MostInDetail = 20;
    private const int MostNotes = 12;

    public static Card List(RunbookShelf shelf) => new(shelf.Runbooks.Count switch
    {
        0 => "There is no runbook",
        1 => "1 runbook",
        var count => $"{count} runbooks",
    })
    {
        Tone = shelf.Faults.Count > 0 ? Tone.Warning : Tone.Neutral,
        Blocks =
        [
            .. shelf.Runbooks.Count > 0
                ? new CardBlock[] { new CardBlock.Fields([.. shelf.Runbooks.Select(
                    runbook => new CardField(runbook.Id, $"{runbook.Title}{(runbook.System is { } system ? $" ({system})" : "")}: {Counts(runbook)}"))]) }
                : [new CardBlock.Text("Put Markdown files into the folder that Runbooks:Path names in the bot's configuration; no restart is needed.")],
            .. shelf.Faults.Count > 0 ?
            [
                new CardBlock.Text($"{(shelf.Faults.Count == 1 ? "1 fault" : $"{shelf.Faults.Count} faults")} to mend:"),
                new CardBlock.Lines([.. shelf.Faults.Take(MostInDetail).Select(fault => fault.ToString())]),
            ] : Array.Empty<CardBlock>(),
        ],
        Buttons = [.. shelf.Runbooks.Take(3).Select(runbook => new CardButton($"Show {runbook.Id}", $"/runbook show {runbook.Id}"))],
    };

    /// <summary>The whole of it, one line per step under its section.</summary>
    public static Card Show(Runbook runbook)
    {
        var lines = new List<string>();
        var section = "";
        foreach (var step in runbook.Steps.Take(MostSteps))
        {
            if (StepText.Where(step) is var here && here != section)
            {
                lines.Add(StepText.Cut(section = here));
            }

            lines.Add(StepText.Cut($"{step.Number,3}  {StepText.Kind(step)}  {StepText.What(step)}"));
        }

        return new Card($"{runbook.Id}: {runbook.Title}")
        {
            Tone = runbook.Faults.Count > 0 ? Tone.Warning : Tone.Neutral,
            Blocks =
            [
                .. About(runbook),
                new CardBlock.Lines(lines),
                .. runbook.Steps.Count > MostSteps
                    ? [new CardBlock.Text($"{runbook.Steps.Count - MostSteps} more steps; a section shows its own: /runbook show {runbook.Id} <section>.")]
                    : Array.Empty<CardBlock>(),
                new CardBlock.Text($"What each becomes and why: /runbook show {runbook.Id} <section>"),
                new CardBlock.Footnote(Counts(runbook)),
            ],
            Buttons = [new CardButton("Start it here", $"/runbook start {runbook.Id}")],
        };
    }

    /// <summary>One section: what each step becomes, its risk, and why.</summary>
    public static Card Show(Runbook runbook, RunbookSection section)
    {
        var steps = runbook.StepsOf(section);
        var notes = runbook.Notes.Where(note => section.Holds(note.Section)).Take(MostNotes).Select(note => note.Text).ToList();
        return new Card($"{runbook.Id}: {section.Heading}")
        {
            Blocks =
            [
                .. notes.Count > 0 ? [new CardBlock.Text(string.Join('\n', notes))] : Array.Empty<CardBlock>(),
                .. steps.Count > 0 ? [new CardBlock.Fields([.. steps.Take(MostInDetail)
                    .Select(step => new CardField(step.Number.ToString(CultureInfo.InvariantCulture), Detail(step)))])] : Array.Empty<CardBlock>(),
                .. steps.Count > MostInDetail
                    ? [new CardBlock.Text($"{steps.Count - MostInDetail} more steps; the sections below this one show them.")]
                    : Array.Empty<CardBlock>(),
                new CardBlock.Footnote($"{runbook.File}, line {section.Line}"),
            ],
            Buttons = [.. Typed(steps)],
        };
    }

    /// <summary>What answers an error text, and the first commands to type.</summary>
    public static Card Match(IReadOnlyList<RunbookMatch> matches, string asked, Incident? incident)
    {
        if (matches.Count == 0)
        {
            return new Card("No runbook here answers that")
            {
                Tone = Tone.Warning,
                Blocks = [new CardBlock.Text($"“{StepText.Cut(asked)}” meets no symptom and no heading. "
                    + "/redis diagnose reads the target and says what is wrong in one sentence; /runbook list shows what there is.")],
                Buttons = [new CardButton("Diagnose", "/redis diagnose"), new CardButton("List runbooks", "/runbook list")],
            };
        }

        var best = matches[0];
        return new Card($"{best.Section?.Heading ?? best.Runbook.Title} ({best.Runbook.Id})")
        {
            Blocks =
            [
                new CardBlock.Text($"Because {best.Why}."),
                new CardBlock.Lines(
                    [.. best.Steps.Take(MostInDetail).Select(step => StepText.Cut($"{step.Number,3}  {StepText.Kind(step)}  {StepText.What(step)}"))]),
                .. best.Steps.Count > MostInDetail ? [new CardBlock.Text($"{best.Steps.Count - MostInDetail} more steps.")] : Array.Empty<CardBlock>(),
                .. matches.Count > 1
                    ? [new CardBlock.Text(
                        $"Also: {string.Join(", ", matches.Skip(1).Take(3)
                            .Select(match => $"{match.Section?.Heading ?? match.Runbook.Title} ({match.Runbook.Id})"))}.")]
                    : Array.Empty<CardBlock>(),
            ],
            Buttons = [.. incident is { IsOpen: true, Runbook: { } progress } && progress.Hash == best.Runbook.Hash
                ? Steps(incident, progress, best.Steps)
                : Typed(best.Steps), .. Begin(best.Runbook, incident)],
        };
    }

    private static IEnumerable<CardButton> Steps(Incident incident, RunbookProgress progress, IReadOnlyList<RunbookStep> steps) => steps
        .Where(step => step is { CanRun: true, Missing.Count: 0 })
        .Take(3)
        .Select(
            step => new CardButton($"Run {step.Number}: {step.Becomes}", $"/runbook run {incident.Label} {step.Number} {StepMark.Of(progress, step.Number)}"));

    private static IEnumerable<CardButton> Typed(IReadOnlyList<RunbookStep> steps) => steps
        .Where(step => step is { CanRun: true, Missing.Count: 0 })
        .Select(step => string.Join(' ',
        [
            $"/{step.Action!.Value.System} {step.Action.Value.Verb}",
            .. step.Words.Select(word => word.Contains(' ', StringComparison.Ordinal) ? $"\"{word}\"" : word),
        ]))
        .Distinct()
        .Take(3)
        .Select(command => new CardButton(command, command));

    private static IEnumerable<CardButton> Begin(Runbook runbook, Incident? incident) => incident switch
    {
        null => [new CardButton("Open P0 with it", $"/incident open P0 {runbook.Id}")],
        { IsOpen: true, Runbook: var progress } when progress?.Id != runbook.Id =>
            [new CardButton($"Follow {runbook.Id}", $"/runbook start {incident.Label} {runbook.Id}")],
        _ => [],
    };

    private static IEnumerable<CardBlock> About(Runbook runbook)
    {
        if (runbook.Severities.Count > 0)
        {
            yield return new CardBlock.Fields([.. runbook.Severities.Select(level => new CardField(
                $"{level.Severity}",
                $"{level.Means}{(level.Respond is { } within ? $", answer {SeverityText.Within(within)}" : "")}"))]);
        }

        if (runbook.Services.Count > 0)
        {
            yield return new CardBlock.Fields([.. runbook.Services.Select(service => new CardField(service.Name, ServiceText.Impact(service, null)))]);
        }

        if (runbook.Checks.Count > 0)
        {
            yield return new CardBlock.Text($"Over when healthy: {string.Join(", ", runbook.Checks)}.");
        }

        if (runbook.Faults.Count > 0)
        {
            yield return new CardBlock.Lines([.. runbook.Faults.Take(MostInDetail).Select(fault => fault.ToString())]);
        }
    }

    private static string Detail(RunbookStep step) => step switch
    {
        { CanRun: true, Class: StepClass.Guarded } =>
            $"{step.Becomes} ({StepText.Kind(step)}), instead of {StepText.Cut(OneLine.Words(step.Source), 60)}: {step.Why}",
        { CanRun: true } => $"{step.Becomes} ({StepText.Kind(step)}): {step.Why}",
        _ => $"{StepText.Cut(OneLine.Words(step.Source))} ({StepText.Kind(step)}): {step.Becomes}. {step.Why}",
    };

    private static string Counts(Runbook runbook)
    {
        var classes = runbook.Steps
            .GroupBy(step => step.Class)
            .OrderBy(group => group.Key)
            .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count()} {group.Key.Text()}"))
            .ToList();
        var steps = string.Create(CultureInfo.InvariantCulture, $"{runbook.Steps.Count} steps{(classes.Count > 0 ? ": " : "")}{string.Join(", ", classes)}");
        return runbook.Faults.Count > 0 ? $"{steps}; {runbook.Faults.Count} to mend" : steps;
    }
}
