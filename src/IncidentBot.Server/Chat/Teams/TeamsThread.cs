using System.Globalization;
using System.Text.RegularExpressions;

namespace IncidentBot.Chat.Teams;

/// <summary>
/// The thread of an incident, named before it exists: <c>19:…@thread.tacv2;incident=7</c>. Teams gives a thread its id when
/// the first message is posted; the incident needs a channel when it is opened.
/// </summary>
internal static partial class TeamsThread
{
    public static string Of(int incidentNumber, string channel) => string.Create(CultureInfo.InvariantCulture, $"{channel};incident={incidentNumber}");

    /// <summary>The thread that hangs on a message of a channel.</summary>
    public static string Under(string messageId, string channel) => $"{channel};messageid={messageId}";

    /// <summary>The channel that a thread, or a channel itself, belongs to; null for chats, which have no threads.</summary>
    public static string? ChannelOf(string channelId) => Channel().Match(channelId) is { Success: true } match ? match.Groups[1].Value : null;

    public static bool IsOfIncident(string channelId) => Incident().IsMatch(channelId);

    /// <summary>In words that mean something to a reader.</summary>
    public static string Replace(string text, Func<string, string> render) => Incident().Replace(text, match => render(match.Groups[1].Value));

    [GeneratedRegex(@"^(19:[^;\s]+@thread\.(?:tacv2|skype))(?:;(?:messageid|incident)=[0-9]+)?$", RegexOptions.NonBacktracking)]
    private static partial Regex Channel();

    [GeneratedRegex(@"19:[^;\s]+;incident=([0-9]{1,9})\b", RegexOptions.NonBacktracking)]
    private static partial Regex Incident();
}
