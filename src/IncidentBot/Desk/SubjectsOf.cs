using IncidentBot.Incidents;
using IncidentBot.Messages;

namespace IncidentBot.Desk;

/// <summary>Which incidents a command without a number may mean.</summary>
internal static class SubjectsOf
{
    /// <summary>
    /// Those that live in the channel come before those that were only opened there, and within each the ones under way
    /// before the resolved ones that wait to be closed.
    /// </summary>
    /// <param name="shown">All that are shown in the channel.</param>
    public static IReadOnlyList<Incident> Channel(ChannelRef channel, IReadOnlyList<Incident> shown)
    {
        var here = shown.Where(incident => incident.Channels.Contains(channel)).ToList();
        var candidates = here.Count > 0 ? here : shown;
        var open = candidates.Where(incident => incident.IsOpen).ToList();
        return open.Count > 0 ? open : candidates;
    }
}
