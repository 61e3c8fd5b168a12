using IncidentBot.Actions;
using IncidentBot.Redis.Actions.Memory;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Actions.Caches;

/// <summary>
/// Removes a family of cache keys without blocking anybody: SCAN and UNLINK where a runbook would run KEYS and DEL in one
/// script, which stops every other client for a second per million keys.
/// </summary>
internal sealed class ClearCacheAction(RedisTargets targets, ClearableCaches caches, CacheScan scan, CacheSweep sweep, TimeProvider time) : IChangeAction
{
    private static readonly TimeSpan FreeingLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FreeingPause = TimeSpan.FromMilliseconds(50);

    public ActionDefinition Definition { get; } = new(
        new ActionId("redis.clear-cache"),
        Risk.Destructive,
        "Removes a cache, page by page, without blocking other clients")
    {
        Parameters = [new Parameter("pattern", "the cache to clear, one of those that the configuration allows", "rl:*") { Required = true }],
        TimeLimit = TimeSpan.FromMinutes(10),
    };

    public async Task<PlanResult> PlanAsync(ActionCall call, CancellationToken ct)
    {
        var pattern = call["pattern"];
        if (caches.Find(call.Target, pattern) is not { } cache)
        {
            var allowed = string.Join(", ", caches.Of(call.Target).Select(other => other.Pattern));
            return new PlanResult.Refused($"{pattern} is not a cache that may be cleared on {call.Target}.", allowed.Length > 0
                ? $"Allowed there: {allowed}. Others are added under Targets:{call.Target}:Caches."
                : $"None is configured. Add it under Targets:{call.Target}:Caches.");
        }

        return await RedisPlanning.PlanAsync(targets, call, ChangeRights.Asked(
            [RedisCommand.Of("UNLINK", pattern), .. CanaryWrite.Needs],
            (target, session) => RedisPlanning.OnMasterAsync(target, session, async info =>
            {
                var size = await scan.MeasureAsync(session, pattern, ct);
                return size.Keys == 0
                    ? new PlanResult.Nothing(size.Complete
                        ? $"No key on {target.Name} matches {pattern}."
                        : $"No key matching {pattern} was seen on {target.Name} in {CacheScan.Budget.TotalSeconds:0} s; not all keys were looked at.")
                    : new PlanResult.Ready(Plan(target, info, cache, size));
            }, ct),
            ct), ct);
    }

    public async Task<ApplyResult> ApplyAsync(ActionCall call, ActionPlan plan, ExecutionPermit permit, IProgress<RunProgress> progress, CancellationToken ct)
    {
        var planned = plan.Figure("keys");
        return await RedisPlanning.ApplyAsync(targets, call, progress, async (session, reports) =>
        {
            var started = time.GetTimestamp();
            var removed = await sweep.RunAsync(
                session,
                call["pattern"],
                soFar => reports.Report(new RunProgress($"{Figures.Count(soFar)} keys unlinked", Math.Min(1, soFar / planned))),
                ct);
            return new ApplyResult.Done($"Unlinked {Figures.Count(removed)} keys in {time.GetElapsedTime(started).TotalSeconds:0.0} s.");
        }, ct);
    }

    public async Task<VerifyResult> VerifyAsync(ActionCall call, ActionPlan plan, CancellationToken ct)
    {
        var planned = (long)plan.Figure("keys");
        return await RedisPlanning.VerifyAsync(targets, call, async session =>
        {
            var left = await scan.MeasureAsync(session, call["pattern"], ct);
            var memory = await WaitUntilFreedAsync(session, ct);
            var refused = await CanaryWrite.TryAsync(session, ct);

            // Clients go on writing, so some keys are new; as many as a tenth of the planned ones are not.
            var gone = left.Keys <= planned / 10;
            var fits = memory.Fill is null or < MemoryFacts.NearlyFull;
            return new VerifyResult(gone && fits && refused is null, (gone, fits, refused) switch
            {
                (_, _, { } error) => $"a test write is refused: {error.Message}",
                (false, _, _) => $"{Figures.Count(left.Keys)} keys still match {call["pattern"]}",
                (_, false, _) => $"memory is still too full: {MemoryText.Fill(memory)}",
                _ => $"a test write is accepted; {MemoryText.Fill(memory)}; {Figures.Count(left.Keys)} keys match {call["pattern"]} now",
            });
        }, ct);
    }

    private ActionPlan Plan(RedisTarget target, RedisInfo info, CacheOptions cache, CacheSize size) =>
        new($"Would unlink about {Figures.Count(size.Keys)} keys, {Figures.Bytes(size.Bytes)}, matching {cache.Pattern} on {target.Name}.")
        {
            Figures = [new PlanFigure("keys", size.Keys, "keys", 0.25), new PlanFigure("bytes", size.Bytes, "bytes", 0.5)],
            Pins = ServerPins.ServerAndRole(info),
            Notes =
            [
                $"{(size.Complete ? "All keys were counted"
                    : $"Counted for {CacheScan.Budget.TotalSeconds:0} s, the rest is extrapolated")}; "
                    + $"{Figures.Bytes(size.Bytes)} is what these keys take by themselves, from a sample of {Figures.Count(size.Weighed)}.",
                $"Memory now: {MemoryText.Fill(info.Memory)}; that is all that Redis takes, other keys and the buffers of its clients included."
                    + (MemoryText.Expected(info, size.Bytes) is { } expected ? $" Expected afterwards: {expected}, an estimate." : ""),
                "Other clients wait a few milliseconds at most. Keys written meanwhile may stay.",
                $"Not touched: everything that does not match {cache.Pattern}, "
                    + $"such as {string.Join(", ", caches.Of(target.Name).Select(other => other.Pattern)
                        .Where(other => other != cache.Pattern)
                        .Append("bull:*").Append("sess:*"))}.",
                .. cache.Afterwards.Length > 0 ? [$"Afterwards: {cache.Afterwards}."] : Array.Empty<string>(),
            ],
            CannotBeUndone = cache.Afterwards.Length > 0 ? $"the keys are gone for good; {cache.Afterwards}." : "the keys are gone for good.",
        };

    /// <summary>UNLINK frees memory in the background; until that is done the figure is not the outcome.</summary>
    private async Task<MemoryFacts> WaitUntilFreedAsync(IRedisSession session, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var info = await RedisInfo.ReadAsync(session, ct);
            if (info.Number("lazyfree_pending_objects") is null or 0 || time.GetElapsedTime(started) > FreeingLimit)
            {
                return info.Memory;
            }

            await Task.Delay(FreeingPause, time, ct);
        }
    }
}
