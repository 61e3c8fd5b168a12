using IncidentBot.Actions;
using IncidentBot.Readings;

namespace IncidentBot.Http;

/// <summary>Reads one endpoint: its status, how long it took and what it said.</summary>
internal sealed class CheckAction(HttpTargets targets, Exchange exchange, TimeProvider time) : IObserveAction
{
    /// <summary>For what is not within an endpoint's own limit.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(10);

    public ActionDefinition Definition { get; } = new(
        new ActionId("http.check"),
        Risk.Observe,
        "Asks a configured address and says whether its answer is the expected one")
    {
        Parameters = EndpointParameters.For(targets, endpoint => endpoint.OnlyReads),
        // As long as the slowest one may take: where all are usual an assessment reads them too.
        TimeLimit = Slack + targets.All.SelectMany(target => target.Endpoints)
            .Where(endpoint => endpoint.OnlyReads)
            .Select(endpoint => endpoint.TimeLimit)
            .DefaultIfEmpty()
            .Max(),
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

    private ActionReport Report(EndpointCall.Ready ready, ExchangeResult result)
    {
        if (result is not ExchangeResult.Answered { Answer: var answer })
        {
            return EndpointReports.Silent(ready, (ExchangeResult.Silent)result);
        }

        var well = ready.Endpoint.IsWell(answer.Status);
        if (well && EndingCertificate.Of(ready, answer, time.GetUtcNow()) is { } ending)
        {
            return ending;
        }

        return new ActionReport(
            $"{EndpointReports.Subject(ready)}: {answer.Headline}{(BodySummary.Problem(answer) is { } problem ? $": {problem}" : "")}",
            well)
        {
            FailureClass = well ? null : $"HTTP {answer.Status}",
            Steps = StatusWords.Next(ready, answer) is { } next ? [next] : [],
            Evidence = [.. StatusWords.Of(ready.Endpoint, answer) is { } meaning ? [meaning] : Array.Empty<string>(), .. BodySummary.Of(answer)],
            Readings = Reading.Known(answer.Readings),
        };
    }
}
