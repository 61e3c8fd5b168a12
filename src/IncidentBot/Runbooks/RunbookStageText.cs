namespace IncidentBot.Runbooks;

public static class RunbookStageText
{
    /// <summary>The word that people read.</summary>
    public static string Text(this RunbookStage stage) => stage == RunbookStage.PostRecovery ? "post-recovery" : stage.ToString().ToLowerInvariant();
}
