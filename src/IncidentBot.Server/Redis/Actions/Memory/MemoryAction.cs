using System.Globalization;
using IncidentBot.Actions;
using IncidentBot.Readings;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Info;
using IncidentBot.Words;

namespace IncidentBot.Redis.Actions.Memory;

/// <summary>How full it is and what fills it, by key prefix: SCAN and MEMORY USAGE of a sample, in bounded time.</summary>
internal sealed class MemoryAction(RedisTargets targets, KeyspaceSampler sampler) : RedisRead(targets)
{
    private const int MaxPrefixes = 12;

    public override ActionDefinition Definition { get; } =
        new(new ActionId("redis.memory"), Risk.Observe, "Says how full memory is and what fills it, by key prefix and bytes");

    protected override async Task<ActionReport> ReadAsync(RedisTarget target, ActionCall call, CancellationToken ct)
    {
        var info = await RedisInfo.ReadAsync(target, ct);
        var memory = info.Memory;
        var (sample, refusal) = await TryAsync(target, "Looking at the keys", session => sampler.TakeAsync(session, ct), ct);
        var failure = DiagnosisRules.OutOfMemory(info) ? FailureClass.OutOfMemory
            : memory.Fill >= MemoryFacts.NearlyFull ? FailureClass.NearlyFull
            : (FailureClass?)null;
        return new ActionReport($"{target.Name}: {MemoryText.Fill(memory)}", Healthy: failure is null)
        {
            FailureClass = failure?.Text().Name,
            Gravity = failure?.Text().Gravity ?? Gravity.Degraded,
            NotSeen = [.. refusal is null ? [] : new[] { refusal }, .. info.Lacking("memory")],
            Evidence =
            [
                .. sample is null ? [] : Prefixes(sample),
                $"{(sample is null ? "" : $"Basis: {sample.Basis}. ")}Peak {Reported.Bytes(memory.Peak)}, "
                    + $"fragmentation {memory.FragmentationRatio?.ToString("0.00", CultureInfo.InvariantCulture) ?? Reported.No}",
            ],
            Readings = Reading.Known(
            [
                .. MemoryText.Readings(info),
                .. info.Readings("used_memory_peak", "used_memory_rss", "mem_fragmentation_ratio"),
                .. sample?.Readings ?? [],
            ]),
        };
    }

    private static IEnumerable<string> Prefixes(KeyspaceSample sample) =>
    [
        .. sample.Prefixes.Take(MaxPrefixes).Select(
            prefix => prefix.Measured > 0
                ? $"{Figures.Percent(sample.Share(prefix)),6}  {Figures.Bytes(prefix.Bytes),8}  {Figures.Count(prefix.Keys),12} keys  {prefix.Prefix}"
                : $"not measured      {Figures.Count(prefix.Keys),12} keys  {prefix.Prefix}"),
        .. sample.Prefixes.Count > MaxPrefixes ? [$"        … {sample.Prefixes.Count - MaxPrefixes} more prefixes"] : Array.Empty<string>(),
    ];
}
