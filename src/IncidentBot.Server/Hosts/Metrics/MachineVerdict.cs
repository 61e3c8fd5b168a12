using System.Globalization;
using IncidentBot.Readings;
using IncidentBot.Words;

namespace IncidentBot.Hosts.Metrics;

/// <summary>Two looks at a machine, a moment apart, and what they mean. A figure is worth a warning from where work begins to suffer.</summary>
internal static class MachineVerdict
{
    private const double BusyCpu = 0.9;
    private const double WaitingForDisk = 0.2;
    private const double StolenCpu = 0.1;
    private const double LoadPerCore = 1.5;
    private const double LittleMemory = 0.1;
    private const double SwapPagesPerSecond = 100;
    private const double FullDisk = 0.9;

    public static IReadOnlyList<Finding> Of(MachineReading before, MachineReading after, IReadOnlyList<Disk> disks) =>
        [Cpu(before, after), Load(after), Memory(after), Swap(before, after), .. disks.Select(Of), Network(before, after), .. KilledForMemory(after)];

    private static Finding Cpu(MachineReading before, MachineReading after)
    {
        var spent = after.Cpu.Zip(before.Cpu, (late, early) => late - early).Take(8).ToArray();
        var all = spent.Sum();
        if (spent.Length < 8 || all <= 0)
        {
            return new Finding("CPU", "cannot be read", null);
        }

        var (idle, waiting, stolen) = (spent[3] / all, spent[4] / all, spent[7] / all);
        var busy = 1 - idle - waiting;
        return new Finding("CPU", $"{Figures.Percent(busy)} busy, {Figures.Percent(waiting)} waiting for disks, {after.Cores} cores", 0 switch
        {
            _ when stolen > StolenCpu => $"the host below takes {Figures.Percent(stolen)} of the CPU away",
            _ when waiting > WaitingForDisk => "the disks are too slow: snapshots and fsync wait",
            _ when busy > BusyCpu => "no CPU is left: everything on it answers late",
            _ => null,
        })
        {
            Readings = Reading.Known(
                Reading.Ratio("cpu.busy", busy),
                Reading.Ratio("cpu.iowait", waiting),
                Reading.Ratio("cpu.steal", stolen),
                Reading.Count("cpu.cores", after.Cores)),
        };
    }

    private static Finding Load(MachineReading now)
    {
        var perCore = now.Load.Length > 0 && now.Cores > 0 ? now.Load[0] / now.Cores : 0;
        return new Finding(
            "Load",
            now.Load.Length < 3
                ? "cannot be read"
                : string.Create(CultureInfo.InvariantCulture, $"{now.Load[0]:0.0} now, {now.Load[1]:0.0} over 5 min, {now.Load[2]:0.0} over 15 min"),
            perCore > LoadPerCore ? string.Create(CultureInfo.InvariantCulture, $"{perCore:0.0} processes per core want to run") : null)
        {
            Readings = Reading.Known(now.Load.Zip(["load.1m", "load.5m", "load.15m"], (load, name) => Reading.Count(name, load))),
        };
    }

    private static Finding Memory(MachineReading now)
    {
        var (total, available) = (now["MemTotal"] * 1024, now["MemAvailable"] * 1024);
        return total == 0
            ? new Finding("Memory", "cannot be read", null)
            : new Finding(
                "Memory",
                $"{Figures.Bytes(available)} of {Figures.Bytes(total)} available",
                available / total < LittleMemory ? "the kernel is about to kill processes; Redis cannot fork for a snapshot" : null)
            {
                Readings = Reading.Known(Reading.Bytes("memory.total", total), Reading.Bytes("memory.available", available)),
            };
    }

    private static Finding Swap(MachineReading before, MachineReading after)
    {
        var seconds = Math.Max(after.UptimeSeconds - before.UptimeSeconds, 0.01);
        var pages = (after["pswpin"] - before["pswpin"] + after["pswpout"] - before["pswpout"]) / seconds;
        var total = after["SwapTotal"] * 1024;
        return new Finding(
            "Swap",
            total == 0 ? "none" : string.Create(
                CultureInfo.InvariantCulture,
                $"{Figures.Bytes(total - (after["SwapFree"] * 1024))} of {Figures.Bytes(total)} used, {pages:0} pages a second"),
            pages > SwapPagesPerSecond ? "it is swapping: a Redis that is swapped answers in seconds" : null)
        {
            Readings = total == 0 ? [] : Reading.Known(
                Reading.Bytes("swap.total", total),
                Reading.Bytes("swap.used", total - (after["SwapFree"] * 1024)),
                Reading.PerSecond("swap.pages_per_second", pages)),
        };
    }

    private static Finding Of(Disk disk) =>
        new(
            $"Disk {disk.MountedOn}",
            $"{Figures.Percent(disk.Used)} used, {Figures.Bytes(disk.Free)} free",
            disk.Used >= FullDisk ? "snapshots and logs soon find no room" : null)
        {
            Readings = Reading.Known(
                Reading.Bytes($"disk.size:{disk.MountedOn}", disk.Bytes),
                Reading.Bytes($"disk.free:{disk.MountedOn}", disk.Free),
                Reading.Ratio($"disk.used:{disk.MountedOn}", disk.Used)),
        };

    private static Finding Network(MachineReading before, MachineReading after)
    {
        var seconds = Math.Max(after.UptimeSeconds - before.UptimeSeconds, 0.01);
        var pairs = (from now in after.Network
                     join then in before.Network on now.Interface equals then.Interface
                     where now.Interface != "lo"
                     select (now, then)).ToArray();
        var lost = pairs.Sum(pair => pair.now.Lost - pair.then.Lost);
        var received = pairs.Sum(pair => pair.now.ReceivedBytes - pair.then.ReceivedBytes) / seconds;
        var sent = pairs.Sum(pair => pair.now.SentBytes - pair.then.SentBytes) / seconds;
        return new Finding(
            "Network",
            pairs.Length == 0 ? "no interface but loopback" : $"{Figures.Bytes(received)}/s in, {Figures.Bytes(sent)}/s out",
            lost > 0 ? $"{Figures.Count(lost)} packets lost or broken within {seconds.ToString("0.0", CultureInfo.InvariantCulture)} s" : null)
        {
            Readings = pairs.Length == 0 ? [] : Reading.Known(
                Reading.BytesPerSecond("net.received", received),
                Reading.BytesPerSecond("net.sent", sent),
                Reading.Count("net.lost", lost)),
        };
    }

    // Since the start of the machine, so it is told and not judged.
    private static IEnumerable<Finding> KilledForMemory(MachineReading now) =>
        now["oom_kill"] is > 0 and var killed
            ? [new Finding("Killed", $"the kernel has killed {Figures.Count((long)killed)} processes for memory since the machine started", null)
            {
                Readings = Reading.Known(Reading.Count("oom_kill", killed)),
            }] : [];
}

/// <param name="Warning">What it means where that is bad; null where it is fine.</param>
internal sealed record Finding(string What, string Figure, string? Warning)
{
    public IReadOnlyList<Reading> Readings { get; init; } = [];
}
