using IncidentBot.Actions;
using IncidentBot.Readings;

namespace IncidentBot.Hosts.Actions;

/// <summary>Runs a configured command that only looks.</summary>
internal sealed class LookAction(ManagedHosts hosts, HostShell shell) : HostRead(hosts)
{
    private const int Shown = 60;

    public override ActionDefinition Definition { get; } = new(new ActionId("host.look"), Risk.Observe, "Runs a configured command that only reads")
    {
        Parameters = [HostParameters.Command, HostParameters.Arguments],
        TimeLimit = TimeSpan.FromMinutes(10),
    };

    protected override async Task<ActionReport> ReadAsync(ManagedHost host, ActionCall call, CancellationToken ct)
    {
        var command = ManagedHosts.Find(host, host.Commands, "command", "Commands", call["command"]);
        if (command.Risk is not Risk.Observe)
        {
            return new ActionReport($"{command.Name} changes something and is not for looking.", Healthy: false)
            {
                Next = [new Suggestion("Plan it", $"/host change {command.Name} on {host.Name}")],
            };
        }

        var (values, fault) = TypedArguments.Read(host, command, call.Find("arguments"));
        if (fault is not null)
        {
            return new ActionReport(fault, Healthy: false);
        }

        var result = await shell.RunAsync(host, command.Task(command.Run, values), ct);
        var lines = result.AllLines;
        return new ActionReport(
            result.Succeeded ? $"{command.Name} on {host.Name}: {(lines.Count == 1 ? lines[0] : $"{lines.Count} lines")}" : $"{host.Name}: {result.Trouble}.",
            result.Succeeded)
        {
            Evidence =
            [
                result.Shown,
                .. lines.Count <= Shown ? lines : [.. lines.Take(Shown / 2), $"… {lines.Count - Shown} lines left out …", .. lines.TakeLast(Shown / 2)],
            ],
            Readings = Reading.Known(Reading.Count("command.lines", lines.Count)),
        };
    }
}
