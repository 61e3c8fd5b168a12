namespace IncidentBot.Runbooks;

/// <summary>A runbook as it was understood.</summary>
/// <param name="Hash">SHA-256 of the normalised text in lowercase hex; what a run pins.</param>
public sealed record RunbookReport(string Title, string Hash, IReadOnlyList<RunbookStep> Steps, IReadOnlyList<RunbookAside> Asides)
{
    /// <summary>How many steps are in each class; classes without any are left out.</summary>
    public IReadOnlyDictionary<StepClass, int> Totals => Steps.GroupBy(step => step.Class).OrderBy(group => group.Key).ToDictionary(group => group.Key, group => group.Count());

    public bool HasUnknown => Steps.Any(step => step.Class == StepClass.Unknown);
}
