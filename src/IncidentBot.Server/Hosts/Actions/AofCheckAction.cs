using IncidentBot.Actions;
using IncidentBot.Hosts.Aof;
using IncidentBot.Readings;
using IncidentBot.Words;

namespace IncidentBot.Hosts.Actions;

/// <summary>redis-check-aof without <c>--fix</c>: what can be read, and what a repair would throw away.</summary>
internal sealed class AofCheckAction(ManagedHosts hosts, AofTools tools) : HostRead(hosts)
{
    public override ActionDefinition Definition { get; } = new(
        new ActionId("host.aof-check"),
        Risk.Observe,
        "Checks an append-only file and says what a repair would cost; repairs nothing")
    {
        Parameters = [HostParameters.Aof],
        TimeLimit = TimeSpan.FromMinutes(10),
    };

    protected override async Task<ActionReport> ReadAsync(ManagedHost host, ActionCall call, CancellationToken ct)
    {
        var aof = ManagedHosts.Find(host, host.Aof, "append-only file", "Aof", call["aof"]);
        var user = await tools.UserAsync(host, aof, ct);
        var check = await tools.CheckAsync(host, aof, ct);
        var inUse = user is null ? Array.Empty<string>() : [$"In use: {user}. What is written while it is read can look like a cut end."];
        if (check.Damaged is not { } file)
        {
            return new ActionReport($"{aof.Name} on {host.Name}: all of it is valid, {Figures.Bytes(check.TotalBytes)}", Healthy: true)
            {
                Evidence = [aof.Path, .. inUse],
                Readings = Reading.Known(Reading.Bytes("aof.size", check.TotalBytes), Reading.Bytes("aof.at_stake", 0)),
            };
        }

        return new ActionReport(
            file.EndsInTheMiddle
                ? $"{aof.Name} on {host.Name}: {file.Name} ends in the middle of a write; Redis mends that itself when it starts"
                : $"{aof.Name} on {host.Name}: {file.Name} is damaged in the middle; "
                    + $"a repair would throw away {Figures.Bytes(file.BytesAtStake)} of {Figures.Bytes(file.Bytes)}",
            Healthy: false)
        {
            Evidence = [aof.Path, .. inUse, .. AofAdvice.Of(file)],
            Readings = Reading.Known(
                Reading.Bytes("aof.size", check.TotalBytes),
                Reading.Bytes("aof.at_stake", file.BytesAtStake),
                Reading.Bytes("aof.file_size", file.Bytes)),
            Next = file.EndsInTheMiddle || user is not null ? [] : [new Suggestion("Plan the repair", $"/host aof-fix {aof.Name} on {host.Name}")],
        };
    }
}
