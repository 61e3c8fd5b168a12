using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Reporting;
using IncidentBot.Storage;

namespace IncidentBot.Chat;

/// <summary>Draws the living message of a subject as it stands now.</summary>
public sealed class LiveCards(
    IncidentCards incidentCards,
    RunbookCards runbookCards,
    AnnouncementCard announcement,
    IIncidentStore incidents,
    IRunStore runs,
    RunCard runCard)
{
    /// <param name="channel">Where it is shown. An incident may have left it since the card was asked for.</param>
    /// <returns>Null when there is no such subject, or none that is shown there.</returns>
    public async Task<Card?> DrawAsync(LiveSubject subject, ChannelRef channel, CancellationToken ct)
    {
        var run = subject.Kind == LiveSubject.Run ? await runs.FindAsync(new RunId(subject.Id), ct) : null;
        var incident = (run is null ? new IncidentId(subject.Id) : run.Incident) is { } id ? await incidents.FindAsync(id, ct) : null;
        if (incident?.IsHushedIn(channel) == true)
        {
            return null;
        }

        var card = subject.Kind switch
        {
            LiveSubject.Incident when incident is not null && IsAnnounced(incident, channel) => announcement.Draw(incident),
            LiveSubject.Incident when incident is not null => await incidentCards.DrawAsync(incident, ct),
            LiveSubject.Runbook => await runbookCards.DrawAsync(new IncidentId(subject.Id), ct),
            LiveSubject.Run when run is not null => runCard.Draw(run),
            _ => null,
        };
        return card is null ? null
            : incident is null || incident.AnnouncedTo.Contains(channel) || incident.Shown.Contains(channel) || channel == run?.Channel
                ? card with { Subject = subject }
            : Left(incident.IsPrivate ? new Card($"{incident.Label} is private") : card, incident);
    }

    /// <summary>A room of a platform's making leaves the whole card behind where it was opened.</summary>
    private static bool IsAnnounced(Incident incident, ChannelRef channel) =>
        incident.AnnouncedTo.Contains(channel) && !incident.Shown.Contains(channel);

    /// <summary>Nothing can be pressed on a card that is not kept up to date.</summary>
    private static Card Left(Card card, Incident incident) => card with
    {
        Blocks =
        [
            .. card.Blocks,
            new CardBlock.Footnote($"No longer kept up to date here. {incident.Label} goes on in {Place.Of(incident.Channel, incident.NameOfChannel)}."),
        ],
        Buttons = [],
    };
}
