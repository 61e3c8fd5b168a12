using System.Globalization;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;

namespace IncidentBot.Reporting;

/// <summary>When the next update of an incident comes, and how far the promises before it were kept.</summary>
internal static class UpdateText
{
    /// <returns>Empty where nobody waits for one.</returns>
    public static string Next(Incident incident, PeopleDirectory people) => incident.UpdatePromises is { } promises
        ? $"{Coming(promises, people)}{OnTime(incident)}"
        : "";

    private static string Coming(UpdatePromises promises, PeopleDirectory people) => promises.Snooze is { } snooze
        ? $"Updates snoozed until {Moment.Of(snooze.Until)} by {people.NameOf(snooze.By)}: {snooze.Reason.TrimEnd('.')}."
        : $"Next update by {Moment.Of(promises.Next)}.";

    /// <summary>With a space before it; empty while none was due yet.</summary>
    private static string OnTime(Incident incident) => incident.Milestones is { } numbers && numbers.UpdatesKept + numbers.UpdatesMissed > 0
        ? string.Create(CultureInfo.InvariantCulture, $" Updates on time: {numbers.UpdatesKept} of {numbers.UpdatesKept + numbers.UpdatesMissed}.")
        : "";
}
