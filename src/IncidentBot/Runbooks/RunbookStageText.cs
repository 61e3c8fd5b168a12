namespace IncidentBot.Runbooks;

public static class RunbookStageText
{
    /// <summary>The word that people read.</summary>
    public static string Text(this RunbookStage stage) => stage == RunbookStage.PostRecovery ? "post-recovery" : stage.ToString().ToLowerInvariant();

    /// <summary>In the place of a heading, for steps that have none above them.</summary>
    public static string InPlaceOfHeading(this RunbookStage stage) => stage == RunbookStage.Unstated ? "before the first heading" : stage.Text();
}
