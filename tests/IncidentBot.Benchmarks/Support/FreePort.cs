using System.Collections.Concurrent;
using IncidentBot.Redis.GameDays;

namespace IncidentBot.Benchmarks.Support;

internal static class FreePort
{
    private static readonly ConcurrentBag<HeldPorts> Held = [];

    /// <summary>A loopback port that is given to nobody else for as long as this process runs.</summary>
    public static int Next()
    {
        var port = HeldPorts.Hold(1);
        Held.Add(port);
        return port.Numbers[0];
    }
}
