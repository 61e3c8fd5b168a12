using System.Text;
using IncidentBot.Actions;

namespace IncidentBot.Hosts.Actions;

/// <summary>The end of a log file, read from its end: a file of many gigabytes is answered as fast as a small one.</summary>
internal sealed class LogAction(ManagedHosts hosts, HostShell shell) : HostRead(hosts)
{
    private const int Bytes = 256 * 1024;

    public override ActionDefinition Definition { get; } = new(
        new ActionId("host.log"),
        Risk.Observe,
        "Shows the last lines of a log file, and which of them matter")
    {
        Parameters = [HostParameters.Log, HostParameters.Lines],
    };

    protected override async Task<ActionReport> ReadAsync(ManagedHost host, ActionCall call, CancellationToken ct)
    {
        var path = ManagedHosts.Find(host, host.Logs, "log", "Logs", call["log"]);
        var result = await shell.ReadAsync(host, HostTask.Of("tail", "-c", $"{Bytes}", "--", path) with { MaxCharacters = 2 * Bytes }, ct);

        // The first of so many bytes is in the middle of a line.
        var all = result.Lines;
        var whole = Encoding.UTF8.GetByteCount(result.Output) < Bytes || all.Count < 2 ? all : [.. all.Skip(1)];
        var lines = whole.TakeLast(HostParameters.LinesOf(call)).ToArray();
        return LogReport.Of($"{call["log"]} on {host.Name}", lines, HostParameters.MaxLines);
    }
}
