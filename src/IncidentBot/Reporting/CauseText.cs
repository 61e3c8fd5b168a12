using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;

namespace IncidentBot.Reporting;

/// <summary>Why it happened as far as is known, and by whose word or which reading.</summary>
internal static class CauseText
{
    public static string? Of(Incident incident, PeopleDirectory people) => incident switch
    {
        { Cause: { } cause, CauseBy: { } by } => $"{cause} ({people.NameOf(by)} says so)",
        { Cause: { } cause, CauseAt: { } at } => $"{cause} (read at {Moment.Of(at)})",
        { Cause: var cause } => cause,
    };
}
