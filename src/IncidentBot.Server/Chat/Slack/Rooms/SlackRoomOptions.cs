using System.ComponentModel.DataAnnotations;
using System.Globalization;
using IncidentBot.Incidents;

namespace IncidentBot.Chat.Slack.Rooms;

/// <summary>The section <c>Slack:Rooms</c>: a channel of its own for each incident.</summary>
internal sealed class SlackRoomOptions
{
    public const string Section = "Slack:Rooms";

    /// <summary>Whether each incident gets a channel of its own. The default value is true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Whether everybody with the Respond permission is invited, beside those who have to do with the incident. The default value is false.</summary>
    public bool InviteResponders { get; init; }

    /// <summary>Links at the top of each room: dashboards, the runbook.</summary>
    public IReadOnlyList<SlackBookmark> Bookmarks { get; init; } = [];

    /// <summary>Whether the room of a closed incident is archived. The default value is true.</summary>
    public bool Archive { get; init; } = true;

    /// <summary>How long to wait when Slack is away and has not said for how long. The default value is 5 seconds.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long after the close. The default value is 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan ArchiveAfter { get; init; } = TimeSpan.FromHours(1);
}

internal sealed record SlackBookmark
{
    private const string Runbook = "{runbook}";

    public string Title { get; init; } = "";

    /// <summary>May hold <c>{target}</c>, <c>{incident}</c> (its number) and <c>{runbook}</c> (its id).</summary>
    public string Url { get; init; } = "";

    /// <returns>Null as long as it leads to a runbook and none is followed.</returns>
    public string? AddressFor(Incident incident) => incident.Runbook is null && Url.Contains(Runbook, StringComparison.Ordinal) ? null : Url
        .Replace(Runbook, Uri.EscapeDataString(incident.Runbook?.Id ?? ""), StringComparison.Ordinal)
        .Replace("{target}", Uri.EscapeDataString(incident.Target.Name), StringComparison.Ordinal)
        .Replace("{incident}", incident.Number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
