namespace IncidentBot.Runbooks;

/// <summary>A runbook as it was understood.</summary>
/// <param name="Hash">SHA-256 of the normalised text in lowercase hex; what a run pins.</param>
public sealed record RunbookReport(string Title, string Hash, IReadOnlyList<RunbookStep> Steps, IReadOnlyList<RunbookAside> Asides)
{
    public IReadOnlyList<RunbookSection> Sections { get; init; } = [];
    public IReadOnlyList<RunbookSymptom> Symptoms { get; init; } = [];
    public IReadOnlyList<RunbookNote> Notes { get; init; } = [];

    /// <summary>Lines of <c>action</c> blocks that no action answers to: the line, what is wrong, what to write.</summary>
    public IReadOnlyList<(int Line, string What, string Fix)> Faults { get; init; } = [];

    /// <summary>How many steps are in each class; classes without any are left out.</summary>
    public IReadOnlyDictionary<StepClass, int> Totals =>
        Steps.GroupBy(step => step.Class).OrderBy(group => group.Key).ToDictionary(group => group.Key, group => group.Count());

    public bool HasUnknown => Steps.Any(step => step.Class == StepClass.Unknown);
}
