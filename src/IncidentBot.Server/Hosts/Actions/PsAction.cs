using IncidentBot.Actions;
using IncidentBot.Hosts.Processes;
using IncidentBot.Hosts.Services;
using IncidentBot.Readings;
using IncidentBot.Words;

namespace IncidentBot.Hosts.Actions;

/// <summary>The processes of a service: those its manager names, and their children. Nothing is found by what it is called.</summary>
internal sealed class PsAction(ManagedHosts hosts, ServiceManagers managers, HostShell shell) : HostRead(hosts)
{
    private const int Shown = 30;

    public override ActionDefinition Definition { get; } = new(new ActionId("host.ps"), Risk.Observe, "Lists the processes of a service and their children")
    {
        Parameters = [HostParameters.Service],
    };

    protected override async Task<ActionReport> ReadAsync(ManagedHost host, ActionCall call, CancellationToken ct)
    {
        var service = ManagedHosts.Find(host, host.Services, "service", "Services", call["service"]);
        var state = await managers.Of(service).ReadAsync(host, service, ct);
        var rows = (await ProcessTable.ReadAsync(shell, host, ct)).TreeOf(state.Processes);
        var stuck = rows.Where(row => row.State[0] is 'D' or 'Z').ToArray();
        return new ActionReport(
            rows.Count == 0
                ? $"{service.Name} on {host.Name} has no process: {state.Words}"
                : $"{service.Name} on {host.Name}: {(rows.Count == 1 ? "1 process" : $"{rows.Count} processes")}, "
                    + $"{Figures.Bytes(rows.Sum(row => row.MemoryBytes))}"
                    + $"{(stuck.Length > 0 ? $"; {stuck.Length} waiting for a disk or dead" : "")}",
            Healthy: state.Running && stuck.Length == 0)
        {
            Evidence =
            [
                .. rows.Take(Shown).Select(row => $"{row.Pid,8}  {row.State,-4}  {Duration.Words(row.Age),10}  "
                    + $"{Figures.Bytes(row.MemoryBytes),8}  {TerminalText.Cut(row.Command, 70)}"),
                .. rows.Count > Shown ? [$"… {rows.Count - Shown} more"] : Array.Empty<string>(),
            ],
            Readings = Reading.Known(
                Reading.Count("service.processes", rows.Count),
                Reading.Bytes("service.memory", rows.Sum(row => row.MemoryBytes)),
                Reading.Count("service.processes_stuck", stuck.Length)),
        };
    }
}
