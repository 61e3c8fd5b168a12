using IncidentBot.Readings;
using IncidentBot.Redis.Info;
using IncidentBot.Words;

namespace IncidentBot.Redis.Actions.Memory;

internal static class MemoryText
{
    /// <summary><c>64 MB of 64 MB used (100 %), noeviction</c>.</summary>
    public static string Fill(MemoryFacts memory) => memory is { Used: { } used, Max: { } max, Fill: { } fill }
        ? $"{Figures.Bytes(used)} of {Figures.Bytes(max)} used ({Figures.Percent(fill)}), {memory.Policy ?? "policy unknown"}"
        : $"{Figures.Bytes(memory.Used ?? 0)} used, no maxmemory set";

    /// <summary>The numbers of <see cref="Fill"/>.</summary>
    public static IEnumerable<Reading?> Readings(
        RedisInfo info) => [.. info.Readings("used_memory", "maxmemory"), Reading.Ratio("used_memory_share", info.Memory.Fill)];
}
