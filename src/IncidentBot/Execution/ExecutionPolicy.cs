using System.ComponentModel.DataAnnotations;
using IncidentBot.Actions;

namespace IncidentBot.Execution;

public sealed record ExecutionPolicy
{
    /// <summary>How long a plan, and an approval of it, stays valid. The default value is 10 minutes.</summary>
    public TimeSpan PlanValidity { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long planning may take. The default value is 20 seconds.</summary>
    public TimeSpan PlanLimit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long verifying may take. The default value is 20 seconds.</summary>
    public TimeSpan VerifyLimit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long after its last sign of life a running run counts as abandoned. The default value is 10 seconds.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a running run gives a sign of life and looks for a request to stop. The default value is 1 second.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long to wait before asking again for a target that another run holds. The default value is 2 seconds.</summary>
    public TimeSpan HeldTargetRetry { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The risks, of <c>Change</c> and <c>Destructive</c>, whose runs are approved on the dashboard alone, by whoever has just signed in: in the
    /// chat the button is a link there. It takes <c>SignIn:Slack</c> or <c>SignIn:Entra</c>. The default value is none.
    /// </summary>
    public IReadOnlyList<Risk> StepUp { get; init; } = [];

    /// <summary>How long ago that sign-in may have been. The default value is 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:30", "01:00:00")]
    public TimeSpan StepUpWithin { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether a requester may go ahead alone when nobody approves. Off by default.</summary>
    public bool BreakGlass { get; init; }

    /// <summary>How long an approval must have been waited for first. The default value is 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan BreakGlassAfter { get; init; } = TimeSpan.FromMinutes(5);
}
