using IncidentBot.Actions;

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
            .. endpoints.SelectMany(endpoint => endpoint.Arguments).GroupBy(argument => argument.Name, StringComparer.OrdinalIgnoreCase).Select(Parameter),
        ];
    }

    /// <summary>What no endpoint would take is refused at once; the endpoint itself has the last word.</summary>
    private static Parameter Parameter(IGrouping<string, Argument> same) => new(same.Key, same.First().Help, same.First().Example)
    {
        Check = value => same.Select(argument => argument.Fault(value)).ToList() is var faults && faults.Contains(null) ? null : faults[0],
    };
}
