using System.Globalization;
using IncidentBot.People;

namespace IncidentBot.Messages;

/// <summary>
/// Where somebody reads what a page of the dashboard answers them: each person has one of their own, and one for the page of each
/// incident, on which a command without a number means that incident.
/// </summary>
public static class PageChannel
{
    /// <summary>As in <see cref="ChannelRef.Platform"/>. Nobody has an account of it: who acts on a page is who they are in a chat.</summary>
    public const string Platform = "page";

    private const string Any = "any";

    /// <param name="incident">The number of the one whose page it is; null on all other pages.</param>
    public static ChannelRef Of(PersonId reader, int? incident) =>
        new(Platform, incident is { } number ? number.ToString(CultureInfo.InvariantCulture) : Any, reader.Value);

    /// <summary>The number of the incident whose page it is; null of any other channel.</summary>
    public static int? IncidentOf(ChannelRef channel) =>
        channel.Platform == Platform && int.TryParse(channel.Workspace, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
