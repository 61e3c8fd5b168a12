using IncidentBot.Actions;
using IncidentBot.Hosts.Services;
using IncidentBot.Readings;

namespace IncidentBot.Hosts.Actions;

internal sealed class StatusAction(ManagedHosts hosts, ServiceManagers managers) : HostRead(hosts)
{
    public override ActionDefinition Definition { get; } = new(
        new ActionId("host.status"),
        Risk.Observe,
        "Says whether a service runs, since when, how often it was restarted and how large it is")
    {
        Parameters = [HostParameters.Service],
    };

    protected override async Task<ActionReport> ReadAsync(ManagedHost host, ActionCall call, CancellationToken ct)
    {
        var service = ManagedHosts.Find(host, host.Services, "service", "Services", call["service"]);
        var state = await managers.Of(service).ReadAsync(host, service, ct);
        var healthy = state is { Running: true, IsCrashLooping: false };
        return new ActionReport(state switch
        {
            { IsCrashLooping: true } => $"{service.Name} on {host.Name} starts again and again: {state.Words}",
            { Running: true } => $"{service.Name} on {host.Name} runs: {state.Words}",
            _ => $"{service.Name} on {host.Name} does not run: {state.Words}",
        }, healthy)
        {
            Evidence = [$"Managed by {service.Manager} as {service.Unit}; "
                + $"{(state.ManagersGrace is { } grace ? $"killed {grace} after being asked to end" : "how long it gets to end is not known")}"],
            Readings = Reading.Known(state.Readings),
            Next =
            [
                .. service.Manager is ServiceManager.Gunicorn
                    ? Array.Empty<Suggestion>()
                    : [new Suggestion("Logs", $"/host logs {service.Name} on {host.Name}")],
                .. healthy ? Array.Empty<Suggestion>() : [new Suggestion("Restart", $"/host restart {service.Name} on {host.Name}")],
            ],
        };
    }
}
