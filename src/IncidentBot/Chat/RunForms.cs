using IncidentBot.Actions;
using IncidentBot.Messages;

namespace IncidentBot.Chat;

/// <summary>Asks what an answer to a plan lacks, below the plan in full. Null where the plan waits for no answer.</summary>
internal static class RunForms
{
    private const int LongestText = 1000;

    /// <param name="plan">Shown above what is asked.</param>
    /// <param name="command">As it was pressed.</param>
    public static Form? Draw(string verb, Run run, Card plan, string command) => verb switch
    {
        "approve" => Approve(run, plan, command),
        "reject" => Reject(run, plan),
        "break-glass" => BreakGlass(run, plan),
        _ => null,
    };

    private static Form? Approve(Run run, Card plan, string command) => !run.IsWaiting ? null : new Form($"Approve {run.Label}", "Approve", command,
    [
        new FormField.Tick(
            "read",
            "Your approval",
            run.Plan.CannotBeUndone is null ? "I have read this plan." : "I have read this plan, and that it cannot be undone."),
    ])
    {
        About = plan,
    };

    private static Form? Reject(Run run, Card plan) => !run.IsWaiting ? null : new Form($"Reject {run.Label}", "Reject", $"/reject {run.Label} {{reason}}",
    [
        new FormField.Text("reason", "Why not?", LongestText) { Multiline = true, Optional = true, Hint = "Whoever asked for it reads this." },
    ])
    {
        About = plan,
    };

    private static Form? BreakGlass(Run run, Card plan) => run.State is not RunState.AwaitingApproval ? null : new Form(
        $"{run.Label} without approval",
        "Go ahead",
        $"/run break-glass {run.Label} {{target}} {{reason}}",
    [
        new FormField.Text("target", $"Type the name of the target: {run.Call.Target}", LongestText) { Exactly = run.Call.Target },
        new FormField.Text("reason", "Why can it not wait for a second person?", LongestText)
        {
            Multiline = true,
            Hint = "The run stays flagged until somebody has reviewed it.",
        },
    ])
    {
        About = plan,
    };
}
