using System.Collections.Concurrent;
using IncidentBot.Redis.GameDays;

namespace IncidentBot.Support;

/// <summary>A loopback port that nobody uses, and that is given to nobody else for as long as this process runs.</summary>
internal static class FreePort
{
    private static readonly ConcurrentBag<HeldPorts> Held = [];

    public static int Next()
    {
        var port = HeldPorts.Hold(1);
        Held.Add(port);
        return port.Numbers[0];
    }
}
