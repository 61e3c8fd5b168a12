using IncidentBot.Incidents;
using IncidentBot.People;

namespace IncidentBot.Desk;

/// <summary>Whose approval is waited for.</summary>
internal static class Awaited
{
    /// <param name="asked">Whoever asked for it, and so cannot give it.</param>
    /// <param name="incident">Null for what belongs to none.</param>
    /// <param name="everybody">Otherwise only those with a part in the incident, where any of those may give it.</param>
    public static IReadOnlyList<Person> For(PeopleDirectory people, PersonId asked, Incident? incident, bool everybody)
    {
        var all = people.ApproversFor(asked).Where(person => incident is null || IncidentVisibility.MaySee(person, incident)).ToList();
        var involved = all.Where(person => incident?.Involved.Contains(person.Id) == true).ToList();
        return everybody || involved.Count == 0 ? all : involved;
    }
}
