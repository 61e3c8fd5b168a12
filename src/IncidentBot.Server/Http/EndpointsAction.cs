using IncidentBot.Actions;
using IncidentBot.Readings;
using IncidentBot.Words;

namespace IncidentBot.Http;

/// <summary>What may be asked of a service. Nothing is sent.</summary>
internal sealed class EndpointsAction(HttpTargets targets) : IObserveAction
{
    public ActionDefinition Definition { get; } = new(new ActionId("http.endpoints"), Risk.Observe, "Lists the configured requests");

    public Task<ActionReport> ReadAsync(ActionCall call, CancellationToken ct)
    {
        var target = targets.Get(call.Target);
        return Task.FromResult(new ActionReport($"{target.Name}: {target.Endpoints.Count} configured requests to {target.BaseUrl}", Healthy: true)
        {
            Evidence = [.. target.Endpoints.SelectMany(Lines)],
            Readings = Reading.Known(Reading.Count("http.endpoints", target.Endpoints.Count)),
            Next = [.. target.Endpoints.Where(endpoint => endpoint is { OnlyReads: true, Arguments: [] })
                .Take(1)
                .Select(endpoint => new Suggestion($"Check {endpoint.Name}", $"/http check {endpoint.Name} on {target.Name}"))],
        });
    }

    private static IEnumerable<string> Lines(Endpoint endpoint)
    {
        yield return OneLine.Of($"/http {(endpoint.OnlyReads ? "check" : "call")} {endpoint.Usage}");
        var risky = endpoint.Risk is { } risk ? $", {risk}" : "";
        var help = endpoint.Help.Length > 0 ? $": {endpoint.Help}" : "";
        yield return $"    {OneLine.Of($"{endpoint.Method} {endpoint.Url}{risky}{help}", 116)}";
    }
}
