using IncidentBot.Messages;

namespace IncidentBot.Rooms;

/// <summary>The platforms that make rooms.</summary>
public sealed class IncidentRooms(IEnumerable<IIncidentRooms> platforms)
{
    private readonly IReadOnlyList<IIncidentRooms> platforms = [.. platforms];

    /// <returns>Null where an incident stays in the channel that it gets at once.</returns>
    public IIncidentRooms? For(ChannelRef origin) => platforms.FirstOrDefault(platform => platform.Platform == origin.Platform && platform.Wants(origin));
}
