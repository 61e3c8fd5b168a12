using IncidentBot.Actions;
using IncidentBot.Readings;

namespace IncidentBot.Http;

/// <summary>
/// Whether a rate limit is in force again. A limiter that has lost its store often lets everybody through, with or without
/// headers: so two requests are sent, and the second must find less left than the first.
/// </summary>
internal sealed class RateLimitAction(HttpTargets targets, Exchange exchange, TimeProvider time) : IObserveAction
{
    public ActionDefinition Definition { get; } = new(
        new ActionId("http.rate-limit"),
        Risk.Observe,
        "Says whether an address counts requests against a rate limit")
    {
        Parameters = EndpointParameters.For(targets, endpoint => endpoint.OnlyReads),
        TimeLimit = TimeSpan.FromSeconds(70),
    };

    public async Task<ActionReport> ReadAsync(ActionCall call, CancellationToken ct)
    {
        var target = targets.Get(call.Target);
        switch (EndpointCall.Read(target, call, time.GetUtcNow()))
        {
            case EndpointCall.Wrong wrong:
                return EndpointReports.Wrong(wrong.Fault, wrong.Hint);

            case EndpointCall.Ready { Endpoint: { OnlyReads: false } endpoint }:
                return EndpointReports.Wrong(
                    $"{endpoint.Name} changes something ({endpoint.Method}); nothing was sent.",
                    "Name an endpoint that is read: /http endpoints lists them.");

            case EndpointCall.Ready ready:
                return await TwiceAsync(ready, ct);

            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task<ActionReport> TwiceAsync(EndpointCall.Ready ready, CancellationToken ct)
    {
        var answers = new List<Answer>();
        while (answers.Count < 2)
        {
            switch (await exchange.SendAsync(ready.Target, ready.Endpoint, ready.Url, ct))
            {
                case ExchangeResult.Answered { Answer: var answer }:
                    answers.Add(answer);
                    break;

                case ExchangeResult.Silent silent:
                    return EndpointReports.Silent(ready, silent);
            }
        }

        return Report(ready, answers[0], answers[1]);
    }

    private ActionReport Report(EndpointCall.Ready ready, Answer one, Answer two)
    {
        var (before, after) = (RateLimit.Read(one, time.GetUtcNow()), RateLimit.Read(two, time.GetUtcNow()));
        var fault = before.Fault ?? after.Fault;
        var counts = fault is null && after.Left < before.Left;
        var refused = new[] { one, two }.FirstOrDefault(answer => !ready.Endpoint.IsWell(answer.Status));
        var verdict = (fault, refused) switch
        {
            ({ } why, _) => $"no rate limit that works: {why}",
            (null, { Status: 429 }) => $"the limit is in force and used up: {after.Words}",
            (null, { } other) => $"it answers {other.Headline}, so the limit could not be tried: {after.Words}",
            _ when counts => $"the limit counts: {after.Words}",
            _ => $"the limit does not count: {before.Left} left before and {after.Left} after a second request",
        };
        return new ActionReport($"{EndpointReports.Subject(ready)}: {verdict}", Healthy: counts && refused is null)
        {
            Evidence =
            [
                $"First: {one.Headline}. {before.Words}",
                $"Second: {two.Headline}. {after.Words}",
                .. after.Headers,
                .. fault is null && refused is null && !counts
                    ? ["Either it lets everybody through, or it fills up faster than we asked. Ask again to tell them apart."]
                    : Array.Empty<string>(),
                .. refused is not null && StatusWords.Of(ready.Endpoint, refused) is { } meaning ? [meaning] : Array.Empty<string>(),
            ],
            Readings = Reading.Known(
            [
                .. two.Readings,
                Reading.Count("ratelimit.limit", after.Limit),
                Reading.Count("ratelimit.remaining_before", before.Left),
                Reading.Count("ratelimit.remaining", after.Left),
                Reading.Seconds("ratelimit.reset", after.Reset),
            ]),
        };
    }
}
