using System.Globalization;
using IncidentBot.Readings;

namespace IncidentBot.Redis.Info;

/// <summary>Fields of https://redis.io/docs/latest/commands/info/ as readings: named as INFO spells them, their units taken from their names.</summary>
internal static class InfoReadings
{
    /// <summary>Numbers that measure nothing: ids, ports, moments and settings.</summary>
    private static readonly HashSet<string> NotMeasured = new(StringComparer.Ordinal)
    {
        "redis_version", "redis_git_sha1", "redis_git_dirty", "gcc_version", "redis_build_id", "run_id",
        "process_id", "tcp_port", "arch_bits", "hz", "configured_hz", "lru_clock",
        "server_time_usec", "uptime_in_days", "rdb_last_save_time", "master_port", "port", "slave_priority", "replica_announced", "second_repl_offset",
        "master_replid", "master_replid2",
    };

    /// <summary>By the end of a name, the first that fits: what INFO writes there, and how much of the unit that is.</summary>
    private static readonly (string End, Unit Unit, double Scale)[] Ends =
    [
        ("_ratio", Unit.Ratio, 1), ("_perc", Unit.Ratio, 0.01),
        ("_per_sec", Unit.PerSecond, 1), ("_kbps", Unit.BytesPerSecond, 1024),
        ("_ms", Unit.Milliseconds, 1), ("_milliseconds", Unit.Milliseconds, 1),
        ("_exceeded_time", Unit.Milliseconds, 1), ("_defrag_time", Unit.Milliseconds, 1),
        ("_seconds", Unit.Seconds, 1), ("_sec", Unit.Seconds, 1), ("_seconds_ago", Unit.Seconds, 1), ("_age", Unit.Seconds, 1), (".lag", Unit.Seconds, 1),
        ("_bytes", Unit.Bytes, 1), ("_size", Unit.Bytes, 1), ("offset", Unit.Bytes, 1), ("_buffer", Unit.Bytes, 1), ("_histlen", Unit.Bytes, 1),
    ];

    private static readonly (string Start, Unit Unit)[] Starts =
    [
        ("used_memory", Unit.Bytes), ("maxmemory", Unit.Bytes), ("total_system_memory", Unit.Bytes), ("mem_", Unit.Bytes), ("allocator_", Unit.Bytes),
        ("current_cow_", Unit.Bytes), ("used_cpu_", Unit.Seconds),
    ];

    public static IEnumerable<Reading?> Readings(this RedisInfo info, params IEnumerable<string> fields) => fields.Select(field => Of(field, info.Text(field)));

    /// <summary>Every number of a section; <c>db0:keys=3,expires=1</c> holds <c>db0.keys</c> and <c>db0.expires</c>.</summary>
    public static IEnumerable<Reading?> Of(
        IReadOnlyDictionary<string, string> section) => section.SelectMany(field => field.Value.Contains('=', StringComparison.Ordinal)
        ? field.Value.Split(',')
            .Select(part => part.Split('=', 2))
            .Where(part => part.Length == 2 && !NotMeasured.Contains(part[0]))
            .Select(part => Of($"{field.Key}.{part[0]}", part[1]))
        : [Of(field.Key, field.Value)]);

    private static Reading? Of(string name, string? text)
    {
        if (NotMeasured.Contains(name) || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
        {
            return null;
        }

        var (unit, scale) = Scaled(name);

        // INFO writes -1 for a time of what never was.
        return unit is Unit.Seconds && value < 0 ? null : Reading.Of(name, value * scale, unit);
    }

    private static (Unit Unit, double Scale) Scaled(string name)
    {
        if (name.Contains("usec", StringComparison.Ordinal))
        {
            return (Unit.Milliseconds, 0.001);
        }

        return Array.Find(Ends, one => name.EndsWith(one.End, StringComparison.Ordinal)) is { End: not null } end
            ? (end.Unit, end.Scale)
            : (Array.Find(Starts, one => name.StartsWith(one.Start, StringComparison.Ordinal)) is { Start: not null } start ? start.Unit : Unit.Count, 1);
    }
}
