using IncidentBot.Incidents;

namespace IncidentBot.Reporting;

/// <summary>What is said of an incident wherever it is named at length, in words: what kind it is where it is no real one that happens now.</summary>
public static class Marks
{
    /// <summary><c>INC-7 P0</c>, <c>INC-7 P0 DRILL PRIVATE</c>.</summary>
    public static string Of(Incident incident) => string.Join(' ', [incident.Label, $"{incident.Severity}", .. Beside(incident)]);

    /// <summary>Those beside its label and severity: <c>DRILL</c>, <c>PRIVATE</c>, both, or none.</summary>
    public static IEnumerable<string> Beside(Incident incident)
    {
        if (incident.Kind is not IncidentKind.Real)
        {
            yield return incident.Kind.ToString().ToUpperInvariant();
        }

        if (incident.IsPrivate)
        {
            yield return "PRIVATE";
        }
    }
}
