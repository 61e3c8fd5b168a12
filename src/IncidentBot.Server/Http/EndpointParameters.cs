using IncidentBot.Actions;
using IncidentBot.Settings;

namespace IncidentBot.Http;

/// <summary>The parameters of an action that takes an endpoint: its name, then every argument that one of them takes.</summary>
internal static class EndpointParameters
{
    public static IReadOnlyList<Parameter> For(HttpTargets targets, Func<Endpoint, bool> fits)
    {
        var endpoints = targets.All.SelectMany(target => target.Endpoints).Where(fits).ToList();
        return
        [
            new Parameter("endpoint", "which one; /http endpoints lists them", endpoints.FirstOrDefault()?.Name ?? "health")
            {
                Required = true,
                Choices = [.. endpoints.Select(endpoint => endpoint.Name).Distinct(StringComparer.OrdinalIgnoreCase)],
            },
            .. Argument.Parameters(endpoints.SelectMany(endpoint => endpoint.Arguments)),
        ];
    }
}
