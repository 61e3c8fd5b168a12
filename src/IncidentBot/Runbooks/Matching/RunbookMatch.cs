namespace IncidentBot.Runbooks.Matching;

/// <param name="Section">Null for the runbook as a whole.</param>
/// <param name="Why">What in the text and what in the runbook met, for people.</param>
public sealed record RunbookMatch(Runbook Runbook, RunbookSection? Section, MatchStrength Strength, string Why)
{
    /// <summary>The steps of the section; of the assessment where the runbook as a whole answers.</summary>
    public IReadOnlyList<RunbookStep> Steps =>
        Section is not null ? Runbook.StepsOf(Section)
        : Runbook.Steps.Where(step => step.Stage is RunbookStage.Assessment).ToList() is { Count: > 0 } assessment ? assessment
        : Runbook.Steps;
}

/// <summary>Best first.</summary>
public enum MatchStrength
{
    /// <summary>The runbook's front matter names it.</summary>
    Declared,

    /// <summary>It is in a list of symptoms.</summary>
    Listed,

    /// <summary>A heading has the same words.</summary>
    Heading,

    /// <summary>No word met, but the section reads what found the trouble.</summary>
    Read,
}
