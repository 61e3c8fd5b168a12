using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;

namespace IncidentBot.Actions;

public readonly record struct RunId(Guid Value)
{
    public static RunId New(DateTimeOffset at) => new(Guid.CreateVersion7(at));
}

/// <summary>One use of an action that changes a target, from plan to verification. Saved against its <see cref="Version"/>.</summary>
public sealed record Run
{
    public required RunId Id { get; init; }

    /// <summary>Shown as <c>R-12</c>.</summary>
    public required int Number { get; init; }
    public required ActionCall Call { get; init; }

    /// <summary>What it holds while it runs: <see cref="Target.Lock"/>, as it was when the run was asked for.</summary>
    public string Lock { get => field ?? Target.LockOf(Call.Action.System, Call.Target); init; }
    public required Risk Risk { get; init; }

    /// <summary>Assigned by <c>RunLifecycle</c> and nothing else; a test reads the compiled kernel to keep that so.</summary>
    public RunState State { get; init; }
    public required ActionPlan Plan { get; init; }

    /// <summary>SHA-256 over action, arguments, target and plan, in lowercase hex. An approval names its first eight digits.</summary>
    public required string PlanHash { get; init; }

    /// <summary>When the plan, and with it any approval, stops being valid.</summary>
    public required DateTimeOffset ValidUntil { get; init; }
    public required PersonId RequestedBy { get; init; }
    public required DateTimeOffset RequestedAt { get; init; }
    public required ChannelRef Channel { get; init; }
    public IncidentId? Incident { get; init; }

    /// <summary>The step of the incident's runbook that asked for it.</summary>
    public int? RunbookStep { get; init; }

    public Approval? Approval { get; init; }

    /// <summary>Set from the moment that the run holds its target until it ends. A row with an expired lease was left by a crash.</summary>
    public RunLease? Lease { get; init; }
    public bool CancelRequested { get; init; }
    public RunProgress? Progress { get; init; }

    /// <summary>How it ended, in one sentence.</summary>
    public string? Outcome { get; init; }
    public IReadOnlyList<string> Evidence { get; init; } = [];
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Who looked at a break-glass run afterwards.</summary>
    public PersonId? ReviewedBy { get; init; }
    public int Version { get; init; }

    public string Label => $"R-{Number}";
    public string ShortHash => PlanHash[..8];

    /// <summary>One such run per target at a time. An unknown run keeps its target until somebody says how it ended.</summary>
    public bool HoldsTarget => State is RunState.Running or RunState.Unknown;

    /// <summary>Its plan awaits the answer of a person.</summary>
    public bool IsWaiting => State is RunState.AwaitingConfirmation or RunState.AwaitingApproval;

    /// <summary>Somebody or something is awaited: an answer to its plan, or its end.</summary>
    public bool IsUnderWay => IsWaiting || State is RunState.Approved or RunState.Running;

    /// <summary>Under way, or in doubt: it is not known yet how it ended.</summary>
    public bool IsUnsettled => IsUnderWay || State is RunState.Unknown;

    /// <summary>Known to have ended, whether or not it ever started.</summary>
    public bool IsOver => State is RunState.Succeeded or RunState.Failed or RunState.Cancelled or RunState.Rejected or RunState.Expired;

    /// <summary>It changed something, and its plan knows the way back.</summary>
    public bool CanBeUndone => this is { State: RunState.Succeeded or RunState.Failed or RunState.Cancelled, StartedAt: not null, Plan.Undo: not null };
    public bool NeedsReview => Approval is { BreakGlass: true } && ReviewedBy is null;
}

public enum RunState
{
    /// <summary>Made, and not offered to anybody yet. No run is ever kept so.</summary>
    Planned,

    /// <summary>A change that waits for its requester's own yes.</summary>
    AwaitingConfirmation,

    /// <summary>A destructive action that waits for a second human.</summary>
    AwaitingApproval,

    /// <summary>Will start as soon as a worker takes it and the target is free.</summary>
    Approved,
    Running,
    Succeeded,

    /// <summary>Applied, or stopped in a known way, and the postcondition does not hold.</summary>
    Failed,
    Cancelled,
    Rejected,
    Expired,

    /// <summary>The bot died in the middle. Never repeated by itself; a person or the action's <c>Verify</c> closes it.</summary>
    Unknown,
}

/// <param name="BreakGlass">True when the requester went ahead alone, as the policy allowed.</param>
public sealed record Approval(PersonId By, DateTimeOffset At, string PlanHash, bool BreakGlass, string? Reason);

/// <param name="Owner">The process that runs it.</param>
/// <param name="Until">By its owner's clock. Others do not compare it with theirs, but look whether it moves.</param>
public sealed record RunLease(string Owner, DateTimeOffset Until);
