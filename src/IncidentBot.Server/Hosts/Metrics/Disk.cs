using System.Globalization;

namespace IncidentBot.Hosts.Metrics;

/// <summary>A file system that data is kept on, by <c>df -P -k</c>.</summary>
internal sealed record Disk(string MountedOn, long Bytes, long Free)
{
    private static readonly string[] NotKept = ["tmpfs", "devtmpfs", "shm", "udev", "none", "proc", "sysfs", "efivarfs"];

    public double Used => Bytes == 0 ? 0 : 1 - ((double)Free / Bytes);

    public static IReadOnlyList<Disk> Parse(IReadOnlyList<string> lines) => [.. lines.Select(Read).OfType<Disk>().DistinctBy(disk => (disk.Bytes, disk.Free))];

    private static Disk? Read(string line)
    {
        var words = line.Split((char[]?)null, 6, StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 6 && !NotKept.Contains(words[0]) && !words[0].StartsWith("/dev/loop", StringComparison.Ordinal)
            && long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0
            && long.TryParse(words[3], NumberStyles.None, CultureInfo.InvariantCulture, out var free)
                ? new Disk(words[5], size * 1024, free * 1024)
                : null;
    }
}
