using IncidentBot.Actions;
using IncidentBot.Readings;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Peers;
using IncidentBot.Words;

namespace IncidentBot.Redis.Actions.Sentinel;

/// <summary>Asks every sentinel, not the nearest one: a stale one answers as confidently as the others.</summary>
internal sealed class SentinelsAction(RedisTargets targets, SentinelReader reader) : RedisRead(targets)
{
    public override ActionDefinition Definition { get; } =
        new(new ActionId("redis.sentinels"), Risk.Observe, "Asks every sentinel who the master is, and the master whether it is");

    protected override async Task<ActionReport> ReadAsync(RedisTarget target, ActionCall call, CancellationToken ct)
    {
        if (target.Peers.Sentinels.Count == 0)
        {
            return new ActionReport($"{target.Name} has no sentinels in the settings", Healthy: true)
            {
                Steps = [$"If sentinels watch it, list them under Targets:{target.Name}:Sentinels, and their name for it under MasterName."],
            };
        }

        var picture = await reader.ReadAsync(target, ct);
        var finding = SentinelFinding.Of(picture);
        var report = new ActionReport($"{target.Name}: {finding.Sentence}", finding.Healthy)
        {
            FailureClass = finding.Class?.Text().Name,
            Steps = [.. picture.Mends.Prepend(finding.Next).OfType<string>().Distinct()],
            Evidence =
            [
                .. picture.Sentinels.Select(Line),
                .. picture.Servers.Select(server => Line(server, picture)),
                .. Notes(target, picture),
            ],
            Readings = Reading.Known(picture.Readings),
            Next = finding.Healthy ? [] : [new Suggestion("Ask again", $"/redis sentinels on {target.Name}")],
        };
        return finding.IsUnread ? report with { Gravity = Gravity.Unread } : report;
    }

    private static string Line(AskedSentinel sentinel) => sentinel.Answer.Value switch
    {
        null => $"{sentinel.Node.Address}  {sentinel.Answer.Trouble}",
        { Master: null } => $"{sentinel.Node.Address}  knows no master of that name",
        var view => $"{sentinel.Node.Address}  names {view.Master}; quorum of {view.Quorum} "
            + $"{(view.NoQuorum is null ? "is there" : "is lost")}; knows {view.OtherSentinels} other sentinels, "
            + $"{view.Replicas.Count} replicas{Flags(view)}",
    };

    private static string Line(NamedServer server, SentinelPicture picture) => server.Role switch
    {
        null => $"{server.Address}  {server.Trouble}",
        { IsMaster: true } role => $"{server.Address}  master, offset {Figures.Count(role.Offset)}",
        var role =>
            $"{server.Address}  replica of {role.Follows}, {(role.IsLinked ? $"{Figures.Bytes(picture.Behind(role))} behind" : $"link is {role.Link}")}",
    };

    private static string Flags(SentinelView view) =>
        view.Flags.Where(flag => flag is "s_down" or "o_down").Aggregate("", (text, flag) => $"{text}, {flag}")
            + (view.IsFailingOver ? $", failover: {view.Failover}" : "");

    private static IEnumerable<string> Notes(RedisTarget target, SentinelPicture picture)
    {
        if (picture.Servers.Any(server => server.Node is null))
        {
            yield return $"To have every server asked for its role, list it under Targets:{target.Name}:Nodes.";
        }

        if (picture.Master is { } master && picture.Server(master)?.Node is { } node && node != target.Node)
        {
            yield return $"The URL of {target.Name} leads to {target.Node.Address}, which is not the master that they name.";
        }
    }
}
