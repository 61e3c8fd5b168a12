using IncidentBot.Actions;
using IncidentBot.Words;

namespace IncidentBot.Http;

/// <summary>What every read of an endpoint may end with.</summary>
internal static class EndpointReports
{
    public static string Subject(EndpointCall.Ready ready) => $"{ready.Target.Name} {ready.Endpoint.Name}";

    /// <summary>Nothing was sent, because of what was typed.</summary>
    public static ActionReport Wrong(string fault, string hint) => new(fault, Healthy: false) { Evidence = [hint] };

    public static ActionReport Silent(EndpointCall.Ready ready, ExchangeResult.Silent silent) =>
        new($"{Subject(ready)}: {silent.Class}, {silent.Reason}.", Healthy: false)
        {
            FailureClass = silent.Class,
            Steps = Silence.Next(ready.Target, silent) is { } next ? [next] : [],
            Evidence = [OneLine.Of($"{ready.Endpoint.Method} {ready.Url}")],
        };
}
