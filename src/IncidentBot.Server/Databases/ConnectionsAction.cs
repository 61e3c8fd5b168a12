using IncidentBot.Actions;
using IncidentBot.Readings;
using IncidentBot.Words;
using Npgsql;

namespace IncidentBot.Databases;

/// <summary>Who is connected, against how many may be.</summary>
internal sealed class ConnectionsAction(DatabaseTargets targets) : IObserveAction
{
    private const int MostGroups = 12;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public ActionDefinition Definition { get; } =
        new(new ActionId("db.connections"), Risk.Observe, "Says who is connected to a database, against its limit, and who waits");

    public async Task<ActionReport> ReadAsync(ActionCall call, CancellationToken ct)
    {
        var target = targets.Get(call.Target);
        try
        {
            return Report(target, await target.ReadAsync(Limit, connection => Connections.ReadAsync(connection, target.Applications, ct), ct));
        }
        catch (NpgsqlException e)
        {
            return DatabaseTrouble.Of(target, e).Report(target);
        }
    }

    private static ActionReport Report(DatabaseTarget target, Connections now)
    {
        var trouble = ConnectionTrouble.Of(now, target.LongIdle);
        var waiting = now.Clients.Count(client => client.WaitsFor == "Lock");
        var idle = now.Clients.Where(client => client.IsIdleInTransaction).ToList();
        var used = $"{now.Clients.Count} of {now.Limits.ForApplications} connections in use ({Figures.Percent(now.Share)})";
        var remarks = string.Concat(
            waiting > 0 && trouble is not { Class: ConnectionTrouble.LockQueue } ? $"; {waiting} wait for locks" : "",
            idle.Count > 0 ? $"; {idle.Count} idle in transaction" : "");
        return new ActionReport(
            $"{target.Name}: {(trouble is null ? used : $"{trouble.Sentence}; {used}")}{remarks}",
            Healthy: trouble is null)
        {
            FailureClass = trouble?.Class,
            Gravity = trouble?.Gravity ?? Gravity.Degraded,
            Steps = trouble is null ? [] : [trouble.Next],
            Evidence =
            [
                .. now.Applications.Select(one => OneLine.Of($"{one.Pattern}: {Plural.Of(one.Count, "connection")}")),
                .. Groups(now),
                $"max_connections {now.Limits.Most}, of which {now.Limits.ForSuperusers} for "
                    + $"superusers{(now.Limits.Reserved > 0 ? $" and {now.Limits.Reserved} reserved" : "")}; ours is not counted",
                .. Longest(now),
                .. idle.Count > 0 ? [OneLine.Of("Longest idle in transaction: "
                    + $"{Describe(idle.MaxBy(client => client.InState)!, client => client.InState)}. "
                    + "It keeps its locks until it goes on.")] : Array.Empty<string>(),
                .. Hidden(target, now),
            ],
            Readings = Reading.Known(
                Reading.Count("db.connections", now.Clients.Count),
                Reading.Count("db.connections_limit", now.Limits.ForApplications),
                Reading.Ratio("db.connections_share", now.Share),
                Reading.Count("max_connections", now.Limits.Most),
                Reading.Count("db.waiting_for_locks", waiting),
                Reading.Count("db.idle_in_transaction", idle.Count),
                Reading.Seconds("db.longest_transaction", now.Clients.Max(client => client.Transaction)),
                Reading.Seconds("db.longest_idle_in_transaction", idle.Max(client => client.InState))),
        };
    }

    private static IEnumerable<string> Groups(Connections now)
    {
        foreach (var group in now.Groups.Take(MostGroups))
        {
            var states = string.Join(", ", group.GroupBy(client => client.State ?? "state not visible")
                .OrderByDescending(state => state.Count())
                .Select(state => $"{state.Count()} {state.Key}"));
            yield return OneLine.Of($"{group.Count(),4}  {OneLine.Of(group.Key, 40)}: {states}");
        }

        if (now.Groups.Count > MostGroups)
        {
            yield return $"      … {now.Groups.Count - MostGroups} more";
        }
    }

    private static IEnumerable<string> Longest(Connections now) =>
        now.Clients.Where(client => client.Transaction is not null).MaxBy(client => client.Transaction) is { } longest
            ? [OneLine.Of($"Longest transaction: {Describe(longest, client => client.Transaction)}")]
            : [];

    private static string Describe(ClientConnection client, Func<ClientConnection, TimeSpan?> time) =>
        $"{Duration.Measured(time(client) ?? TimeSpan.Zero)}, {client.Who}, pid {client.Pid}, "
            + $"{client.State}{(client.WaitsFor == "Lock" ? ", waits for a lock" : "")}";

    private static IEnumerable<string> Hidden(DatabaseTarget target, Connections now) =>
        now.Clients.Count(client => client.State is null) is > 0 and var hidden
            ? [OneLine.Of($"What {hidden} of them do is not visible to {target.Role}: locks and transactions may be missing above."), OneLine.Of(
                $"To see it: GRANT pg_monitor TO {target.Role}")]
            : [];
}
