using IncidentBot.Incidents;
using IncidentBot.Timeline;

namespace IncidentBot.Mail;

/// <summary>What a letter is about.</summary>
internal enum MailNews
{
    Opened,

    /// <summary>The incident concerns the list only now: it is worse, or a service of the list is affected.</summary>
    Joined,
    Severity,
    Update,
    Resolved,
    Cancelled,
    Reopened,
    Closed,
}

internal static class MailNewsOf
{
    /// <returns>Null for what is the incident's own business.</returns>
    public static MailNews? Entry(TimelineEntry entry) => entry.What switch
    {
        TimelineEvent.Opened => MailNews.Opened,
        TimelineEvent.Changed { Field: IncidentField.Severity } => MailNews.Severity,
        TimelineEvent.StatusUpdated => MailNews.Update,

        // Told only to those for whom the incident begins with it.
        TimelineEvent.RunbookStarted or TimelineEvent.ImpactStated => MailNews.Joined,
        TimelineEvent.Moved when entry.Turn is Turn.Reopened => MailNews.Reopened,
        TimelineEvent.Moved { To: IncidentState.Resolved } => MailNews.Resolved,
        TimelineEvent.Moved { To: IncidentState.Cancelled } => MailNews.Cancelled,
        TimelineEvent.Moved { To: IncidentState.Closed } => MailNews.Closed,
        _ => null,
    };

    public static bool IsEnd(this MailNews news) => news is MailNews.Resolved or MailNews.Cancelled or MailNews.Closed;
}
