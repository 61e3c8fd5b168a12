using IncidentBot.Actions;
using IncidentBot.Incidents;

namespace IncidentBot.Tests.Support;

/// <summary>
/// A kind of target as a newcomer would add one, with all that <c>Actions/README.md</c> asks for: a lamp that is on or off, one
/// action that reads it, one that changes it, and what must hold before an incident with it is over.
/// </summary>
internal sealed class TinyKind : IVerification
{
    public bool IsOn { get; set; } = true;

    public TargetKind Kind { get; } = new("lamp", "Lamps", "the README of lamps") { Situation = "It is dark", Looks = ["status"] };
    public IReadOnlyList<Target> Targets { get; init; } = [new Target("hall", "lamp", "the lamp in the hall")];
    public IReadOnlyList<IRunbookAction> Actions => [new StatusAction(this), new SwitchAction(this)];
    public IReadOnlyList<IVerification> Verifications => [this];

    public string System => Kind.System;
    public IReadOnlyList<ActionCall> AssessmentOf(string target) => [ActionCall.Plain("lamp.status", target)];

    public bool Ask(ActionCall read, ActionReport found) => read.Action.Value == "lamp.status";

    public Task<IReadOnlyList<CheckResult>> CheckAsync(string target, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<CheckResult>>([new CheckResult("it is on", IsOn, IsOn ? "on" : "off", Some.Night)]);

    private sealed class StatusAction(TinyKind lamps) : IObserveAction
    {
        public ActionDefinition Definition { get; } = new(new ActionId("lamp.status"), Risk.Observe, "Says whether a lamp is on");

        public Task<ActionReport> ReadAsync(ActionCall call, CancellationToken ct) =>
            Task.FromResult(new ActionReport($"{call.Target} is {(lamps.IsOn ? "on" : "off")}", lamps.IsOn));
    }

    private sealed class SwitchAction(TinyKind lamps) : IChangeAction
    {
        public ActionDefinition Definition { get; } = new(new ActionId("lamp.switch"), Risk.Change, "Switches a lamp")
        {
            Parameters = [new Parameter("to", "on or off", "on") { Required = true, Choices = ["on", "off"] }],
        };

        public Task<PlanResult> PlanAsync(ActionCall call, CancellationToken ct) => Task.FromResult<PlanResult>(
            Wanted(call) == lamps.IsOn
                ? new PlanResult.Nothing($"{call.Target} is {call["to"]} already.")
                : new PlanResult.Ready(new ActionPlan($"Would switch {call.Target} {call["to"]}.")));

        public Task<ApplyResult> ApplyAsync(
            ActionCall call, ActionPlan plan, ExecutionPermit permit, IProgress<RunProgress> progress, CancellationToken ct)
        {
            lamps.IsOn = Wanted(call);
            return Task.FromResult<ApplyResult>(new ApplyResult.Done($"Switched {call.Target} {call["to"]}."));
        }

        public Task<VerifyResult> VerifyAsync(ActionCall call, ActionPlan plan, CancellationToken ct) =>
            Task.FromResult(new VerifyResult(lamps.IsOn == Wanted(call), $"{call.Target} is {(lamps.IsOn ? "on" : "off")}"));

        private static bool Wanted(ActionCall call) => call["to"] == "on";
    }
}
