using System.Runtime.CompilerServices;
using IncidentBot.Actions;
using IncidentBot.Words;

namespace IncidentBot.Http;

/// <summary>Sends one configured request that changes something: once, and never again by itself.</summary>
internal sealed class CallAction(HttpTargets targets, Exchange exchange, TimeProvider time) : IChangeAction
{
    /// <summary>A plan is waited for: what it reads beforehand is a courtesy.</summary>
    private static readonly TimeSpan LookLimit = TimeSpan.FromSeconds(5);

    private const string NotKnown = "Whether it took effect is not known; it was not sent again.";

    /// <summary>How a run of this process was answered, for as long as its plan is held.</summary>
    private readonly ConditionalWeakTable<ActionPlan, Answer> answers = [];

    public ActionDefinition Definition { get; } = new(new ActionId("http.call"), Risk.Change, "Sends a configured request that changes something, once")
    {
        Parameters = EndpointParameters.For(targets, endpoint => !endpoint.OnlyReads),
        TimeLimit = TimeSpan.FromSeconds(40),
    };

    public async Task<PlanResult> PlanAsync(ActionCall call, CancellationToken ct)
    {
        var target = targets.Get(call.Target);
        switch (EndpointCall.Read(target, call, time.GetUtcNow()))
        {
            case EndpointCall.Wrong wrong:
                return new PlanResult.Refused(wrong.Fault, wrong.Hint);

            case EndpointCall.Ready { Endpoint: { OnlyReads: true } endpoint }:
                return new PlanResult.Refused(
                    $"{endpoint.Name} only reads; there is nothing to confirm.",
                    $"Type /http check {endpoint.Usage} on {target.Name}");

            case EndpointCall.Ready { Endpoint: var endpoint, Url: var url }:
                return new PlanResult.Ready(new ActionPlan($"Would send {endpoint.Method} {url} once. What it does: {endpoint.Help}")
                {
                    Risk = endpoint.Risk ?? Risk.Change,
                    Pins = new Dictionary<string, string> { ["request"] = $"{endpoint.Method} {url}", ["sent with"] = endpoint.TokenSetting ?? "no token" },
                    Notes =
                    [
                        endpoint.TokenSetting is { } setting
                            ? $"Sent with the token in {setting}, without a body."
                            : "Sent without a token and without a body.",
                        $"Waits up to {Duration.Limit(endpoint.TimeLimit)}. If no answer comes by then, "
                            + "it may have taken effect all the same; it is not sent again.",
                        endpoint.Verify is { } verify
                            ? await LookAsync(target, target.Find(verify)!, ct)
                            : "Afterwards only its own status is known: no Verify is configured for it.",
                    ],
                    CannotBeUndone = endpoint.Risk is Risk.Destructive ? "there is no request here that brings back what it removes." : null,
                });

            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    public async Task<ApplyResult> ApplyAsync(ActionCall call, ActionPlan plan, ExecutionPermit permit, IProgress<RunProgress> progress, CancellationToken ct)
    {
        var target = targets.Get(call.Target);

        // The address that was confirmed, and no other: what is typed is not read a second time into something else.
        if (EndpointCall.Read(target, call, time.GetUtcNow()) is not EndpointCall.Ready { Endpoint: { OnlyReads: false } endpoint, Url: var url }
            || plan.Pins["request"] != $"{endpoint.Method} {url}")
        {
            return new ApplyResult.Failed("Nothing was sent: the request is not the one that was confirmed.");
        }

        // Before it is sent: should the run be stopped now, or this process die, this is the last that is known.
        progress.Report(new RunProgress($"{endpoint.Method} {url} was being sent; whether it took effect is not known", null));
        switch (await SendAsync(target, endpoint, url, ct))
        {
            case ExchangeResult.Silent { MayHaveArrived: false } silent:
                return new ApplyResult.Failed($"Nothing was sent: {silent.Reason}.");

            case ExchangeResult.Silent silent:
                return new ApplyResult.Unknown($"{endpoint.Method} {url} was sent once, and {silent.Reason}. {NotKnown}");

            case ExchangeResult.Answered { Answer: var answer }:
                answers.AddOrUpdate(plan, answer);
                return endpoint.IsWell(answer.Status) ? new ApplyResult.Done($"{endpoint.Name} answered {answer.Headline}.")
                    : StatusWords.SaysNothingOfTheEffect(answer.Status) ? new ApplyResult.Unknown($"{Refusal(endpoint, answer)} {NotKnown}")
                    : new ApplyResult.Failed(Refusal(endpoint, answer));

            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    public async Task<VerifyResult> VerifyAsync(ActionCall call, ActionPlan plan, CancellationToken ct)
    {
        var target = targets.Get(call.Target);
        if (target.Find(call["endpoint"]) is not { } endpoint)
        {
            return new VerifyResult(false, $"{target.Name} has no endpoint {call["endpoint"]} any more");
        }

        if (endpoint.Verify is { } verify)
        {
            var (well, words, evidence) = await ReadAsync(target, target.Find(verify)!, null, ct);
            return new VerifyResult(well, words) { Evidence = evidence };
        }

        return answers.TryGetValue(plan, out var answer)
            ? new VerifyResult(endpoint.IsWell(answer.Status), $"its status was {answer.Status}; no Verify is configured for it")
            {
                Evidence = BodySummary.Of(answer),
            }
            : new VerifyResult(false, $"how {endpoint.Name} was answered is not known, and no Verify is configured for it");
    }

    private static string Refusal(Endpoint endpoint, Answer answer)
    {
        var problem = BodySummary.Problem(answer) is { } said ? $": {said}" : "";
        var part = answer.Status >= 500 && !StatusWords.SaysNothingOfTheEffect(answer.Status) ? " It may have done a part; it was not sent again." : "";
        return $"{endpoint.Name} answered {answer.Headline}{problem}. {StatusWords.Of(endpoint, answer)}".TrimEnd() + part;
    }

    /// <summary>A request that was sent has no safe point to be stopped at.</summary>
    private async Task<ExchangeResult> SendAsync(HttpTarget target, Endpoint endpoint, Uri url, CancellationToken ct)
    {
        try
        {
            return await exchange.SendAsync(target, endpoint, url, ct);
        }
        catch (OperationCanceledException)
        {
            return new ExchangeResult.Silent("STOPPED", "the run was stopped before an answer came", MayHaveArrived: true);
        }
    }

    private async Task<string> LookAsync(HttpTarget target, Endpoint verify, CancellationToken ct) =>
        $"Verified by {verify.Name} afterwards. As it is now: {(await ReadAsync(target, verify, LookLimit, ct)).Words}.";

    private async Task<(bool Well, string Words, IReadOnlyList<string> Evidence)> ReadAsync(
        HttpTarget target,
        Endpoint endpoint,
        TimeSpan? limit,
        CancellationToken ct) =>
        await exchange.SendAsync(target, endpoint, endpoint.Url.Fill(new Dictionary<string, string>())!, ct, limit) switch
        {
            ExchangeResult.Answered { Answer: var answer } =>
                (endpoint.IsWell(answer.Status), $"{endpoint.Name} answers {answer.Headline}", BodySummary.Of(answer)),
            ExchangeResult.Silent silent => (false, $"{endpoint.Name}: {silent.Class}, {silent.Reason}", []),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}
