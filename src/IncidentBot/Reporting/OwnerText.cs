using IncidentBot.Incidents;
using IncidentBot.People;

namespace IncidentBot.Reporting;

/// <summary>Who has an incident, in one sentence.</summary>
internal static class OwnerText
{
    /// <summary>Whose word on it people wait for; null where nobody has taken it.</summary>
    public static PersonId? WhoAnswers(Incident incident) =>
        incident.Roles.TryGetValue(IncidentRole.Commander, out var commander) ? commander : incident.Assignee ?? incident.AcknowledgedBy;

    public static string Of(Incident incident, PeopleDirectory people) =>
        (incident.Assignee ?? incident.AcknowledgedBy) is { } owner
            ? string.Join("; ", new[] { $"{people.NameOf(owner)} has it" }
                .Concat(incident.Roles.OrderBy(role => role.Key).Select(role => $"{role.Key} is {people.NameOf(role.Value)}"))) + "."
            : $"Nobody has taken it: /incident ack {incident.Label}.";
}
