using IncidentBot.Actions;

namespace IncidentBot.Tests.Support;

/// <summary>An action that reads what the test says.</summary>
internal sealed class FakeRead(string id) : IObserveAction
{
    public ActionDefinition Definition { get; init; } = new(new ActionId(id), Risk.Observe, "Reads");

    public ActionReport Report { get; set; } = new("Redis ran out of memory: 512 of 512 MB", Healthy: false)
    {
        FailureClass = "OOM",
        Evidence = ["used_memory 536870912", "maxmemory-policy noeviction"],
        Next = [new Suggestion("Clear the cache", "/redis clear-cache rl:* on primary")],
    };

    public int Asked { get; private set; }

    public Task<ActionReport> ReadAsync(ActionCall call, CancellationToken ct)
    {
        Asked++;
        return Task.FromResult(Report);
    }
}
