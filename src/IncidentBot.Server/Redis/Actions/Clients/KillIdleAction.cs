using IncidentBot.Actions;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Actions.Clients;

/// <summary>
/// Closes connections that nobody uses: https://redis.io/docs/latest/commands/client-kill/ by id, in small batches, each read again
/// right before. Nothing is lost: client libraries connect again.
/// </summary>
internal sealed class KillIdleAction(RedisTargets targets) : IChangeAction
{
    private const int Batch = 50;
    private const int MaxGroups = 8;
    private const double Tolerance = 0.25;

    public ActionDefinition Definition { get; } = new(
        new ActionId("redis.kill-idle"),
        Risk.Change,
        "Closes connections idle for long; never replicas, subscribers or workers")
    {
        Parameters = [new Parameter("age", "idle for at least this long", "30m") { Required = true, Check = Age.Fault }],
        TimeLimit = TimeSpan.FromMinutes(2),
    };

    public Task<PlanResult> PlanAsync(ActionCall call, CancellationToken ct) =>
        RedisPlanning.PlanAsync(targets, call, ChangeRights.Asked([RedisCommand.Of("CLIENT", "KILL", "ID", 1)], async (target, session) =>
        {
            var age = Age.Read(call["age"])!.Value;
            var info = await RedisInfo.ReadAsync(session, ct);
            var idle = await IdleClients.ReadAsync(session, age, ct);
            var count = idle.Closable.Clients.Count;
            return count == 0
                ? new PlanResult.Nothing(
                    $"No connection to {target.Name} that may be closed has been idle for {Duration.Words(age)}. Left alone: {idle.KeptInWords}.")
                : new PlanResult.Ready(new ActionPlan($"Would close {Figures.Count(count)} of {Figures.Count(idle.Connected)} "
                    + $"connections to {target.Name}, idle for {Duration.Words(age)} or more.")
                {
                    Figures = [new PlanFigure("connections", count, "connections", Tolerance)],
                    Pins = ServerPins.Server(info),
                    Notes =
                    [
                        .. idle.Lines(MaxGroups).Select(line => line.Trim()),
                        $"Left alone: {idle.KeptInWords}.",
                        .. count * 2 > idle.Connected ? ["That is more than half of all: expect many to connect again at once."] : Array.Empty<string>(),
                        "Nothing to undo: client libraries connect again by themselves when they need to.",
                    ],
                });
        }, ct), ct);

    public Task<ApplyResult> ApplyAsync(
        ActionCall call,
        ActionPlan plan,
        ExecutionPermit permit,
        IProgress<RunProgress> progress,
        CancellationToken ct) => OnHeldConnection.ApplyAsync(targets, call, progress, async (_, session, seen) =>
    {
        var age = Age.Read(call["age"])!.Value;
        var planned = Planned(plan);

        // Clients go on growing idle: no more are closed than the plan and its tolerance allow.
        var chosen = (await IdleClients.ReadAsync(session, age, ct)).Closable.Clients.Take((int)(planned * (1 + Tolerance))).ToList();
        long closed = 0, spared = 0;
        foreach (var batch in chosen.Chunk(Batch))
        {
            ct.ThrowIfCancellationRequested();
            var still = await IdleClients.StillIdleAsync(session, batch, age, ct);
            spared += batch.Length - still.Count;
            if (still.Count > 0)
            {
                // TYPE normal again: should one have subscribed in this very moment, Redis leaves it alone.
                var replies = await session.PipelineAsync(
                    [.. still.Select(client => RedisCommand.Of("CLIENT", "KILL", "ID", client.Id, "TYPE", "normal", "SKIPME", "yes"))],
                    ct);
                closed += replies.Sum(reply => reply.AsLong() ?? 0);
            }

            seen.Report(new RunProgress($"{Figures.Count(closed)} connections closed", Math.Min(1, (closed + spared) / (double)chosen.Count)));
        }

        return new ApplyResult.Done(
            $"Closed {Figures.Count(closed)} connections{(spared > 0 ? $"; {Figures.Count(spared)} were in use again, or had gone" : "")}.");
    }, ct);

    public Task<VerifyResult> VerifyAsync(ActionCall call, ActionPlan plan, CancellationToken ct) => RedisPlanning.VerifyAsync(targets, call, async session =>
    {
        var age = Age.Read(call["age"])!.Value;
        var left = await IdleClients.ReadAsync(session, age, ct);
        var clients = (await RedisInfo.ReadAsync(session, ct)).Clients;

        // Some have grown idle since; as many as a tenth of the planned ones have not.
        return new VerifyResult(
            left.Closable.Clients.Count <= Planned(plan) / 10,
            $"{Figures.Count(left.Closable.Clients.Count)} are idle for {Duration.Words(age)} now; "
                + $"{Figures.Count(left.Connected)}{(clients.MaxClients is { } max ? $" of {Figures.Count(max)}" : "")} clients are "
                + "connected");
    }, ct);

    private static int Planned(ActionPlan plan) => (int)plan.Figure("connections");
}
