using System.Globalization;

namespace IncidentBot.Hosts.Metrics;

/// <summary>
/// One look at a machine: /proc/uptime, loadavg, meminfo, stat, vmstat and net/dev printed one after the other. Their lines tell
/// themselves apart. See proc(5).
/// </summary>
internal sealed record MachineReading
{
    public static readonly string[] Files = ["/proc/uptime", "/proc/loadavg", "/proc/meminfo", "/proc/stat", "/proc/vmstat", "/proc/net/dev"];

    private readonly Dictionary<string, double> numbers = [];

    public double UptimeSeconds { get; private init; }

    public double[] Load { get; private init; } = [];

    /// <summary>User, nice, system, idle, iowait, irq, softirq, steal: ticks since the start.</summary>
    public double[] Cpu { get; private init; } = [];

    public int Cores { get; private init; }

    public IReadOnlyList<NetworkCounters> Network { get; private init; } = [];

    /// <summary>A line of meminfo in kB, or of vmstat; zero where there is none.</summary>
    public double this[string name] => numbers.GetValueOrDefault(name);

    public static MachineReading Parse(IReadOnlyList<string> lines)
    {
        var reading = new MachineReading
        {
            UptimeSeconds = lines.Count > 0 ? Numbers(lines[0]).FirstOrDefault() : 0,
            Load = lines.Count > 1 ? [.. Numbers(lines[1]).Take(3)] : [],
            Cpu = lines.FirstOrDefault(line => line.StartsWith("cpu ", StringComparison.Ordinal)) is { } cpu ? [.. Numbers(cpu[4..])] : [],
            Cores = lines.Count(line => line.StartsWith("cpu", StringComparison.Ordinal) && line.Length > 3 && char.IsAsciiDigit(line[3])),
            Network = [.. lines.Select(NetworkCounters.Parse).OfType<NetworkCounters>()],
        };
        foreach (var words in lines.Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
        {
            if (words is [var name, var value, ..]
                && (words.Length == 2 || words[2] == "kB")
                && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            {
                reading.numbers[name.TrimEnd(':')] = number;
            }
        }

        return reading;
    }

    private static IEnumerable<double> Numbers(string line) =>
        line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .TakeWhile(word => double.TryParse(word, CultureInfo.InvariantCulture, out _))
            .Select(word => double.Parse(word, CultureInfo.InvariantCulture));
}

internal sealed record NetworkCounters(string Interface, long ReceivedBytes, long SentBytes, long Lost)
{
    /// <summary><c>eth0: bytes packets errs drop fifo frame compressed multicast bytes packets errs drop …</c></summary>
    public static NetworkCounters? Parse(string line)
    {
        var parts = line.Split(':');
        var words = parts.Length == 2 ? parts[1].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) : [];
        var numbers = words.Length == 16
            ? words.Select(word => long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1).ToArray()
            : [-1];
        return numbers.Contains(-1) ? null : new NetworkCounters(parts[0].Trim(), numbers[0], numbers[8], numbers[2] + numbers[3] + numbers[10] + numbers[11]);
    }
}
