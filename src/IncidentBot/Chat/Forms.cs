using IncidentBot.Actions;
using IncidentBot.Messages;
using IncidentBot.Reporting;
using IncidentBot.Storage;

namespace IncidentBot.Chat;

/// <summary>The form of a command, for platforms that have forms. Reads only.</summary>
/// <param name="pressed">A button that offers the form was pressed; otherwise the command was typed, and gets one only where it lacks something.</param>
/// <returns>Null when the command is fine as it is.</returns>
public delegate Task<Form?> FormFor(string command, bool pressed, CancellationToken ct);

/// <inheritdoc cref="FormFor"/>
public sealed class Forms(TargetCatalogue targets, IRunStore runs, RunCard runCard)
{
    private const int LongestTitle = 120;
    private const int LongestText = 1000;
    private const int MostTargets = 100;

    public async Task<Form?> ForAsync(string command, bool pressed, CancellationToken ct) => CommandReader.Split(command).ToArray() switch
    {
        ["/incident", "open"] => Open(),
        ["/incident", "note", .. var rest] when IsOnlyALabel(rest, "INC") => Note(rest),
        ["/incident", "override", .. var rest] when IsOnlyALabel(rest, "INC") => Override(rest),
        ["/run", "break-glass", var label] => await WithRunAsync(label, BreakGlass, ct),
        ["/approve", var label, _] when pressed => await WithRunAsync(label, run => Approve(run, command), ct),
        _ => null,
    };

    private Form Open()
    {
        var names = targets.All.Select(target => target.Name).Distinct().Take(MostTargets).ToList();
        FormField[] fields =
        [
            new FormField.Choice("severity", "Severity", [new("P0", "P0: down"), new("P1", "P1: degraded"), new("P2", "P2: partly wrong")]),
            new FormField.Text("title", "What do people notice?", LongestTitle) { Hint = "For example: publishing is stuck" },
            .. names.Count > 1 ? [new FormField.Choice("target", "Target", [.. names.Select(name => new FormOption(name, name))])] : (IEnumerable<FormField>)[],
        ];
        return new Form("Open an incident", "Open", $"/incident open {{severity}} {{title}}{(names.Count > 1 ? " on {target}" : "")}", fields);
    }

    private static Form Note(IReadOnlyList<string> label) => new("Add to the timeline", "Add", $"/incident note {string.Join(' ', label)} {{text}}",
    [
        new FormField.Text("text", "What happened?", LongestText) { Multiline = true },
    ]);

    private static Form Override(IReadOnlyList<string> label) => new("Ask for an override", "Ask", $"/incident override {string.Join(' ', label)} {{reason}}",
    [
        new FormField.Text("reason", "Why go on although the checks fail?", LongestText) { Multiline = true, Hint = "It goes on the record. A second person has to approve." },
    ]);

    private Form? BreakGlass(Run run) => run.State is not RunState.AwaitingApproval ? null : new Form($"{run.Label} without approval", "Go ahead", $"/run break-glass {run.Label} {{target}} {{reason}}",
    [
        new FormField.Text("target", $"Type the name of the target: {run.Call.Target}", LongestTitle),
        new FormField.Text("reason", "Why can it not wait for a second person?", LongestText) { Multiline = true, Hint = "The run stays flagged until somebody has reviewed it." },
    ])
    {
        About = Plan(run),
    };

    private Form? Approve(Run run, string command) => run.State is not (RunState.AwaitingApproval or RunState.AwaitingConfirmation) ? null : new Form($"Approve {run.Label}", "Approve", command,
    [
        new FormField.Tick("read", "Your approval", run.Plan.CannotBeUndone is null ? "I have read this plan." : "I have read this plan, and that it cannot be undone."),
    ])
    {
        About = Plan(run),
    };

    private Card Plan(Run run) => runCard.Draw(run) with { Buttons = [] };

    private async Task<Form?> WithRunAsync(string label, Func<Run, Form?> draw, CancellationToken ct) =>
        IncidentFinder.TryReadNumber(label, "R", out var number) && await runs.FindAsync(number, ct) is { } run ? draw(run) : null;

    private static bool IsOnlyALabel(IReadOnlyList<string> words, string prefix) =>
        words is [] || (words is [var only] && IncidentFinder.TryReadNumber(only, prefix, out _));
}
