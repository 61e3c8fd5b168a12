using System.Globalization;
using IncidentBot.Actions;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;
using IncidentBot.Words;

namespace IncidentBot.Redis.Actions.Clients;

/// <summary>
/// https://redis.io/docs/latest/commands/client-kill/ by id, for one ordinary client that was looked up first. Replicas,
/// subscribers, waiting workers and the bot's own connections are refused.
/// </summary>
internal sealed class KillClientAction(RedisTargets targets) : IChangeAction
{
    private const string Self = "the bot itself";

    public ActionDefinition Definition { get; } = new(new ActionId("redis.kill-client"), Risk.Change, "Closes one client's connection, named by id or address")
    {
        Parameters =
        [
            new Parameter("client", "the id or the ip:port, as /redis clients shows them", "42")
            {
                Required = true,
                Check = value => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _)
                    || value.Contains(':', StringComparison.Ordinal)
                    ? null
                    : "is neither an id nor an ip:port.",
            },
        ],
    };

    public Task<PlanResult> PlanAsync(ActionCall call, CancellationToken ct) =>
        RedisPlanning.PlanAsync(targets, call, ChangeRights.Asked([RedisCommand.Of("CLIENT", "KILL", "ID", 1)], async (target, session) =>
        {
            var list = await ClientList.ReadAsync(session, ct);
            if (Find(list, call["client"]) is not { } client)
            {
                return new PlanResult.Nothing($"{target.Name} has no client {call["client"]}: it is gone, or was never there.");
            }

            // By name, or where the bot may not take one, by id.
            var self = (await session.ExecuteAsync("CLIENT", ["ID"], ct)) as RespValue.Integer;
            return (client.Id == self?.Value ? Self : WhyNot(client)) is { } rule
                ? new PlanResult.Refused($"{Name(client)} is {rule}.", $"See who else is connected: /redis clients on {target.Name}")
                : new PlanResult.Ready(new ActionPlan($"Would close 1 connection to {target.Name}: {Name(client)}, "
                    + $"idle {Duration.Words(client.Idle ?? TimeSpan.Zero)}, last command {client.Command}.")
                {
                    Figures = [new PlanFigure("connections", 1, "connections", 0)],
                    Pins = new Dictionary<string, string> { ["id"] = Text(client.Id), ["address"] = client.Address },
                    Notes = ["A client library connects again by itself; a command under way there fails once."],
                });
        }, ct), ct);

    public Task<ApplyResult> ApplyAsync(ActionCall call, ActionPlan plan, ExecutionPermit permit, IProgress<RunProgress> progress, CancellationToken ct) =>
        RedisPlanning.ApplyAsync(targets, call, progress, async (session, _) =>
        {
            // Both have to fit: after a restart of the server the id, and at any time the address, may be somebody else's.
            var closed = (await session.ExecuteAsync("CLIENT", ["KILL", "ID", plan.Pins["id"], "ADDR", plan.Pins["address"]], ct)).AsLong() ?? 0;
            return new ApplyResult.Done(closed > 0 ? $"Closed the connection of client {plan.Pins["id"]}." : $"Client {plan.Pins["id"]} had already gone.");
        }, ct);

    public Task<VerifyResult> VerifyAsync(ActionCall call, ActionPlan plan, CancellationToken ct) => RedisPlanning.VerifyAsync(targets, call, async session =>
    {
        var list = await ClientList.ReadAsync(session, ct);
        return list.Clients.Any(client => Text(client.Id) == plan.Pins["id"] && client.Address == plan.Pins["address"])
            ? new VerifyResult(false, $"client {plan.Pins["id"]} is still connected")
            : new VerifyResult(true, $"client {plan.Pins["id"]} is no longer connected; {Figures.Count(list.Clients.Count)} are");
    }, ct);

    private static ClientEntry? Find(ClientList list, string client) =>
        list.Clients.FirstOrDefault(entry => Text(entry.Id) == client || entry.Address == client);

    /// <summary>The flags of https://redis.io/docs/latest/commands/client-list/.</summary>
    internal static string? WhyNot(ClientEntry client) => client switch
    {
        { Name: RespDialer.ClientName } => Self,
        _ when client.Flags.AsSpan().IndexOfAny("MS") >= 0 => "a replication link: closing it would force a resynchronisation",
        _ when client.Flags.Contains('P', StringComparison.Ordinal) || client.Subscriptions > 0 => "a subscriber: it would miss what is published meanwhile",
        _ when client.Flags.Contains('b', StringComparison.Ordinal) || client.Name.StartsWith("bull:", StringComparison.Ordinal) =>
            "a worker that waits for jobs",
        { Multi: >= 0 } => "in the middle of a transaction",
        _ => null,
    };

    private static string Name(ClientEntry client) => $"client {Text(client.Id)} at {client.Address}{(client.Name.Length > 0 ? $" ({client.Name})" : "")}";

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
