using IncidentBot.Actions;
using IncidentBot.Readings;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Info;
using IncidentBot.Words;

namespace IncidentBot.Redis.Actions.Clients;

/// <summary>https://redis.io/docs/latest/commands/client-list/ in groups, on the held connection: it works while new clients are refused.</summary>
internal sealed class ClientsAction(RedisTargets targets) : RedisRead(targets)
{
    private const int MaxGroups = 12;
    private const double Crowded = 0.8;

    public override ActionDefinition Definition { get; } =
        new(new ActionId("redis.clients"), Risk.Observe, "Says who is connected, grouped, against maxclients");

    protected override async Task<ActionReport> ReadAsync(RedisTarget target, ActionCall call, CancellationToken ct)
    {
        var info = await RedisInfo.ReadAsync(target, ct);
        var facts = info.Clients;
        var (list, refusal) = await TryAsync(target, "CLIENT LIST", session => ClientList.ReadAsync(session, ct), ct);
        var share = facts is { Connected: { } connected, MaxClients: > 0 and { } max } ? connected / (double)max : (double?)null;
        var answer = share is null
            ? $"{target.Name}: {((facts.Connected ?? list?.Clients.Count) is { } number ? $"{Figures.Count(number)} clients" : $"clients are {Reported.No}")}"
            : $"{target.Name}: {Figures.Count(facts.Connected!.Value)} of {Figures.Count(facts.MaxClients!.Value)} clients ({Figures.Percent(share.Value)})";
        var failure = DiagnosisRules.AtMaxClients(info) ? FailureClass.MaxClients : share >= Crowded ? FailureClass.FewPlaces : (FailureClass?)null;
        return new ActionReport(answer, Healthy: failure is null)
        {
            FailureClass = failure?.Text().Name,
            Gravity = failure?.Text().Gravity ?? Gravity.Degraded,
            NotSeen = [.. refusal is null ? [] : new[] { refusal }, .. info.Lacking("clients")],
            Evidence =
            [
                .. list is null ? [] : Groups(list.Groups),
                $"{Reported.Count(facts.Blocked, "wait in blocking commands")}; "
                    + Reported.Count(info.Stats.RejectedConnections, "connections were rejected since the start"),
                .. list is null ? [] : LongestIdle(list),
            ],
            Readings = Reading.Known(
            [
                Reading.Count("connected_clients", facts.Connected ?? list?.Clients.Count),
                .. info.Readings("maxclients", "blocked_clients", "pubsub_clients", "rejected_connections"),
                Reading.Ratio("connected_clients_share", share),
                Reading.Count("clients_idle_over_5m", list?.Groups.Sum(group => group.IdleOverFiveMinutes)),
            ]),
        };
    }

    private static IEnumerable<string> Groups(IReadOnlyList<ClientGroup> groups) =>
    [
        .. groups.Take(MaxGroups).Select(group => $"{Figures.Count(group.Count),6}  {group.Who}, "
            + $"{group.IdleOverFiveMinutes} idle over 5 min, longest {Duration.Words(group.LongestIdle)}, {Figures.Bytes(group.Bytes)}"),
        .. groups.Count > MaxGroups ? [$"        … {groups.Count - MaxGroups} more groups"] : Array.Empty<string>(),
    ];

    private static IEnumerable<string> LongestIdle(ClientList list) =>
        list.Clients.Where(client => client.Flags == "N").OrderByDescending(client => client.Idle).Take(3)
            .Select(client => $"id {client.Id}  {client.Address}  {(client.Name.Length > 0 ? client.Name : "no name")}, "
                + $"idle {Duration.Words(client.Idle ?? TimeSpan.Zero)}, last {client.Command}");
}
