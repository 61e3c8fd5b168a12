using System.ComponentModel.DataAnnotations;

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

    /// <summary>Whether a requester may go ahead alone when nobody approves. Off by default.</summary>
    public bool BreakGlass { get; init; }

    /// <summary>How long an approval must have been waited for first. The default value is 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan BreakGlassAfter { get; init; } = TimeSpan.FromMinutes(5);
}
