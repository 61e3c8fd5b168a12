namespace IncidentBot.Chat.Slack.Rooms;

/// <summary>The section <c>Slack:Rooms</c>: a channel of its own for each incident.</summary>
internal sealed class SlackRoomOptions
{
    public const string Section = "Slack:Rooms";

    /// <summary>The default value is true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Whether everybody with the Respond permission is invited, beside those who have to do with the incident. The default value is false.</summary>
    public bool InviteResponders { get; init; }

    /// <summary>Links at the top of each room: dashboards, runbooks.</summary>
    public IReadOnlyList<SlackBookmark> Bookmarks { get; init; } = [];

    /// <summary>Whether the room of a closed incident is archived. The default value is true.</summary>
    public bool Archive { get; init; } = true;

    /// <summary>How long to wait when Slack is away and has not said for how long. The default value is 5 seconds.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long after the close. The default value is 1 hour.</summary>
    public TimeSpan ArchiveAfter { get; init; } = TimeSpan.FromHours(1);
}

internal sealed record SlackBookmark
{
    public string Title { get; init; } = "";
    public string Url { get; init; } = "";
}
