using IncidentBot.Actions;
using IncidentBot.Readings;

namespace IncidentBot.Http;

/// <summary>Reads one endpoint: its status, how long it took and what it said.</summary>
internal sealed class CheckAction(HttpTargets targets, Exchange exchange, TimeProvider time) : IObserveAction
{
    public ActionDefinition Definition { get; } = new(
        new ActionId("http.check"),
        Risk.Observe,
        "Asks a configured address and says whether its answer is the expected one")
    {
        Parameters = EndpointParameters.For(targets, endpoint => endpoint.OnlyReads),
        TimeLimit = TimeSpan.FromSeconds(40),
    };

    public async Task<ActionReport> ReadAsync(ActionCall call, CancellationToken ct)
    {
        var target = targets.Get(call.Target);
        return EndpointCall.Read(target, call, time.GetUtcNow()) switch
        {
            EndpointCall.Ready { Endpoint.OnlyReads: true } ready => Report(ready, await exchange.SendAsync(target, ready.Endpoint, ready.Url, ct)),
            EndpointCall.Ready { Endpoint: var endpoint } => EndpointReports.Wrong(
                $"{endpoint.Name} changes something ({endpoint.Method}); nothing was sent.",
                $"Type /http call {endpoint.Usage} on {target.Name}"),
            EndpointCall.Wrong wrong => EndpointReports.Wrong(wrong.Fault, wrong.Hint),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static ActionReport Report(EndpointCall.Ready ready, ExchangeResult result)
    {
        if (result is not ExchangeResult.Answered { Answer: var answer })
        {
            return EndpointReports.Silent(ready, (ExchangeResult.Silent)result);
        }

        var well = ready.Endpoint.IsWell(answer.Status);
        return new ActionReport(
            $"{EndpointReports.Subject(ready)}: {answer.Headline}{(BodySummary.Problem(answer) is { } problem ? $": {problem}" : "")}",
            well)
        {
            FailureClass = well ? null : $"HTTP {answer.Status}",
            Evidence = [.. StatusWords.Of(ready.Endpoint, answer) is { } meaning ? [meaning] : Array.Empty<string>(), .. BodySummary.Of(answer)],
            Readings = Reading.Known(answer.Readings),
        };
    }
}
