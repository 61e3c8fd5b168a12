using System.Globalization;
using IncidentBot.Actions;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Actions;

/// <summary>https://redis.io/docs/latest/commands/bgsave/, followed to its end: the reply only says that it has begun.</summary>
internal sealed class BackgroundSaveAction(RedisTargets targets, TimeProvider time) : IChangeAction
{
    private const string LastSave = "last snapshot";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private static readonly RedisCommand[] Needs = [RedisCommand.Of("LASTSAVE"), RedisCommand.Of("TIME"), RedisCommand.Of("BGSAVE")];

    public ActionDefinition Definition { get; } = new(
        new ActionId("redis.bgsave"),
        Risk.Change,
        "Writes a snapshot in the background and follows it to its end")
    {
        TimeLimit = TimeSpan.FromMinutes(30),
    };

    public Task<PlanResult> PlanAsync(ActionCall call, CancellationToken ct) =>
        RedisPlanning.PlanAsync(targets, call, ChangeRights.Asked(Needs, async (target, session) =>
        {
            var info = await RedisInfo.ReadAsync(session, ct);
            return WhyNot(target, info) is { } refused ? refused : new PlanResult.Ready(Plan(target, info));
        }, ct), ct);

    public Task<ApplyResult> ApplyAsync(
        ActionCall call,
        ActionPlan plan,
        ExecutionPermit permit,
        IProgress<RunProgress> progress,
        CancellationToken ct) => OnHeldConnection.ApplyAsync(targets, call, progress, async (target, session, seen) =>
    {
        var before = (await session.ExecuteAsync("LASTSAVE", [], ct)).AsLong() ?? 0;

        // LASTSAVE counts seconds: within the same one, a new snapshot could not be told from the last.
        while ((await session.ExecuteAsync("TIME", [], ct)).AsItems()[0].AsLong() <= before)
        {
            await Task.Delay(Pause, time, ct);
        }

        var started = time.GetTimestamp();
        (await session.ExecuteAsync("BGSAVE", [], ct)).OrThrow();
        seen.Report(new RunProgress("the snapshot has begun", null));
        while (await RedisInfo.ReadAsync(await target.HoldAsync(ct), ct) is { Persistence.SnapshotRunning: true } now)
        {
            seen.Report(Progress(now));
            await Task.Delay(Pause, time, ct);
        }

        var after = (await RedisInfo.ReadAsync(await target.HoldAsync(ct), ct)).Persistence;
        return after is { SnapshotFailed: false, LastSnapshotAt: { } at } && at.ToUnixTimeSeconds() > before
            ? new ApplyResult.Done($"Wrote a snapshot in {time.GetElapsedTime(started).TotalSeconds:0.0} s.")
            : new ApplyResult.Failed($"The snapshot failed after {time.GetElapsedTime(started).TotalSeconds:0.0} s. "
                + "Look at the free disk space and the rights in its directory; the server's log names the reason.");
    }, ct);

    public Task<VerifyResult> VerifyAsync(ActionCall call, ActionPlan plan, CancellationToken ct) => RedisPlanning.VerifyAsync(targets, call, async session =>
    {
        var facts = (await RedisInfo.ReadAsync(session, ct)).Persistence;
        var planned = plan.CarriedNumber(LastSave);
        var newer = facts.LastSnapshotAt?.ToUnixTimeSeconds() > planned;
        return new VerifyResult(facts is { SnapshotFailed: false, SnapshotRunning: not true } && newer, (
            facts.SnapshotFailed,
            facts.SnapshotRunning,
            newer) switch
        {
            (true, _, _) => "the last snapshot failed: rdb_last_bgsave_status is err",
            (_, true, _) => "a snapshot is still being written",
            (_, _, false) => "no snapshot is newer than the plan",
            _ => $"the last snapshot is ok, {Duration.Words(time.GetUtcNow() - facts.LastSnapshotAt!.Value)} old; "
                + Reported.Count(facts.ChangesSinceSnapshot, "changes since"),
        });
    }, ct);

