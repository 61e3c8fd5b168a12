using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;

namespace IncidentBot.Reporting;

/// <summary>
/// What readers see where an incident was opened and is not handled: that there is one, how it stands, who has it, and where.
/// Kept up to date to its end.
/// </summary>
public sealed class AnnouncementCard(PeopleDirectory people)
{
    public Card Draw(Incident incident) => Card.Say(
        $"{Marks.Of(incident)} {incident.State}: {incident.Title}",
        [
            $"Opened by {people.NameOf(incident.OpenedBy)} {Moment.Of(incident.OpenedAt)}. {Standing(incident)}",
            .. Affected(incident),
            $"{(incident.IsOpen ? "It is" : "It was")} handled in {Place.Of(incident.Channel, incident.NameOfChannel)}.",
        ]) with
    {
        Tone = IncidentCard.ToneOf(incident),
    };

    /// <summary>What somebody has said; what a runbook expects is for those who look into it.</summary>
    private IEnumerable<string> Affected(Incident incident)
    {
        var said = string.Join("; ", ImpactText.Confirmed(incident).Select(impact => ImpactText.Of(impact, people)));
        return said.Length == 0 || incident.State is IncidentState.Cancelled ? []
            : incident.MitigatedAt is null ? [$"Affected: {said}."]
            : [$"Was affected: {said}."];
    }

    private string Standing(Incident incident) => incident switch
    {
        { ResolvedAt: { } resolved } when RepairText.IsOverridden(incident) => $"Resolved by override {Moment.Of(resolved)}. {RepairText.Of(incident)}",
        { ResolvedAt: { } resolved } => $"Resolved {Moment.Of(resolved)}, repaired.",
        { State: IncidentState.Cancelled, ClosedAt: { } cancelled } => $"Cancelled {Moment.Of(cancelled)}.",
        { MitigatedAt: { } since } => $"The checks pass since {Moment.Of(since)}; they have to keep passing. {OwnerText.Of(incident, people)}",
        _ => OwnerText.Of(incident, people),
    };
}
