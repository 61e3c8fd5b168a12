using IncidentBot.Actions;
using IncidentBot.Hosts.Services;
using IncidentBot.Readings;

namespace IncidentBot.Hosts.Actions;

internal sealed class ServicesAction(ManagedHosts hosts, ServiceManagers managers) : HostRead(hosts)
{
    public override ActionDefinition Definition { get; } =
        new(new ActionId("host.services"), Risk.Observe, "Lists what may be looked at and done on a host, and whether its services run");

    protected override async Task<ActionReport> ReadAsync(ManagedHost host, ActionCall call, CancellationToken ct)
    {
        var states = await Task.WhenAll(host.Services.Values.Select(async service => (Service: service, State: await StateAsync(host, service, ct))));
        var down = states.Where(one => one.State is not { Found.Running: true }).Select(one => one.Service.Name).ToArray();
        return new ActionReport(states.Length switch
        {
            0 => $"{host.Name}: no service is configured; add one under Hosts:{host.Name}:Services.",
            _ when down.Length > 0 => $"{host.Name}: not running: {string.Join(", ", down)}",
            1 => $"{host.Name}: its service runs",
            _ => $"{host.Name}: all {states.Length} services run",
        }, Healthy: down.Length == 0)
        {
            Evidence =
            [
                .. states.Select(one => $"{one.Service.Name,-14} {one.Service.Manager,-8}  {one.State.Found?.Words ?? one.State.Trouble}"),
                .. Line("Logs", host.Logs.Keys),
                .. Line("Append-only files", host.Aof.Keys),
                .. host.Commands.Values.OrderBy(command => command.Name, StringComparer.Ordinal).Select(Command),
            ],
            Readings = Reading.Known(
            [
                Reading.Count("services", states.Length),
                Reading.Count("services_down", down.Length),
                .. states.SelectMany(
                    one => one.State.Found?.Readings.OfType<Reading>().Select(reading => reading with { Name = $"{reading.Name}:{one.Service.Name}" }) ?? []),
            ]),
            Next = [.. down.Take(2).Select(name => new Suggestion($"Logs of {name}", $"/host logs {name} on {host.Name}"))],
        };
    }

    private static IEnumerable<string> Line(string what, IEnumerable<string> names) =>
        string.Join(", ", names.Order(StringComparer.Ordinal)) is { Length: > 0 } all ? [$"{what}: {all}"] : [];

    private static string Command(HostCommand command)
    {
        var typed = string.Join(
            ' ',
            [command.Risk is Risk.Observe ? "/host look" : "/host change", command.Name, .. command.Arguments.Select(argument => $"<{argument.Name}>")]);
        return command.Help.Length > 0 ? $"{typed}: {command.Help}" : typed;
    }

    private async Task<(ServiceState? Found, string? Trouble)> StateAsync(ManagedHost host, ManagedService service, CancellationToken ct)
    {
        try
        {
            return (await managers.Of(service).ReadAsync(host, service, ct), null);
        }
        catch (HostTroubleException e)
        {
            return (null, e.Message);
        }
    }
}
