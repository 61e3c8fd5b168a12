using IncidentBot.Actions;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Actions.Standby;

/// <summary>After a takeover: the old primary becomes a replica of the standby, and its own data is replaced.</summary>
internal sealed class RejoinAction(RedisTargets targets, PairReader reader, TimeProvider time) : IChangeAction
{
    private const double Tolerance = 0.1;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    // A master sends nothing while it writes the snapshot that the copy begins with.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public ActionDefinition Definition { get; } = new(
        new ActionId("redis.rejoin"),
        Risk.Destructive,
        "Makes the old primary a replica of the standby; its own data is replaced")
    {
        TimeLimit = TimeSpan.FromMinutes(30),
    };

    public Task<PlanResult> PlanAsync(ActionCall call, CancellationToken ct) => PairPlanning.PlanAsync(targets, reader, call, async pair =>
        WhyNot(pair) ?? await PairPlanning.LacksRightsAsync(pair.Primary, ct, ["REPLICAOF", "NO", "ONE"]) ?? new PlanResult.Ready(Plan(pair)), ct);

    public Task<ApplyResult> ApplyAsync(
        ActionCall call,
        ActionPlan plan,
        ExecutionPermit permit,
        IProgress<RunProgress> progress,
        CancellationToken ct) => RedisPlanning.ApplyTargetAsync(targets, call, progress, async (target, seen) =>
    {
        var pair = (await reader.ReadAsync(target, ct))!;
        if (WhyNot(pair) is { } changed)
        {
            return new ApplyResult.Failed($"Nothing was done: {PromotePlan.Why(changed)}");
        }

        var address = pair.Standby.Target.ReachedAt;
        (await target.Node.UseAsync(session => session.ExecuteAsync("REPLICAOF", [address.Host, address.Port], ct), ct)).OrThrow();
        seen.Report(new RunProgress($"{target.Name} follows {address}", 0.1));
        var quiet = time.GetTimestamp();
        while (time.GetElapsedTime(quiet) < Patience)
        {
            var now = (await reader.ReadAsync(target, ct))!;
            if (IsOver(now))
            {
                return new ApplyResult.Done($"{target.Name} is a replica of {pair.Standby.Name} and has its {Figures.Count(now.Standby.Keys)} keys.");
            }

            if (now.Primary.Facts is { SyncInProgress: true } || now.Primary.Info?.Persistence is { Loading: true } or { AsyncLoading: true })
            {
                quiet = time.GetTimestamp();
            }

            seen.Report(Progress(now));
            await Task.Delay(Poll, time, ct);
        }

        return new ApplyResult.Failed($"{target.Name} is a replica, but has no link to {address}: "
            + $"check that it can reach that address (Targets:{pair.Standby.Name}:ReachedAt) and that masterauth is right.");
    });

    public Task<VerifyResult> VerifyAsync(
        ActionCall call,
        ActionPlan plan,
        CancellationToken ct) => PairPlanning.VerifyAsync(targets, reader, call, pair => Task.FromResult(
        IsOver(pair) ? new VerifyResult(true, $"{pair.Primary.Name} is a replica of {pair.Standby.Name}, link up, "
            + $"{Reported.Bytes(pair.Apart)} and at most 1 s behind; both have {Figures.Count(pair.Standby.Keys)} keys")
        : new VerifyResult(false, Missing(pair))), ct);

    /// <summary>Its link is up, and the standby sees a replica that confirms within a second.</summary>
    private static bool IsOver(Pair pair) => pair.Primary.Facts is { } primary && pair.Standby.Facts is { } standby && primary.Follows(standby)
        && standby.Replicas.Any(replica => replica is { State: "online", LagSeconds: <= 1 });

    private static string Missing(Pair pair) => pair.Primary switch
    {
        { Info: null } primary => $"{primary.Name} cannot be read: {primary.Trouble}",
        { IsMaster: true } primary => $"{primary.Name} is still a master",
        { Facts.MasterLinkUp: true } primary => $"{primary.Name} follows, and lags",
        var primary => $"the link of {primary.Name} to {primary.Facts!.MasterHost}:{primary.Facts.MasterPort} is down",
    };

    private static PlanResult? WhyNot(Pair pair)
    {
        var (primary, standby) = (pair.Primary, pair.Standby);
        var look = $"See /redis standby on {primary.Name}";
        return (primary, standby) switch
        {
            (_, { Info: null }) => new PlanResult.Refused($"{standby.Name} cannot be read: {standby.Trouble}.", look),
            (_, { IsMaster: false }) => new PlanResult.Refused($"{standby.Name} is a replica: there is nothing to rejoin.", look),
            ({ Info: null }, _) => new PlanResult.Refused($"{primary.Name} cannot be read: {primary.Trouble}.", "Start it first, away from applications."),
            _ when primary.Facts!.Follows(standby.Facts!) => new PlanResult.Nothing($"{primary.Name} follows {standby.Name} already."),
            _ => null,
        };
    }

    private static ActionPlan Plan(Pair pair)
    {
        var (primary, standby) = (pair.Primary, pair.Standby);
        var own = primary.Facts!.HistoryId == standby.Facts!.FormerHistoryId
            ? Math.Max(0, primary.Facts.Offset - ((standby.Facts.FormerHistoryEnd ?? 1) - 1))
            : (long?)null;
        return new ActionPlan(
            $"Would drop the {Figures.Count(primary.Keys)} keys of {primary.Name} and copy the {Figures.Count(standby.Keys)} keys of {standby.Name} to it.")
        {
            Figures = [new PlanFigure("keys dropped", primary.Keys, "keys", Tolerance)],
            Pins = new Dictionary<string, string> { ["primary"] = ServerPins.IdOf(primary.Info), ["standby"] = ServerPins.IdOf(standby.Info) },
            Notes =
            [
                $"{primary.Name} is {(primary.IsMaster ? "a master" : "a replica")} at offset {Figures.Count(primary.Facts.Offset)}, "
                    + $"{standby.Name} the master at {Figures.Count(standby.Facts.Offset)}.",
                own is { } bytes
                    ? $"{primary.Name} went on for {Figures.Bytes(bytes)} after the takeover: those writes exist nowhere else."
                    : $"Whether {primary.Name} took writes after the takeover cannot be told from its offset: it has started a history of its own.",
                $"{standby.Name} copies itself for that: a fork, and up to "
                    + $"{Reported.Bytes(standby.Info!.Memory.Dataset ?? standby.Info.Memory.Used)} over the network.",
                $"If its own data might be needed, keep a copy of its files first.",
            ],
            CannotBeUndone = $"the {Figures.Count(primary.Keys)} keys that {primary.Name} holds are gone.",
        };
    }

    private static RunProgress Progress(Pair pair) => pair.Primary.Info switch
    {
        { } info when info.Number("master_sync_total_bytes") is > 0 and var total && info.Number("master_sync_read_bytes") is { } read =>
            new RunProgress($"{Figures.Bytes(read)} of {Figures.Bytes(total)} copied", 0.1 + (0.8 * Math.Min(1, read / (double)total))),
        { Replication.SyncInProgress: true } => new RunProgress("copying", null),
        _ => new RunProgress("waiting for the link", null),
    };
}
