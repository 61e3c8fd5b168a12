using IncidentBot.Actions;

namespace IncidentBot.Tests.Chat;

/// <summary>A change that is only ever planned and applied on paper.</summary>
internal sealed class FakeSweep(string id, Risk risk) : IChangeAction
{
    public ActionDefinition Definition { get; } = new(new ActionId(id), risk, "Removes keys by pattern")
    {
        Parameters =
        [
            new Parameter("pattern", "which keys", "rl:*") { Required = true, Check = value => value == "*" ? "would take everything." : null },
            new Parameter("speed", "how hard to press", "slow") { Choices = ["slow", "fast"] },
        ],
    };

    public PlanResult Planned { get; set; } = new PlanResult.Ready(new ActionPlan("Would unlink 100 keys.") { CannotBeUndone = "the keys" });

    /// <summary>What the executor was asked to do so far.</summary>
    public List<ActionCall> Calls { get; } = [];

    public Task<PlanResult> PlanAsync(ActionCall call, CancellationToken ct)
    {
        Calls.Add(call);
        return Task.FromResult(Planned);
    }

    public Task<ApplyResult> ApplyAsync(ActionCall call, ActionPlan plan, ExecutionPermit permit, IProgress<RunProgress> progress, CancellationToken ct) =>
        Task.FromResult<ApplyResult>(new ApplyResult.Done("Unlinked 100 keys."));

    public Task<VerifyResult> VerifyAsync(ActionCall call, ActionPlan plan, CancellationToken ct) =>
        Task.FromResult(new VerifyResult(true, "no key is left"));
}
