using IncidentBot.Actions;
using IncidentBot.Hosts.Services;

namespace IncidentBot.Hosts.Actions;

/// <summary>The last lines and an end, where <c>pm2 logs</c> and <c>journalctl -f</c> would go on for ever.</summary>
internal sealed class LogsAction(ManagedHosts hosts, ServiceManagers managers, HostShell shell) : HostRead(hosts)
{
    public override ActionDefinition Definition { get; } = new(new ActionId("host.logs"), Risk.Observe, "Shows the last lines that a service has logged")
    {
        Parameters = [HostParameters.Service, HostParameters.Lines],
    };

    protected override async Task<ActionReport> ReadAsync(ManagedHost host, ActionCall call, CancellationToken ct)
    {
        var service = ManagedHosts.Find(host, host.Services, "service", "Services", call["service"]);
        var asked = HostParameters.LinesOf(call);
        var result = await shell.ReadAsync(host, managers.Of(service).Logs(service, asked), ct);

        // PM2 says what it is about to do; that is no line of the log.
        var lines = result.AllLines.Where(line => !line.StartsWith("[TAILING]", StringComparison.Ordinal)).ToArray();
        return LogReport.Of($"{service.Name} on {host.Name}", lines, Math.Max(asked, HostParameters.MaxLines));
    }
}
