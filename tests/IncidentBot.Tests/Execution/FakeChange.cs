using IncidentBot.Actions;

namespace IncidentBot.Tests.Execution;

/// <summary>An action that does what the test says and counts what the executor asks of it.</summary>
internal sealed class FakeChange(Risk risk = Risk.Destructive, string id = "redis.clear") : IChangeAction
{
    public static readonly ActionCall Call = new(new ActionId("redis.clear"), "primary", new Dictionary<string, string> { ["pattern"] = "rl:*" });

    public ActionDefinition Definition => new(new ActionId(id), risk, "Clears") { TimeLimit = TimeLimit };

    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromSeconds(5);
    public TimeSpan PlanDelay { get; set; }

    public int Plans { get; private set; }
    public int Applies { get; private set; }
    public int Verifies { get; private set; }

    public double Keys { get; set; } = 100;
    public string Server { get; set; } = "run-id-1";
    public string Summary { get; set; } = "Would unlink 100 keys.";
    public Func<IProgress<RunProgress>, CancellationToken, Task<ApplyResult>> Apply { get; set; } =
        (_, _) => Task.FromResult<ApplyResult>(new ApplyResult.Done("Unlinked 100 keys."));
    public ActionCall? Undo { get; set; }
    public Risk PlanRisk { get; set; }
    public VerifyResult Verified { get; set; } = new(true, "no key is left");

    public ActionPlan Plan => new(Summary)
    {
        Figures = [new PlanFigure("keys", Keys, "keys", 0.2)],
        Pins = new Dictionary<string, string> { ["server"] = Server },
        Undo = Undo,
        Risk = PlanRisk,
    };

    public async Task<PlanResult> PlanAsync(ActionCall call, CancellationToken ct)
    {
        Plans++;
        await Task.Delay(PlanDelay, ct);
        return new PlanResult.Ready(Plan);
    }

    public Task<ApplyResult> ApplyAsync(ActionCall call, ActionPlan plan, ExecutionPermit permit, IProgress<RunProgress> progress, CancellationToken ct)
    {
        Applies++;
        return Apply(progress, ct);
    }

    public Task<VerifyResult> VerifyAsync(ActionCall call, ActionPlan plan, CancellationToken ct)
    {
        Verifies++;
        return Task.FromResult(Verified);
    }
}
