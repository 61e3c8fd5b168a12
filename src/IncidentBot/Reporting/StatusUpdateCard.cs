using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Timeline;
using IncidentBot.Words;

namespace IncidentBot.Reporting;

/// <summary>What everybody is told of an incident that goes on: how it stands now, why, who has it, what waits on whom, and when the next word comes.</summary>
internal sealed class StatusUpdateCard(PeopleDirectory people)
{
    /// <summary>The newest; the timeline has all of them.</summary>
    private const int MostNews = 4;

    /// <param name="results">As the checks stand; empty where none are defined.</param>
    /// <param name="since">What has happened since the last update, in order.</param>
    public Card Draw(
        Incident incident,
        IReadOnlyList<CheckResult> results,
        IReadOnlyList<TimelineEntry> since,
        IReadOnlyList<Run> runs,
        DateTimeOffset now,
        DateTimeOffset next) => Card.Say(
        $"{Marks.Of(incident)} still {incident.State}, {Duration.Words(now - incident.OpenedAt)}",
        [
            .. HowItStands.Now(incident, results, runs, people),
            .. News(incident, since),
            .. HowItStands.WhyAndWho(incident, runs, people),
            $"Next update by {Moment.Of(next)}.",
        ]);

    private IEnumerable<string> News(Incident incident, IReadOnlyList<TimelineEntry> since)
    {
        var last = incident.LastUpdateAt is null ? "the opening" : "the last update";
        var news = since.Where(entry => entry.Kind is not (TimelineKind.Update or TimelineKind.Opened or TimelineKind.Check or TimelineKind.Correction))
            .Select(entry => $"{(entry.By is { } by ? people.NameOf(by) : "the bot")}: {WhatOf(entry).TrimEnd('.')}")
            .ToList();
        yield return news.Count == 0
            ? $"Nothing was done since {last}."
            : $"Since {last}: {(news.Count > MostNews ? $"… {news.Count - MostNews} more; " : "")}{string.Join("; ", news.TakeLast(MostNews))}.";
    }

    private static string WhatOf(TimelineEntry entry) => entry is { From: { } from, To: { } to } ? $"{from} → {to}" : entry.Text;
}
