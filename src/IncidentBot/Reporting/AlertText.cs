using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Words;

namespace IncidentBot.Reporting;

/// <summary>The alerts of an incident, in words.</summary>
public static class AlertText
{
    /// <summary><c>3 fire, 2 resolved, 40 more left out by the sender</c>.</summary>
    public static string Counts(int firing, int resolved, int truncated) => string.Join(
        ", ",
        new[]
        {
            firing == 0 ? "none fires" : firing == 1 ? "1 fires" : $"{Figures.Count(firing)} fire",
            resolved > 0 ? $"{Figures.Count(resolved)} resolved" : null,
            truncated > 0 ? $"{Figures.Count(truncated)} more, unknown which" : null,
        }.OfType<string>());

    /// <summary>For the card: the counts, the newest, and whether somebody has seen them.</summary>
    public static IEnumerable<CardField> Fields(Incident incident, PeopleDirectory people)
    {
        if (incident.Alerts is not { } tally)
        {
            yield break;
        }

        yield return new CardField("Alerts", Counts(tally.Firing, tally.Resolved, tally.Truncated) + Seen(tally, people));
        foreach (var brief in tally.Newest)
        {
            yield return new CardField(
                brief.IsFiring ? "Fires" : "Resolved",
                $"{brief.What}{(brief.Summary is { } summary ? $": {OneLine.Of(summary)}" : "")} ({Moment.Of(brief.At)})");
        }

        if (incident.IsOpen && tally.Links.Count > 0)
        {
            yield return new CardField("Read on", string.Join(" · ", tally.Links.Select(link => $"{link.Title} {link.Url}")));
        }
    }

    /// <summary>What holds up the resolving of an incident whose checks have kept passing; null where nothing does.</summary>
    public static string? HoldsUp(Incident incident) => incident is { State: IncidentState.Monitoring, SoakPassed: true, Alerts: { Fires: true } tally }
        ? $"{Counts(tally.Firing, 0, tally.Truncated)}: it is resolved when they are, or by /incident override {incident.Label} <reason>"
        : null;

    private static string Seen(AlertTally tally, PeopleDirectory people) => tally switch
    {
        { SeenBy: { } by, NewSinceSeen: 0 } => $"; seen by {people.NameOf(by)}",
        { SeenBy: { } by } => $"; {Figures.Count(tally.NewSinceSeen)} new since {people.NameOf(by)} saw them",
        _ => "",
    };
}
