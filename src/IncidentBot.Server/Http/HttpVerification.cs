using IncidentBot.Actions;
using IncidentBot.Incidents;

namespace IncidentBot.Http;

/// <summary>Whether a service serves again: whatever can be read of it without being told more answers as it should.</summary>
internal sealed class HttpVerification(HttpTargets targets, CheckAction check, TimeProvider time) : IVerification
{
    public string System => "http";

    public IReadOnlyList<ActionCall> AssessmentOf(string target) =>
    [
        .. targets.Get(target).Endpoints.Where(endpoint => endpoint is { OnlyReads: true, Arguments: [] }).Select(endpoint =>
            new ActionCall(check.Definition.Id, target, new Dictionary<string, string> { ["endpoint"] = endpoint.Name })),
    ];

    /// <summary>What is only a risk, such as a certificate that ends, is no outage to these checks, and gets a check of its own.</summary>
    public bool Ask(ActionCall read, ActionReport found) =>
        read.Action == check.Definition.Id && read.Arguments.Count == 1 && found.Gravity is not Gravity.Risk;

    public async Task<IReadOnlyList<CheckResult>> CheckAsync(string target, CancellationToken ct) =>
        await Task.WhenAll(AssessmentOf(target).Select(async read =>
            (await check.ReadAsync(read, ct)).AsCheck(read["endpoint"], mayBeRisk: true, time.GetUtcNow())));
}
