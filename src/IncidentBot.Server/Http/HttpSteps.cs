using IncidentBot.Actions;
using IncidentBot.Runbooks;

namespace IncidentBot.Http;

/// <summary>The configured requests, as a runbook writes them. One with arguments is filled in by a person.</summary>
internal static class HttpSteps
{
    public static IReadOnlyList<ConfiguredStep> Of(HttpTargets targets) =>
    [
        .. from target in targets.All
           from endpoint in target.Endpoints
           where endpoint.Arguments.Count == 0
           select new ConfiguredStep(
               ConfiguredText.OfRequest(endpoint.Method.Method, $"{endpoint.Url}"),
               new ActionId(endpoint.OnlyReads ? "http.check" : "http.call"),
               [endpoint.Name],
               target.Name,
               $"Http:{target.Name}:Endpoints:{endpoint.Name}"),
    ];
}
