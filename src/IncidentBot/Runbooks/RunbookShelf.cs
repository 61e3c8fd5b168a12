using IncidentBot.Words;

namespace IncidentBot.Runbooks;

/// <param name="Runbooks">By id; no two have the same.</param>
/// <param name="Faults">Of all files, those that cannot be used included.</param>
public sealed record RunbookShelf(IReadOnlyList<Runbook> Runbooks, IReadOnlyList<RunbookFault> Faults)
{
    public Runbook? Find(string id) => Runbooks.FirstOrDefault(runbook => string.Equals(runbook.Id, id, StringComparison.OrdinalIgnoreCase));

    /// <summary>What to type instead of an id that none has.</summary>
    public string Hint(string typed) => EditDistance.Closest(typed, Runbooks.Select(runbook => runbook.Id)) is { Count: > 0 } meant
        ? $"Did you mean {string.Join(" or ", meant)}?"
        : Runbooks.Count > 0 ? $"There are: {string.Join(", ", Runbooks.Select(runbook => runbook.Id))}."
        : "There is none yet: Runbooks:Path in the bot's configuration names the folders.";
}
