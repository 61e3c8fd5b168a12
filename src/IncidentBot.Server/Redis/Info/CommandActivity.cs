using System.Globalization;

namespace IncidentBot.Redis.Info;

/// <summary>What one command did between two readings of https://redis.io/docs/latest/commands/info/ commandstats.</summary>
internal sealed record CommandActivity(string Name, long Calls, long Microseconds, long Refused)
{
    private const string Prefix = "cmdstat_";

    /// <summary>Those that were called in between, the most expensive first. A counter that went back was reset: it counts from zero.</summary>
    public static IReadOnlyList<CommandActivity> Between(RedisInfo before, RedisInfo after)
    {
        var earlier = before.Section("Commandstats");
        return
        [
            .. after.Section("Commandstats")
                .Where(pair => pair.Key.StartsWith(Prefix, StringComparison.Ordinal))
                .Select(pair => Since(pair.Key, earlier.GetValueOrDefault(pair.Key), pair.Value))
                .Where(activity => activity.Calls > 0 || activity.Refused > 0)
                .OrderByDescending(activity => activity.Microseconds)
                .ThenByDescending(activity => activity.Calls),
        ];
    }

    private static CommandActivity Since(string key, string? before, string after)
    {
        var (from, to) = (Fields(before ?? ""), Fields(after));
        return new(key[Prefix.Length..].Replace('|', ' '), Grown("calls"), Grown("usec"), Grown("rejected_calls") + Grown("failed_calls"));

        long Grown(string field)
        {
            var (now, then) = (to.GetValueOrDefault(field), from.GetValueOrDefault(field));
            return now < then ? now : now - then;
        }
    }

    private static Dictionary<string, long> Fields(string value) => value.Split(',')
        .Select(part => part.Split('=', 2))
        .Where(part => part.Length == 2 && long.TryParse(part[1], NumberStyles.None, CultureInfo.InvariantCulture, out _))
        .ToDictionary(part => part[0], part => long.Parse(part[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
}
