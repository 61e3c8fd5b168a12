using IncidentBot.Readings;
using IncidentBot.Redis.Info;
using IncidentBot.Words;

namespace IncidentBot.Redis.Actions.Memory;

internal static class MemoryText
{
    /// <summary><c>64 MB of 64 MB used (100 %), noeviction</c>.</summary>
    public static string Fill(MemoryFacts memory) => memory switch
    {
        { Used: { } used, Max: { } max, Fill: { } fill } =>
            $"{Figures.Bytes(used)} of {Figures.Bytes(max)} used ({Figures.Percent(fill)}), {memory.Policy ?? $"policy {Reported.No}"}",
        { Used: { } used, HasLimit: null } => $"{Figures.Bytes(used)} used, the limit is {Reported.No}",
        { Used: { } used } => $"{Figures.Bytes(used)} used, no maxmemory set",
        _ => $"memory in use is {Reported.No}",
    };

    /// <summary>The numbers of <see cref="Fill"/>.</summary>
    public static IEnumerable<Reading?> Readings(
        RedisInfo info) => [.. info.Readings("used_memory", "maxmemory"), Reading.Ratio("used_memory_share", info.Memory.Fill)];
}
