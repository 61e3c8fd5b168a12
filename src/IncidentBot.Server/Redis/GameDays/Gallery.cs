using IncidentBot.Redis.GameDays.Outages;

namespace IncidentBot.Redis.GameDays;

/// <summary>All outages that can be made, and the servers that only look like one.</summary>
internal static class Gallery
{
    public static IReadOnlyList<Outage> All { get; } =
    [
        .. MemoryOutages.All, .. ClientOutages.All, .. DiskOutages.All, .. SlowOutages.All,
        .. ReplicationOutages.All, .. GroupOutages.All, .. BullMqOutages.All,
        .. RqOutages.All, .. WellServers.All,
    ];

    public static Outage? Find(string name) => All.FirstOrDefault(outage => string.Equals(outage.Name, name, StringComparison.OrdinalIgnoreCase));
}
