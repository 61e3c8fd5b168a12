using IncidentBot.Actions;
using IncidentBot.Desk;
using IncidentBot.Messages;
using IncidentBot.Runbooks;

namespace IncidentBot.Chat;

/// <summary>Asks what <c>/incident open</c> needs.</summary>
internal static class OpeningForm
{
    private const int LongestTitle = 120;

    /// <summary>What a platform takes of options, and of the value of one.</summary>
    private const int MostOptions = 100;
    private const int LongestValue = 150;

    /// <summary>The usual one first, which is chosen where nobody chooses: it is what a typed one without a severity is.</summary>
    private static readonly FormOption[] Severities =
        [.. new FormOption[] { new("P0", "P0: down"), new("P1", "P1: degraded"), new("P2", "P2: partly wrong") }
            .OrderBy(option => option.Value != $"{Opening.UsualSeverity}")];

    public static Form Draw(RunbookShelf shelf, TargetCatalogue targets)
    {
        var runbooks = shelf.Runbooks.Where(runbook => runbook.Id.Length <= LongestValue).Take(MostOptions - 1).ToList();
        var names = targets.All.Select(target => target.Name).Distinct().Where(name => name.Length <= LongestValue).Take(MostOptions - 1)
            .OrderBy(name => name != targets.Default?.Name)
            .ToList();
        FormField[] fields =
        [
            new FormField.Choice("severity", "Severity", Severities),
            new FormField.Text("title", "What do people notice?", LongestTitle) { Hint = "For example: publishing is stuck" },
            .. runbooks.Count > 0 ? [Runbook(runbooks, shelf.Runbooks.Count - runbooks.Count)] : (IEnumerable<FormField>)[],
            .. names.Count > 1 ? [new FormField.Choice("target", "Target", [
                    .. targets.Default is null ? [FormOption.Unchosen("Choose a target")] : (IEnumerable<FormOption>)[],
                    .. names.Select(name => new FormOption(name, name)),
                ])] : (IEnumerable<FormField>)[],
        ];
        return new Form("Open an incident", "Open", $"/incident open {{severity}} {{runbook}} {{title}}{(names.Count > 1 ? " on {target}" : "")}", fields);
    }

    private static FormField.Choice Runbook(IReadOnlyList<Runbook> runbooks, int left) =>
        new(
            "runbook",
            "Runbook",
            [FormOption.Without("Find by title"), .. runbooks.Select(runbook => new FormOption(runbook.Id, $"{runbook.Id}: {runbook.Title}"))])
        {
            Hint = left == 0 ? null : $"{left} more do not fit in here: choose \"Find by title\", and begin the title with the runbook's id.",
        };
}
