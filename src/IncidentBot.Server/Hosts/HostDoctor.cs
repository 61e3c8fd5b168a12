using IncidentBot.Actions;
using IncidentBot.Cli.Doctor;

namespace IncidentBot.Hosts;

/// <summary>Whether commands run on a host: the one that does nothing.</summary>
internal sealed class HostDoctor(ManagedHosts hosts, HostShell shell) : ITargetDoctor
{
    public string System => "host";

    public async Task<Finding> FindAsync(Target target, CancellationToken ct)
    {
        try
        {
            var host = hosts.Get(target.Name);
            await shell.ReadAsync(host, HostTask.Of("true"), ct);
            return Finding.Ok($"host {target.Name}", $"commands run there ({host.Address}).");
        }
        catch (HostTroubleException e)
        {
            return Finding.Wrong($"host {target.Name}", $"{e.Message}: check Hosts:{target.Name}, and that the bot's user gets in without a password.");
        }
    }
}
