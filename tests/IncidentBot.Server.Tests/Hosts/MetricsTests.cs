using IncidentBot.Hosts.Metrics;
using IncidentBot.Support;

namespace IncidentBot.Hosts;

public sealed class MetricsTests
{
    [Fact]
    public async Task This_machine_is_read_in_figures()
    {
        await using var scene = new HostScene("Logs:x=/x");

        var report = await scene.ReadAsync("metrics");

        string[] expected =
        [
            @"^. CPU +(under )?\d+ % busy, (under )?\d+ % waiting for disks, [1-9]\d* cores",
            @"^. Load +\d+\.\d now, \d+\.\d over 5 min, \d+\.\d over 15 min",
            @"^. Memory +[\d.]+ [MGT]B of [\d.]+ [MGT]B available",
            @"^. Swap +",
            @"^. Disk /\S* +\d+ % used, [\d.]+ [KMGT]?B free",
            @"^. Network +",
        ];
        Assert.All(expected, pattern => Assert.Contains(report.Evidence, line => System.Text.RegularExpressions.Regex.IsMatch(line, pattern)));
        Assert.DoesNotContain(report.Evidence, line => line.Contains("cannot be read", StringComparison.Ordinal));
        Assert.Contains(report.Evidence, line => line.Contains($", {report.Readings.ValueOf("cpu.cores")} cores", StringComparison.Ordinal));
        Assert.InRange(report.Readings.ValueOf("memory.available"), 1, report.Readings.ValueOf("memory.total"));
        Assert.Contains(report.Readings, reading => reading.Name.StartsWith("disk.free:/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("CPU: no CPU is left", "cpu  100 0 0 0 0 0 0 0", "cpu  198 0 0 2 0 0 0 0")]
    [InlineData("CPU: the disks are too slow", "cpu  0 0 0 0 0 0 0 0", "cpu  10 0 0 50 40 0 0 0")]
    [InlineData("CPU: the host below takes 30 %", "cpu  0 0 0 0 0 0 0 0", "cpu  10 0 0 60 0 0 0 30")]
    [InlineData("Load: 4.0 processes per core", "0.10 0.1 0.1 1/1 1", "8.00 0.1 0.1 1/1 1")]
    [InlineData("Memory: the kernel is about to kill", "MemAvailable: 800000 kB", "MemAvailable:  50000 kB")]
    [InlineData("Swap: it is swapping", "pswpin 0", "pswpin 5000")]
    [InlineData("Network: 5 packets lost", "  eth0: 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0", "  eth0: 9 9 2 3 0 0 0 0 9 9 0 0 0 0 0 0")]
    public void Each_shortage_is_told_with_what_it_means(string warning, string earlier, string later)
    {
        var before = MachineReading.Parse(Lines(10, earlier));
        var after = MachineReading.Parse(Lines(11, later));

        var bad = Assert.Single(MachineVerdict.Of(before, after, []), finding => finding.Warning is not null);
        Assert.StartsWith(warning, $"{bad.What}: {bad.Warning}", StringComparison.Ordinal);
        Assert.DoesNotContain(
            MachineVerdict.Of(before, MachineReading.Parse(Lines(11, earlier)), []),
            finding => finding.Warning is not null && finding.What != "CPU");
    }

    [Fact]
    public void A_full_disk_is_told_and_what_is_no_disk_is_left_out()
    {
        var disks = Disk.Parse(
        [
            "Filesystem     1024-blocks     Used Available Capacity Mounted on",
            "/dev/vda1         41152736 40000000    800000      98% /",
            "tmpfs              4000000  4000000         0     100% /dev/shm",
            "/dev/loop3          100000   100000         0     100% /snap/core/1",
            "/dev/vdb1         41152736  1000000  40152736       3% /var/lib/my redis",
        ]);

        Assert.Equal(["/", "/var/lib/my redis"], disks.Select(disk => disk.MountedOn));
        var machine = MachineReading.Parse(Lines(10, "pswpin 0"));
        Assert.Equal("Disk /", Assert.Single(MachineVerdict.Of(machine, machine, disks), finding => finding.Warning is not null).What);
    }

    /// <summary>A machine at ease, in which one line is another one.</summary>
    private static string[] Lines(int uptime, string changed)
    {
        string[] all =
        [
            $"{uptime}.00 5.00", "0.10 0.10 0.10 1/100 4242", "MemTotal:       1000000 kB",
            "MemAvailable:    800000 kB", "SwapTotal:       1000000 kB", "SwapFree:        1000000 kB",
            $"cpu  {uptime} 0 0 {uptime * 50} 0 0 0 0 0 0", "cpu0 1 0 0 50 0 0 0 0 0 0", "cpu1 1 0 0 50 0 0 0 0 0 0", "pswpin 0", "pswpout 0",
            "Inter-|   Receive                                                |  Transmit",
            "  eth0: 1 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0", "    lo: 1 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0",
        ];
        var key = changed.Contains('/', StringComparison.Ordinal)
            ? 1
            : Array.FindIndex(all, line => line.TrimStart().Split(' ')[0] == changed.TrimStart().Split(' ')[0]);
        all[key] = changed;
        return all;
    }
}
