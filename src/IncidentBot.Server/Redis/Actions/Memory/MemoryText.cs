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

    /// <summary>What would be left once so much of the data is gone: <c>about 4 MB of 100 MB (4 %)</c>. What an empty server needs stays.</summary>
    /// <returns>Null where memory in use is not reported.</returns>
    public static string? Expected(RedisInfo info, long freed)
    {
        if (info.Memory is not { Used: { } used } memory)
        {
            return null;
        }

        var left = Math.Min(used, Math.Max(used - freed, info.Count("used_memory_startup") ?? 0));
        var after = memory with { Used = left };
        return after is { Max: { } max, Fill: { } fill }
            ? $"about {Figures.Bytes(left)} of {Figures.Bytes(max)} ({Figures.Percent(Math.Max(0, fill))})"
            : $"about {Figures.Bytes(left)}";
    }

    /// <summary>The numbers of <see cref="Fill"/>.</summary>
    public static IEnumerable<Reading?> Readings(
        RedisInfo info) => [.. info.Readings("used_memory", "maxmemory"), Reading.Ratio("used_memory_share", info.Memory.Fill)];
}