    private static PlanResult.Refused? WhyNot(RedisTarget target, RedisInfo info)
    {
        var hint = $"Follow it: /redis persistence on {target.Name}";
        if (info.Persistence.Loading == true)
        {
            return new PlanResult.Refused($"{target.Name} is loading its data: there is nothing whole to save yet.", hint);
        }

        if (info.Persistence.SnapshotRunning == true || info.Flag("aof_rewrite_in_progress") == true)
        {
            return new PlanResult.Refused(info.Persistence.SnapshotRunning == true
                ? $"{target.Name} is writing a snapshot already."
                : $"{target.Name} is rewriting its append-only file; Redis writes one at a time.", hint);
        }

        return !info.ReportsKeys
            ? new PlanResult.Refused(
                $"Whether {target.Name} holds keys is {Reported.No}: a snapshot of none would replace the last one by an empty one.",
                "Use the provider's console for it.")
            : info.Keyspace.Sum(database => database.Keys) == 0
            ? new PlanResult.Refused(
                $"{target.Name} holds no keys: a snapshot would replace the last one by an empty one.",
                "If data was lost, keep a copy of the snapshot file before anything else.")
            : null;
    }

    private ActionPlan Plan(RedisTarget target, RedisInfo info)
    {
        var (memory, facts) = (info.Memory, info.Persistence);
        var dataset = memory.Dataset ?? memory.Used;
        return new ActionPlan(
            $"Would write a snapshot of {target.Name}: {Figures.Count(info.Keyspace.Sum(database => database.Keys))} keys, "
                + $"{Reported.Bytes(dataset, "of data")}.")
        {
            Figures = [new PlanFigure("bytes", dataset ?? 0, "bytes", 0.5)],

            // A snapshot taken meanwhile makes the plan no more dangerous. It is what verification looks back at.
            Carries = new Dictionary<string, string> { [LastSave] = (facts.LastSnapshotAt?.ToUnixTimeSeconds() ?? 0).ToString(CultureInfo.InvariantCulture) },
            Pins = ServerPins.Server(info),
            Notes =
            [
                $"Last snapshot: {facts.LastSnapshotAge(time.GetUtcNow())}, {facts.LastSnapshot ?? $"status {Reported.No}"}; "
                    + $"{Reported.Count(facts.ChangesSinceSnapshot, "changes since then")}.",
                "Other clients wait while Redis forks: "
                    + $"{(info.Stats.LatestFork is { TotalMicroseconds: > 0 } fork
                        ? $"the last fork took {fork.TotalMilliseconds:0.0} ms"
                        : "it has not forked yet, expect about 30 ms per GB")}.",
                $"What is written meanwhile exists twice: up to {(dataset is null ? "as much as its data" : Figures.Bytes(dataset.Value))} more "
                    + $"memory{(memory.TotalSystem is { } system
                        ? $", on a host with {Figures.Bytes(system)} of which Redis holds {Reported.Bytes(memory.ResidentSet ?? memory.Used)}"
                        : "")}.",
            ],
            CannotBeUndone = "the last snapshot file is replaced. If data was lost since then, keep a copy of the file first.",
        };
    }

    private static RunProgress Progress(RedisInfo info)
    {
        var copied = info.Number("current_cow_size") ?? 0;
        return info.Number("current_save_keys_total") is > 0 and var total && info.Number("current_save_keys_processed") is { } keys
            ? new RunProgress(
                $"{Figures.Count(keys)} of {Figures.Count(total)} keys written, {Figures.Bytes(copied)} copied on write",
                Math.Min(1, keys / (double)total))
            : new RunProgress($"writing for {info.Number("rdb_current_bgsave_time_sec") ?? 0} s, {Figures.Bytes(copied)} copied on write", null);
    }
}
