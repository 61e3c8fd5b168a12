using IncidentBot.Actions;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>What makes sense next, as it would be typed.</summary>
internal static class QueueSteps
{
    /// <summary>All that may be done about it, for what troubles it most first.</summary>
    public static IEnumerable<Suggestion> Of(QueueLook look, string target) => look.Verdicts.SelectMany(verdict => Of(verdict, target));

    public static IEnumerable<Suggestion> Of(QueueVerdict verdict, string target) =>
        verdict.Steps.Select(step => new Suggestion(step.Label, $"/queue {step.Command} on {target}"));
}
