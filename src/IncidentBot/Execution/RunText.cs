using IncidentBot.Actions;
using IncidentBot.Messages;
using IncidentBot.People;

namespace IncidentBot.Execution;

public static class RunText
{
    /// <summary>Tells the second one who holds the target, and what can be done about it.</summary>
    public static string HeldBy(Run holder, PeopleDirectory people) => holder.State is RunState.Unknown
        ? $"{holder.Label} ({holder.Call}) still holds {holder.Call.Target}: nobody has said how it ended. "
            + $"Type /run check {holder.Label}, or {Settle(holder)}."
        : $"{holder.Label} ({holder.Call}) by {people.NameOf(holder.RequestedBy)} holds "
            + $"{holder.Call.Target}{(holder.StartedAt is { } at ? $" since {Moment.Of(at)}" : "")}; the next one waits until it ends.";

    /// <summary>For those who may not know of it.</summary>
    public static string HeldByAnother(Run holder) => $"Another run holds {holder.Call.Target}; the next one waits until it ends.";

    /// <summary>What people can do about a run that nobody knows the end of.</summary>
    public static CardBlock HowToSettle(Run run) => new CardBlock.Text(
        $"Read its postcondition with /run check {run.Label}, or say how it ended with {Settle(run)}. "
            + $"Until then {run.Call.Target} is held. Nothing is repeated by itself.");

    /// <summary>As it is typed.</summary>
    public static string Settle(Run run) => $"/run settle {run.Label} worked|failed <what you found>";

    public static CardButton Check(Run run) => new("Check", $"/run check {run.Label}");

    /// <summary>How it ended: what somebody wished for is no problem, and what went ahead without a second person is no everyday success.</summary>
    public static Tone ToneOf(Run run) => run.State switch
    {
        RunState.Succeeded when run.NeedsReview => Tone.Warning,
        RunState.Succeeded => Tone.Good,
        RunState.Failed or RunState.Unknown => Tone.Bad,
        _ when run.IsWaiting => Tone.Warning,
        _ => Tone.Neutral,
    };

    public static string StateInWords(RunState state) => state switch
    {
        RunState.Planned => "planned",
        RunState.AwaitingConfirmation => "waits for confirmation",
        RunState.AwaitingApproval => "waits for approval",
        RunState.Approved => "approved",
        RunState.Running => "running",
        RunState.Succeeded => "succeeded",
        RunState.Failed => "failed",
        RunState.Cancelled => "cancelled",
        RunState.Rejected => "rejected",
        RunState.Expired => "expired",
        RunState.Unknown => "outcome unknown",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
