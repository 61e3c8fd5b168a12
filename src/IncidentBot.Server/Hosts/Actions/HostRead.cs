using IncidentBot.Actions;
using IncidentBot.Hosts.Processes;

namespace IncidentBot.Hosts.Actions;

/// <summary>A read of one host. Trouble on the way is its report: what was tried, what it said, never thrown.</summary>
internal abstract class HostRead(ManagedHosts hosts) : IObserveAction
{
    public abstract ActionDefinition Definition { get; }

    public async Task<ActionReport> ReadAsync(ActionCall call, CancellationToken ct)
    {
        try
        {
            var report = await ReadAsync(hosts.Get(call.Target), call, ct);
            return report with { Evidence = [.. report.Evidence.Select(TerminalText.Short)] };
        }
        catch (HostTroubleException e)
        {
            return new ActionReport($"{call.Target}: {e.Message}.", Healthy: false);
        }
    }

    /// <exception cref="HostTroubleException">Becomes the report.</exception>
    protected abstract Task<ActionReport> ReadAsync(ManagedHost host, ActionCall call, CancellationToken ct);
}
