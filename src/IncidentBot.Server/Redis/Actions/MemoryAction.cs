using IncidentBot.Actions;

namespace IncidentBot.Redis.Actions;

/// <summary>How full it is and what fills it, by key prefix: SCAN and MEMORY USAGE of a sample, in bounded time.</summary>
internal sealed class MemoryAction(RedisTargets targets, KeyspaceSampler sampler) : RedisRead(targets)
{
    private const int MaxPrefixes = 12;

    public override ActionDefinition Definition { get; } = new(new ActionId("redis.memory"), Risk.Observe, "Says how full memory is and what fills it, by key prefix and bytes");

    protected override async Task<ActionReport> ReadAsync(RedisTarget target, ActionCall call, CancellationToken ct)
    {
        var session = await target.HoldAsync(ct);
        var memory = (await RedisInfo.ReadAsync(session, ct)).Memory;
        var sample = await sampler.TakeAsync(session, ct);
        return new ActionReport($"{target.Name}: {MemoryText.Fill(memory)}", Healthy: memory.Fill is null or < RedisThresholds.MemoryFill)
        {
            Evidence =
            [
                .. sample.Prefixes.Take(MaxPrefixes).Select(prefix => $"{Figures.Percent(sample.Share(prefix)),6}  {Figures.Bytes(prefix.Bytes),8}  {Figures.Count(prefix.Keys),12} keys  {prefix.Prefix}"),
                .. sample.Prefixes.Count > MaxPrefixes ? [$"        … {sample.Prefixes.Count - MaxPrefixes} more prefixes"] : Array.Empty<string>(),
                $"Basis: {sample.Basis}. Peak {Figures.Bytes(memory.Peak ?? 0)}, fragmentation {memory.FragmentationRatio?.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture) ?? "?"}",
            ],
        };
    }
}
