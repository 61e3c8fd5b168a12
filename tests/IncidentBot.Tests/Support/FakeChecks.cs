using IncidentBot.Actions;
using IncidentBot.Incidents;

namespace IncidentBot.Tests.Support;

/// <summary>Checks that pass or fail as the test says.</summary>
internal sealed class FakeChecks(TimeProvider time) : IVerification
{
    public string System => "redis";

    /// <summary>What an assessment reads of a target, its own read first.</summary>
    public List<ActionId> Reads { get; } = [new("redis.diagnose")];

    public IReadOnlyList<ActionCall> AssessmentOf(string target) => [.. Reads.Select(read => ActionCall.Plain(read.Value, target))];

    public bool Ask(ActionCall read, ActionReport found) => found.FailureClass is not null || read.Action.Value is "redis.diagnose" or "redis.ping";

    /// <summary>Name and whether it passes.</summary>
    public Dictionary<string, bool> Results { get; } = new() { ["ping"] = true, ["memory"] = true };

    public int Asked { get; private set; }

    /// <summary>Called while the checks run, as when somebody types in the meantime.</summary>
    public Func<Task>? Meanwhile { get; set; }

    public async Task<IReadOnlyList<CheckResult>> CheckAsync(string target, CancellationToken ct)
    {
        Asked++;
        if (Meanwhile is { } meanwhile)
        {
            await meanwhile();
        }

        return [.. Results.Select(check => new CheckResult(check.Key, check.Value, check.Value ? "fine, password=hunter2" : "bad", time.GetUtcNow()))];
    }
}
