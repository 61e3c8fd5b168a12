using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Words;

namespace IncidentBot.Reporting;

/// <summary>Several incidents, one line each.</summary>
public sealed class StatusCard(PeopleDirectory people)
{
    public Card Draw(IReadOnlyList<Incident> incidents, bool openOnly, DateTimeOffset now)
    {
        if (incidents.Count == 0)
        {
            return Card.Say(openOnly ? "No open incident." : "There has been no incident yet.", "Open one: /incident open P0 <title>") with { Tone = Tone.Good };
        }

        var open = incidents.Count(incident => incident.IsOpen);
        return new Card(open == 1 ? "1 open incident" : $"{open} open incidents")
        {
            Tone = open > 0 ? Tone.Bad : Tone.Good,
            Blocks = [new CardBlock.Fields([.. incidents.Select(incident => new CardField($"{incident.Label} {incident.Severity}", Line(incident, now)))])],
        };
    }

    private string Line(Incident incident, DateTimeOffset now)
    {
        var length = Duration.Words((incident.ResolvedAt ?? incident.ClosedAt ?? now) - incident.OpenedAt);
        var who = incident.Assignee ?? incident.AcknowledgedBy;
        return $"{incident.State.ToString().ToUpperInvariant()}  {length}  {incident.Title} ({incident.Target}), {(who is { } person ? people.NameOf(person) : "nobody has acknowledged it")}";
    }
}
