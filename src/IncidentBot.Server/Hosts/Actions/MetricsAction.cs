using IncidentBot.Actions;
using IncidentBot.Hosts.Metrics;
using IncidentBot.Readings;
using IncidentBot.Words;

namespace IncidentBot.Hosts.Actions;

/// <summary>CPU, load, memory, swap, disks and network as figures with their meaning. Rates are from two looks a second apart.</summary>
internal sealed class MetricsAction(ManagedHosts hosts, HostShell shell, TimeProvider time) : HostRead(hosts)
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    public override ActionDefinition Definition { get; } =
        new(new ActionId("host.metrics"), Risk.Observe, "Says whether a host is short of CPU, memory, disk or network");

    protected override async Task<ActionReport> ReadAsync(ManagedHost host, ActionCall call, CancellationToken ct)
    {
        var before = await LookAsync(host, ct);
        await Task.Delay(Between, time, ct);
        var after = await LookAsync(host, ct);

        // One mount that does not answer or may not be looked at makes df fail, and the others are still worth knowing.
        var disks = await shell.RunAsync(host, HostTask.Of("df", "-P", "-k"), ct);
        var findings = MachineVerdict.Of(before, after, Disk.Parse(disks.Lines));
        var bad = findings.Where(finding => finding.Warning is not null).ToArray();
        return new ActionReport(
            bad.Length == 0
                ? $"{host.Name} has CPU, memory and disk to spare; up for {Duration.Words(TimeSpan.FromSeconds(after.UptimeSeconds))}"
                : $"{host.Name}: {string.Join("; ", bad.Take(2).Select(finding => $"{finding.What}: {finding.Warning}"))}",
            Healthy: bad.Length == 0)
        {
            Evidence = [.. findings.Select(finding =>
                $"{(finding.Warning is null ? " " : ">")} {finding.What,-8}  {finding.Figure}{(finding.Warning is { } warning ? $": {warning}" : "")}")],
            Readings =
            [
                .. findings.SelectMany(finding => finding.Readings),
                .. Reading.Known(Reading.Seconds("uptime", TimeSpan.FromSeconds(after.UptimeSeconds))),
            ],
        };
    }

    private async Task<MachineReading> LookAsync(ManagedHost host, CancellationToken ct)
    {
        var result = await shell.RunAsync(host, HostTask.Of(["cat", .. MachineReading.Files]) with { MaxCharacters = 1024 * 1024 }, ct);

        // In a container one of the files may be missing.
        return result.Lines.Count > 0 ? MachineReading.Parse(result.Lines) : throw new HostTroubleException(result.Trouble);
    }
}
