using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Storage;
using IncidentBot.Timeline;

namespace IncidentBot.Audience;

/// <summary>
/// Tells those of an incident who do not work on it: readers of where it was opened or was once live, channels of stakeholders, and whoever
/// follows it. What they are told follows from the entries that are written, and is in their commit; so is that a channel was told at all, because
/// whoever has heard of a beginning hears of the end, whatever the rules say by then. Here and not where things are written, so that no
/// step can leave anybody out.
/// </summary>
public sealed class AudienceLedger(ILedger inner, IReadOnlyList<StakeholderRule> rules, PeopleDirectory people) : ILedger
{
    private readonly Headlines headlines = new(people);

    public Task<CommitResult> CommitAsync(Changes changes, CancellationToken ct) =>
        inner.CommitAsync(changes.Incident is { } incident ? Told(changes, incident) : changes, ct);

    public Task<int> NextNumberAsync(string series, CancellationToken ct) => inner.NextNumberAsync(series, ct);

    private Changes Told(Changes changes, Incident incident)
    {
        var begun = Begun(incident).ToList();
        var subject = new LiveSubject(LiveSubject.Incident, incident.Id.Value);
        var news = changes.Timeline.Where(entry => entry.Incident == incident.Id).SelectMany(entry => News(incident, entry, subject));
        return changes with
        {
            Incident = incident with { Stakeholders = [.. incident.Stakeholders, .. begun] },
            Say = [.. changes.Say, .. begun.Select(channel => new Outgoing.Refresh(channel, subject)), .. news],
        };
    }

    /// <summary>Channels that hear of it from here on, as it stands: those of an incident that is opened, or has come under their rule.</summary>
    private IEnumerable<ChannelRef> Begun(Incident incident) => incident.IsOpen || incident.Version == 0
        ? rules.Where(rule => rule.Wants(incident)).Select(rule => rule.Channel).Distinct().Except(incident.Stakeholders)
        : [];

    private IEnumerable<Outgoing> News(Incident incident, TimelineEntry entry, LiveSubject subject)
    {
        // Whoever is told of the opening reads how it stands.
        if (incident.Version == 0 || headlines.Of(incident, entry) is not { } card)
        {
            yield break;
        }

        foreach (var channel in Readers(incident, entry.What))
        {
            yield return new Outgoing.Post(channel, card) { Under = subject };
        }

        foreach (var follower in incident.Listening)
        {
            yield return new Outgoing.Notice(follower.To, card);
        }
    }

    /// <summary>Updates are for stakeholders; everybody who knows of it hears what changes. Where all of it is said nothing is said twice.</summary>
    private static IEnumerable<ChannelRef> Readers(Incident incident, TimelineEvent what) =>
        (what is TimelineEvent.StatusUpdated ? incident.Stakeholders
            : incident.IsPrivate ? incident.AnnouncedTo
            : incident.AnnouncedTo.Concat(incident.EndedBridges)).Except(incident.Channels);
}
