using IncidentBot.Incidents;
using IncidentBot.Words;

namespace IncidentBot.Reporting;

/// <summary>Who reads an update that is not at work on the incident: whoever writes one has to know.</summary>
internal static class ReadersText
{
    /// <returns>A sentence; null where nobody else does.</returns>
    public static string? Of(Incident incident)
    {
        var (channels, people) = (incident.Stakeholders.Except(incident.Channels).Count(), incident.Listening.Count());
        string?[] readers =
        [
            channels > 0 ? Plural.Of(channels, "channel of stakeholders", "channels of stakeholders") : null,
            people > 0 ? Plural.Of(people, "person who follows it", "people who follow it") : null,
        ];
        return readers.OfType<string>().ToList() is { Count: > 0 } some ? $"It goes to {string.Join(" and ", some)} as well." : null;
    }
}
